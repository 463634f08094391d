import type { CalendarDate, CodedValue, ForeignTime } from '@ncp/domain';
import type { DocumentFact, FactAmount, StatementRole } from '../reading/facts/fact.js';
import type { SaidTerm } from './content-model.js';

const same = (a: CodedValue, b: CodedValue): boolean => a.code === b.code && a.codeSystem === b.codeSystem;

/** Codes of an element: the first crossed the border, unless the element says that there is none. */
export const saidTerm = (fact: DocumentFact | undefined): SaidTerm | undefined => {
  if (fact?.kind !== 'code') return undefined;
  const { codes, nullFlavor, originalText } = fact;
  const pivot = nullFlavor === undefined ? codes[0] : undefined;
  const inner = pivot === undefined ? codes : codes.slice(1);
  // A translation with the same code is the same statement in another language.
  const national = inner.find((code) => pivot === undefined || !same(code, pivot) || code.display !== pivot.display);
  const text = originalText ?? national?.display ?? pivot?.display;
  if (pivot === undefined && national === undefined && text === undefined) return undefined;
  return {
    ...(pivot === undefined ? {} : { pivot }),
    ...(national === undefined ? {} : { national }),
    ...(text === undefined ? {} : { text }),
  };
};

/** The facts of one entry, asked for by what they are about and where they stand. */
export class EntryFacts {
  readonly #facts: readonly DocumentFact[];

  constructor(facts: readonly DocumentFact[]) {
    this.#facts = facts;
  }

  has(role: StatementRole): boolean {
    return this.#facts.some((fact) => fact.role === role);
  }

  denies(role: StatementRole): boolean {
    return this.#facts.some((fact) => fact.role === role && fact.kind === 'negation');
  }

  /** The part of the entry that is about one statement; `within` is its place, e.g. `pregnancy.2`. */
  within(place: string): EntryFacts {
    return new EntryFacts(this.#facts.filter((fact) => fact.within.at(-1) === place));
  }

  all(role: StatementRole, path: string): readonly DocumentFact[] {
    return this.#facts.filter((fact) => fact.role === role && fact.path === path);
  }

  first(role: StatementRole, path: string): DocumentFact | undefined {
    return this.#facts.find((fact) => fact.role === role && fact.path === path);
  }

  term(role: StatementRole, path: string): SaidTerm | undefined {
    return saidTerm(this.first(role, path));
  }

  code(role: StatementRole, path: string): CodedValue | undefined {
    const fact = this.first(role, path);
    return fact?.kind === 'code' ? fact.codes[0] : undefined;
  }

  text(role: StatementRole, path: string): string | undefined {
    const fact = this.first(role, path);
    return fact?.kind === 'text' ? fact.text : undefined;
  }

  time(role: StatementRole, path: string): ForeignTime | undefined {
    const fact = this.first(role, path);
    return fact?.kind === 'time' ? fact.time : undefined;
  }

  day(role: StatementRole, path: string): CalendarDate | undefined {
    return this.time(role, path)?.date;
  }

  amounts(role: StatementRole, path: string): readonly FactAmount[] {
    const fact = this.first(role, path);
    return fact?.kind === 'quantity' ? fact.amounts : [];
  }

  /** Root of the statement's own id: for ours a UUID, written in upper case. */
  id(role: StatementRole): string | undefined {
    const fact = this.first(role, 'id');
    return fact?.kind === 'identifier' ? fact.root.toLowerCase() : undefined;
  }
}

/** A record without the members that are undefined. */
export const said = <T extends object>(record: { readonly [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
