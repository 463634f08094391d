import { FIELD_BINDINGS } from '../bindings.js';
import { ANY_SYSTEM, conceptKey } from '../field-index.js';
import { normaliseTerm } from '../normalise-term.js';
import type { CatalogueRelease, CodeMapping, CodedField, Designation, ValueSet } from '../release.js';
import type { CatalogueSource, ImportProblem, SourceMapping } from './source.js';

/** Fields whose national form is the Swedish term itself, so that an official translation is a mapping too. Never a diagnosis (PS32). */
const NAMED_BY_TERM: readonly CodedField[] = ['dose-form', 'package', 'unit', 'route'];
/** Fields that share a value set with another field, which is the one a concept map means. */
const SECONDARY: readonly CodedField[] = ['piece-unit', 'dose-unit', 'target-disease'];

const sourceKey = (field: CodedField, from: CodeMapping['from']): string =>
  'text' in from ? `${field}|text|${normaliseTerm(from.text)}` : `${field}|code|${conceptKey(from.code, from.codeSystem ?? ANY_SYSTEM)}`;

const sameTarget = (a: CodeMapping, b: CodeMapping): boolean => a.to.code === b.to.code && a.to.codeSystem === b.to.codeSystem && a.relation === b.relation;

/** The field that a value set is the first one of. */
const fieldOfSet = (oid: string): CodedField | undefined =>
  (Object.keys(FIELD_BINDINGS) as CodedField[]).find((field) => !SECONDARY.includes(field) && FIELD_BINDINGS[field].includes(oid));

/** Mappings of the new release: those of the base that still lead somewhere, and over them those of the files. */
export class ReleaseMappings {
  readonly #members: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #mappings = new Map<string, CodeMapping>();
  readonly problems: ImportProblem[] = [];

  constructor(valueSets: readonly ValueSet[]) {
    this.#members = new Map(valueSets.map(({ oid, concepts }) => [oid, new Set(concepts.map(({ code, codeSystem }) => conceptKey(code, codeSystem)))]));
  }

  #leadsSomewhere({ field, to }: CodeMapping): boolean {
    return FIELD_BINDINGS[field].some((oid) => this.#members.get(oid)?.has(conceptKey(to.code, to.codeSystem)) === true);
  }

  takeBase({ mappings }: CatalogueRelease): void {
    for (const mapping of mappings) {
      if (this.#leadsSomewhere(mapping)) this.#mappings.set(sourceKey(mapping.field, mapping.from), mapping);
      else this.problems.push({ severity: 'warning', problem: 'orphan-mapping', subject: `${sourceKey(mapping.field, mapping.from)} to ${conceptKey(mapping.to.code, mapping.to.codeSystem)}` });
    }
  }

  takeSources(sources: readonly CatalogueSource[]): void {
    const addresses = new Map(sources.flatMap(({ valueSets }) => valueSets.flatMap(({ oid, url }) => (url === undefined ? [] : [[url, oid] as const]))));
    const taken = new Map<string, CodeMapping>();
    for (const { file, mappings } of sources) {
      for (const source of mappings) this.#take(source, file, { addresses, taken });
    }
    for (const [key, mapping] of taken) this.#mappings.set(key, mapping);
  }

  #take(source: SourceMapping, file: string, { addresses, taken }: { readonly addresses: ReadonlyMap<string, string>; readonly taken: Map<string, CodeMapping> }): void {
    const { at, valueSet, from, to, relation } = source;
    const bare = valueSet?.split('|', 1)[0]?.replace(/^urn:oid:/, '');
    const field = source.field ?? (bare === undefined ? undefined : fieldOfSet(addresses.get(bare) ?? bare));
    const refuse = (problem: ImportProblem['problem'], subject: string): void => { this.problems.push({ severity: 'error', problem, file, at, subject }); };
    if (field === undefined) return refuse('no-field', valueSet ?? '');
    const mapping: CodeMapping = { field, from, to, ...(relation === undefined ? {} : { relation }) };
    const key = sourceKey(field, from);
    const known = taken.get(key);
    if (!this.#leadsSomewhere(mapping)) return refuse('target-outside-value-set', `${key} to ${conceptKey(to.code, to.codeSystem)}`);
    if (known !== undefined && !sameTarget(known, mapping)) return refuse('two-targets', `${key} to ${known.to.code} and ${to.code}`);
    taken.set(key, mapping);
    return undefined;
  }

  /** An official Swedish term is understood as what it is the term of, unless the same words already mean something else. */
  takeTerms(designations: readonly Designation[]): void {
    const swedish = new Map(designations.flatMap((one) => (one.language === 'sv' ? [[conceptKey(one.code, one.codeSystem), one] as const] : [])));
    for (const field of NAMED_BY_TERM) {
      for (const member of FIELD_BINDINGS[field].flatMap((oid) => [...(this.#members.get(oid) ?? [])])) {
        const term = swedish.get(member);
        if (term !== undefined) this.#takeTerm(field, term);
      }
    }
  }

  #takeTerm(field: CodedField, { code, codeSystem, text }: Designation): void {
    const mapping: CodeMapping = { field, from: { text }, to: { code, codeSystem } };
    const key = sourceKey(field, mapping.from);
    const known = this.#mappings.get(key);
    if (known === undefined) this.#mappings.set(key, mapping);
    else if (known.to.code !== code || known.to.codeSystem !== codeSystem) {
      this.problems.push({ severity: 'warning', problem: 'ambiguous-text', subject: `${key} stays ${known.to.code}, is also a term of ${code}` });
    }
  }

  all(): readonly CodeMapping[] {
    return [...this.#mappings.values()];
  }
}
