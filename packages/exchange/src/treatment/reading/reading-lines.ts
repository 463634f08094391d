import type { DocumentFact, FactEntry } from '@ncp/cda';
import type { BilingualText, CodedValue, ReadDocument, ReadLine, ReadSection } from '@ncp/domain';
import type { ReadingContext, ReadingGap } from './reading-context.js';
import { factKey } from './fact-key.js';
import { factLine, uniqueKeys, type LineContext } from './fact-line.js';

/** Turns the facts of one document into lines: keys are unique, gaps are collected, coded lines are counted. */
export class ReadingLines {
  readonly #context: ReadingContext;
  readonly #unique = uniqueKeys();
  readonly #gaps = new Map<string, ReadingGap>();
  readonly #counts = { coded: 0, translated: 0, mapped: 0, untranslated: 0, missing: 0 };

  constructor(context: ReadingContext) {
    this.#context = context;
  }

  line(fact: DocumentFact, key: string, language: string | undefined): ReadLine {
    const context: LineContext = { catalogue: this.#context.catalogue, language, gap: (code, at) => this.#gap(code, at) };
    const line = factLine(fact, this.#unique(key), context);
    if (fact.kind === 'code') {
      this.#counts.coded += 1;
      if (line.mark !== 'as-written') this.#counts[line.mark] += 1;
    }
    return line;
  }

  #gap({ code, codeSystem }: CodedValue, key: string): void {
    const id = `${codeSystem}|${code}`;
    if (!this.#gaps.has(id)) this.#gaps.set(id, { code, codeSystem, key, release: this.#context.catalogue.release });
  }

  get gaps(): readonly ReadingGap[] {
    return [...this.#gaps.values()];
  }

  get census(): ReadDocument['census'] {
    return { ...this.#counts };
  }
}

/** Key of a header fact below its part: the part's own name is not repeated. */
export const headerKey = (fact: DocumentFact): string => factKey(fact.path);

/** The header parts of that name. */
export const partsNamed = (header: readonly FactEntry[], name: string): readonly FactEntry[] => header.filter(({ key }) => key.replace(/\.\d+$/, '') === name);

export const headerSection = (
  key: string, label: BilingualText, parts: readonly FactEntry[], lines: ReadingLines, language: string | undefined,
): ReadSection => ({
  key, label, narrative: [], entries: [],
  lines: parts.flatMap(({ facts }) => facts.map((fact) => lines.line(fact, `${key}.${headerKey(fact).replace(/^(?:patient|author)\./, '')}`, language))),
});

/**
 * What says how the document is made: header parts that are not shown elsewhere, and the structural facts of its body.
 * Nobody needs it to give care; it is there so that nothing is dropped.
 */
export const administrativeSection = (
  parts: readonly FactEntry[], structural: readonly DocumentFact[], lines: ReadingLines, language: string | undefined,
): ReadSection => ({
  key: 'administrative', label: { sv: 'Om dokumentet', en: 'About the document' }, narrative: [], lines: [],
  entries: [
    ...parts.map(({ key, facts }) => ({
      key: `administrative.${key}`, lines: facts.map((fact) => lines.line(fact, `administrative.${key}.${headerKey(fact)}`, language)),
    })),
    {
      key: 'administrative.structure',
      lines: structural.map((fact) => lines.line(fact, `administrative.structure.${[...fact.within, factKey(fact.path)].join('.')}`, language)),
    },
  ].filter((entry) => entry.lines.length > 0),
});
