import { conceptKey } from '../field-index.js';
import type { CatalogueRelease, Designation, Language } from '../release.js';
import type { CatalogueSource, ImportProblem, SourceValueSet } from './source.js';

/** Sets of the catalogue itself go before those of HL7 that documents only borrow: their texts differ in capitals. */
const isOfCatalogue = ({ name }: SourceValueSet): boolean => name.startsWith('eHDSI');

interface Written {
  readonly text: string;
  readonly at: string;
}

/** Texts of the new release by language and concept: first those of the base, over them those of the files. */
export class ReleaseTexts {
  readonly #texts: Readonly<Record<Language, Map<string, Designation>>> = { en: new Map(), sv: new Map() };
  readonly problems: ImportProblem[] = [];

  constructor(base: CatalogueRelease) {
    for (const one of base.designations) this.#texts[one.language].set(conceptKey(one.code, one.codeSystem), one);
  }

  /** The English texts of the value sets. Where two sets differ, one is taken and the other is told. */
  takeDisplays(sources: readonly CatalogueSource[]): void {
    const taken = new Map<string, Written>();
    const all = sources.flatMap(({ file, valueSets }) => valueSets.map((set) => ({ file, set })));
    for (const { file, set } of [...all.filter(({ set: one }) => isOfCatalogue(one)), ...all.filter(({ set: one }) => !isOfCatalogue(one))]) {
      for (const { code, codeSystem, display } of set.concepts) {
        if (display === undefined) continue;
        // Membership is compared letter by letter, a text is only shown: it is found under the plain name of the system too.
        for (const system of new Set([codeSystem, codeSystem.trim()])) this.#takeDisplay({ code, codeSystem: system, language: 'en', text: display }, file, taken);
      }
    }
  }

  #takeDisplay(designation: Designation, file: string, taken: Map<string, Written>): void {
    const key = conceptKey(designation.code, designation.codeSystem);
    const known = taken.get(key);
    if (known === undefined) {
      taken.set(key, { text: designation.text, at: file });
      this.#texts.en.set(key, designation);
    } else if (known.text !== designation.text) {
      this.problems.push({ severity: 'warning', problem: 'two-displays', file, at: known.at, subject: `${key}: "${known.text}" stays, "${designation.text}" does not` });
    }
  }

  /** Texts that files state on their own. Two files that disagree are a person's to settle; the catalogue's English stays. */
  takeDesignations(sources: readonly CatalogueSource[], displayed: ReadonlySet<string>): void {
    const taken = new Map<string, Written>();
    for (const { file, designations } of sources) {
      for (const { at, ...designation } of designations) {
        const key = conceptKey(designation.code, designation.codeSystem);
        const known = taken.get(`${designation.language}|${key}`);
        const own = designation.language === 'en' && displayed.has(key) ? this.#texts.en.get(key)?.text : undefined;
        if (known !== undefined && known.text !== designation.text) {
          this.problems.push({ severity: 'error', problem: 'two-designations', file, at, subject: `${designation.language} ${key}: "${known.text}" (${known.at}), "${designation.text}"` });
        } else if (own !== undefined && own !== designation.text) {
          this.problems.push({ severity: 'warning', problem: 'two-displays', file, at, subject: `${key}: "${own}" stays, "${designation.text}" does not` });
        } else {
          taken.set(`${designation.language}|${key}`, { text: designation.text, at });
          this.#texts[designation.language].set(key, designation);
        }
      }
    }
  }

  text(language: Language, code: string, codeSystem: string): string | undefined {
    return this.#texts[language].get(conceptKey(code, codeSystem))?.text;
  }

  all(): readonly Designation[] {
    return [...this.#texts.en.values(), ...this.#texts.sv.values()];
  }
}
