import { CODE_SYSTEMS } from '@ncp/domain';
import type { CatalogueRelease, Concept, Language } from './release.js';

/** How a foreign code reads in Swedish. `mapped`: it was first taken for another code, which is named. */
export interface ReadTerm {
  readonly sv: string;
  readonly en?: string;
  readonly mapped?: Concept;
  /** It says that there is nothing, or that nothing is known: a statement of its writer (cda-documents 7, 9). */
  readonly statesAbsence?: true;
}

type Designations = ReadonlyMap<Language, ReadonlyMap<string, string>>;

const key = (code: string, codeSystem: string): string => `${codeSystem}|${code}`;

/** The reverse of transcoding: from a code that crossed the border to the Swedish text of it. Nothing is guessed. */
export class ReadTerms {
  readonly #designations: Designations;
  readonly #aliases: ReadonlyMap<string, string>;
  readonly #equivalences: ReadonlyMap<string, Concept>;
  readonly #absences: ReadonlySet<string>;
  /** Units by any of their texts and spellings. */
  readonly #units = new Map<string, Concept>();

  constructor(release: CatalogueRelease, designations: Designations) {
    this.#designations = designations;
    this.#aliases = new Map((release.systemAliases ?? []).map(({ from, to }) => [from, to]));
    this.#equivalences = new Map((release.equivalences ?? []).map(({ from, to }) => [key(from.code, from.codeSystem), to]));
    this.#absences = new Set((release.absences ?? []).map(({ code, codeSystem }) => key(code, codeSystem)));
    this.#indexUnits(release);
  }

  code(code: string, codeSystem: string): ReadTerm | undefined {
    const own = this.#term({ code, codeSystem });
    if (own !== undefined) return own;
    const alias = this.#aliases.get(codeSystem);
    const mapped = this.#equivalences.get(key(code, codeSystem)) ?? (alias === undefined ? undefined : { code, codeSystem: alias });
    const term = mapped === undefined ? undefined : this.#term(mapped);
    return term === undefined || mapped === undefined ? undefined : { ...term, mapped };
  }

  /** A unit as PQ writes it: UCUM, `{Tablet}`, or one of the spellings that the release knows. */
  unit(written: string): ReadTerm | undefined {
    const exact = this.#term({ code: written, codeSystem: CODE_SYSTEMS.ucum });
    if (exact !== undefined) return exact;
    const bare = written.startsWith('{') && written.endsWith('}') ? written.slice(1, -1) : written;
    // An annotation has no spaces in a document: `{Chewing_gum}`.
    const spaced = bare.replaceAll('_', ' ');
    const mapped = this.#units.get(bare) ?? this.#units.get(bare.toLowerCase()) ?? this.#units.get(spaced) ?? this.#units.get(spaced.toLowerCase());
    const term = mapped === undefined ? undefined : this.#term(mapped);
    return term === undefined || mapped === undefined ? undefined : { ...term, mapped };
  }

  #term({ code, codeSystem }: Concept): ReadTerm | undefined {
    const sv = this.#designations.get('sv')?.get(key(code, codeSystem));
    const en = this.#designations.get('en')?.get(key(code, codeSystem));
    if (sv === undefined) return undefined;
    return { sv, ...(en === undefined ? {} : { en }), ...(this.#absences.has(key(code, codeSystem)) ? { statesAbsence: true } : {}) };
  }

  /** Only countable units may be named in words; the words of UCUM are its codes. Spellings come from the unit mappings. */
  #indexUnits({ designations, mappings }: CatalogueRelease): void {
    for (const { code, codeSystem, text } of designations) {
      if (codeSystem === CODE_SYSTEMS.edqm && code.startsWith('15')) this.#put(text, { code, codeSystem });
    }
    for (const { field, from, to } of mappings) {
      if (field === 'unit') this.#put('text' in from ? from.text : from.code.replace(/^\{(.*)\}$/, '$1'), to);
    }
  }

  #put(text: string, concept: Concept): void {
    if (!this.#units.has(text.toLowerCase())) this.#units.set(text.toLowerCase(), concept);
    if (!this.#units.has(text)) this.#units.set(text, concept);
  }
}
