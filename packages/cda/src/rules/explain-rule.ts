import type { Finding } from '@ncp/domain';
import type { DocumentKind } from '../reading/document-kind.js';
import { rulesOf } from './compile-release.js';
import { idOfConstraint } from './constraint.js';
import { EHDSI_V8_0_0 } from './ehdsi-v8-0-0/index.js';
import { OWN_RULES } from './finding.js';
import { namedCheck, ownerOfCheck } from './named-checks.js';
import { expandOid, labelOf, type RuleRelease, type TemplateTable } from './release.js';
import { OTHER_RULES } from './other-rules.js';
import type { ElementRule, OwnedConstraint } from './table.js';
import { wordingOf, type WordingId } from './texts.js';
import { schemaTypeOf, typeRules } from './types/index.js';

/** Where in a template a rule stands. */
export interface RulePlace {
  /** Names from the template's own element on. */
  readonly path: string;
  /** The row of the table (notation: table.ts). */
  readonly row: string;
  /** Kinds of document that it is applied to. */
  readonly kinds: readonly DocumentKind[];
}

/** Everything there is to say about a rule by its id. */
export interface RuleExplanation {
  readonly rule: string;
  readonly template: string;
  readonly release: string;
  readonly severity: Finding['severity'];
  readonly text: { readonly sv: string; readonly en: string };
  readonly hint: { readonly sv: string; readonly en: string };
  /** Section of the specification. */
  readonly clause: string;
  /** Rows of the tables that the id stands for; none for schema and data types. */
  readonly places: readonly RulePlace[];
  readonly templateId?: string;
  readonly templateVersion?: string;
  readonly url?: string;
  /** What the report of the official rules calls it. */
  readonly reference?: string;
}

type Entry = Omit<RuleExplanation, 'rule' | 'template' | 'release' | 'places'> & { readonly places: Map<string, { readonly path: string; readonly row: string; readonly kinds: Set<DocumentKind> }> };

const registries = new WeakMap<RuleRelease, ReadonlyMap<string, Entry>>();

const WORDING_OF_KIND: Readonly<Record<OwnedConstraint['kind'], WordingId>> = {
  'fixed': 'attribute-value', 'required': 'attribute-missing', 'words': 'attribute-value', 'form': 'attribute-value', 'null-or': 'content',
  'null-flavor': 'null-flavor', 'choice': 'choice', 'check': 'content',
};

interface RowRule {
  readonly id: string;
  readonly template: string;
  readonly wording: WordingId;
  readonly name: string;
  readonly severity?: Finding['severity'];
}

/** Every rule that a row of a table stands for. */
const rulesOfRow = ({ name, template, min, max, isAdvice, type, constraints }: ElementRule): readonly RowRule[] => [
  ...(min > 0 ? [{ id: `${name}.min`, template, wording: 'element-missing' as const, name, ...(isAdvice ? { severity: 'warning' as const } : {}) }] : []),
  ...(Number.isFinite(max) ? [{ id: `${name}.max`, template, wording: max === 0 ? 'element-unexpected' as const : 'element-too-often' as const, name }] : []),
  ...constraints.map((constraint): RowRule => ({
    id: `${name}.${idOfConstraint(constraint)}`,
    template: constraint.kind === 'check' ? ownerOfCheck(constraint.name, constraint.template) : constraint.template,
    wording: constraint.kind === 'check' ? namedCheck(constraint.name).fault.wording : WORDING_OF_KIND[constraint.kind],
    name: 'attribute' in constraint ? constraint.attribute : name,
  })),
  ...(type !== undefined && schemaTypeOf(type.name) !== undefined ? [{ id: `${name}.xsi-type`, template: type.template, wording: 'type-unexpected' as const, name }] : []),
];

const templatesOf = (release: RuleRelease): ReadonlyMap<string, TemplateTable> => new Map(
  [...release.included, ...Object.values(release.kinds).flatMap(({ document, anywhere }) => [document, ...anywhere])].map((table) => [labelOf(table), table]));

const collectRow = (entries: Map<string, Entry>, rule: ElementRule, path: string, kind: DocumentKind, detailsOf: (template: string) => Partial<Entry>): void => {
  const here = path === '' ? rule.name : `${path}/${rule.name}`;
  for (const { id, template, wording, name, severity = 'error' } of rulesOfRow(rule)) {
    const key = `${template}#${id}`;
    const entry = entries.get(key) ?? { severity, ...wordingOf(wording, name), clause: 'cda-template-tables', ...detailsOf(template), places: new Map() };
    const place = entry.places.get(`${here} ${rule.row}`) ?? { path: here, row: rule.row, kinds: new Set<DocumentKind>() };
    place.kinds.add(kind);
    entry.places.set(`${here} ${rule.row}`, place);
    entries.set(key, entry);
  }
  for (const child of rule.children) collectRow(entries, child, here, kind, detailsOf);
};

const KINDS: readonly DocumentKind[] = ['ep-l3', 'ep-l1', 'ed-l3', 'ps-l3', 'ps-l1'];

const registryOf = (release: RuleRelease): ReadonlyMap<string, Entry> => {
  const known = registries.get(release);
  if (known !== undefined) return known;
  const entries = new Map<string, Entry>();
  const tables = templatesOf(release);
  const detailsOf = (template: string): Partial<Entry> => {
    const table = template === OWN_RULES ? undefined : tables.get(template);
    if (table === undefined) return {};
    const templateId = expandOid(table.id);
    return { templateId, templateVersion: table.version, url: `${release.publication}${templateId}-${table.version}.html` };
  };
  for (const kind of KINDS) {
    const { document, anywhere } = rulesOf(release, kind);
    for (const head of [document, ...[...anywhere.values()].flat()]) collectRow(entries, head, '', kind, detailsOf);
  }
  for (const { owner, name, reference, fault } of typeRules()) {
    const { wording, severity = 'error' } = fault;
    entries.set(`${owner}#${name}`, {
      severity, ...wordingOf(wording, fault.name ?? fault.attribute ?? owner), clause: 'cda-documents 1', ...(reference === undefined ? {} : { reference }), places: new Map(),
    });
  }
  for (const [id, { wording, name, clause, severity = 'error' }] of Object.entries(OTHER_RULES)) entries.set(id, { severity, ...wordingOf(wording, name), clause, places: new Map() });
  registries.set(release, entries);
  return entries;
};

/** Explains a rule of a release, v8.0.0 when none is given; undefined when it has no rule of that id. */
export const explainRule = (rule: string, release: RuleRelease = EHDSI_V8_0_0): RuleExplanation | undefined => {
  const entry = registryOf(release).get(rule);
  if (entry === undefined) return undefined;
  const places = [...entry.places.values()].map(({ path, row, kinds }) => ({ path, row, kinds: [...kinds] }));
  return { ...entry, rule, template: rule.split('#')[0] ?? rule, release: release.id, places };
};

/** Ids of all rules of a release, in alphabetical order. */
export const ruleIds = (release: RuleRelease = EHDSI_V8_0_0): readonly string[] => [...registryOf(release).keys()].sort();
