import { CODE_SYSTEMS, parseOid, type CodedValue, type RecordTerm, type SummaryTerm } from '@ncp/domain';
import { normaliseDiagnosis, READING_SYSTEMS, transcodeDiagnosis, type Catalogue, type CodedField, type MissingTerm } from '@ncp/terminology';
import { ATC_SYSTEMS, ICD10_SYSTEMS } from './summary-constants.js';

/** The words of a record: as written, else what its codes are called, else the code itself. Empty only when there is nothing. */
export const wordsOf = ({ text, codings }: RecordTerm): string => {
  const words = [text, ...codings.map(({ display }) => display), ...codings.map(({ code }) => code)];
  return words.map((word) => word?.trim() ?? '').find((word) => word !== '') ?? '';
};

/** For comparing words, never for showing them. */
export const foldWords = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim();

const isOid = (system: string): boolean => parseOid(system).ok;
export const isAtc = ({ codeSystem }: CodedValue): boolean => ATC_SYSTEMS.includes(codeSystem);
export const isIcd10 = ({ codeSystem }: CodedValue): boolean => ICD10_SYSTEMS.includes(codeSystem);

/** ATC goes under several names in the sources, and under one across the border. */
const underOid = (coding: CodedValue): CodedValue => (isAtc(coding) ? { ...coding, codeSystem: CODE_SYSTEMS.atc } : coding);

const isSame = (a: CodedValue, b: CodedValue | undefined): boolean => a.code === b?.code && a.codeSystem === b.codeSystem;

interface Said { readonly pivot?: CodedValue; readonly national?: CodedValue; readonly words: string; readonly broader?: boolean }

/**
 * A term as the summary says it. A national code that equals the pivot adds nothing; one whose system has no OID cannot stand in
 * a document as a code, so it joins the words.
 */
export const summaryTerm = ({ pivot, national, words, broader = false }: Said): SummaryTerm => {
  const display = national?.display ?? words;
  const kept = national === undefined || isSame(national, pivot) ? undefined : national;
  const code = kept !== undefined && isOid(kept.codeSystem) ? kept : undefined;
  const text = kept !== undefined && code === undefined && !words.includes(kept.code) ? `${words} (${kept.code})` : words;
  return {
    ...(pivot === undefined ? {} : { pivot }),
    ...(code === undefined ? {} : { national: { ...code, display } }),
    text,
    broader,
  };
};

/** A diagnosis with the code that lists, windows and deduplication look at. */
export interface DiagnosisTerm {
  /** ICD-10, after PS31 where that found a code; undefined when there are only words or a code of another system. */
  readonly code?: string;
  readonly term: SummaryTerm;
}

/** The catalogue, asked for records; remembers what it did not know (PS14, PS32, PS44). */
export class Terms {
  readonly catalogue: Catalogue;
  readonly #missing = new Map<string, MissingTerm>();

  constructor(catalogue: Catalogue) {
    this.catalogue = catalogue;
  }

  /** In the order of their kind and code, each once. */
  get missing(): readonly MissingTerm[] {
    return [...this.#missing].toSorted(([a], [b]) => Number(a > b) - Number(a < b)).map(([, term]) => term);
  }

  /** A code of our own tables as the release writes it; undefined when it has no such member. */
  pivot(field: CodedField, code: string, codeSystem?: string): CodedValue | undefined {
    const found = this.catalogue.transcode(field, { code, ...(codeSystem === undefined ? {} : { codeSystem }) });
    if (found.status === 'mapped') return found.pivot;
    this.#remember(field, found);
    return undefined;
  }

  /** A word of a closed list, like a degree: whole text only, and no gap when it is another word. */
  word(field: CodedField, { text, codings }: RecordTerm): CodedValue | undefined {
    for (const words of [text, ...codings.map(({ display }) => display)]) {
      const found = words === undefined ? undefined : this.catalogue.transcode(field, { text: words });
      if (found?.status === 'mapped') return found.pivot;
    }
    return undefined;
  }

  /**
   * Each code of the record, then, where `words` allows it, each of its texts as a whole (PS13, PS43). Nothing is ever found in
   * a part of a text.
   */
  term(field: CodedField, record: RecordTerm, { words }: { readonly words: boolean }): SummaryTerm {
    const codings = record.codings.map(underOid);
    const tries = [
      ...codings.map((coding) => ({ coding, question: { code: coding.code, codeSystem: coding.codeSystem } })),
      ...(words ? [record.text, ...codings.map(({ display }) => display)] : []).flatMap((text) =>
        (text === undefined ? [] : [{ coding: codings[0], question: { text } }])),
    ];
    const answers = tries.map(({ coding, question }) => ({ coding, found: this.catalogue.transcode(field, question) }));
    const hit = answers.find(({ found }) => found.status === 'mapped');
    if (hit?.found.status === 'mapped') {
      const { pivot, relation } = hit.found;
      return summaryTerm({
        pivot, words: wordsOf(record), broader: relation === 'broader', ...(hit.coding === undefined ? {} : { national: hit.coding }),
      });
    }
    const missing = answers.flatMap(({ found }) => (found.status === 'missing' ? [found] : []));
    const byCode = missing.filter((found) => found.national.code !== undefined);
    for (const found of byCode.length > 0 ? byCode : missing.slice(0, 1)) this.#remember(field, found);
    const [national] = codings;
    return summaryTerm({ words: wordsOf(record), ...(national === undefined ? {} : { national }) });
  }

  /** Asks nothing of the report: a diagnosis may still turn out not to be sent. */
  diagnosis(record: RecordTerm): DiagnosisTerm {
    const words = wordsOf(record);
    const rare = record.codings.find(({ codeSystem }) => codeSystem === READING_SYSTEMS.orphanet);
    const rareFound = rare === undefined ? undefined : this.catalogue.transcode('rare-disease', { code: rare.code, codeSystem: rare.codeSystem });
    const coding = record.codings.find((candidate) => isIcd10(candidate) && normaliseDiagnosis(candidate.code) !== undefined);
    const transcoded = coding === undefined ? undefined : transcodeDiagnosis(this.catalogue, coding.code);
    const national = coding === undefined ? record.codings[0] : { ...coding, code: normaliseDiagnosis(coding.code) ?? coding.code };
    const pivot = rareFound?.status === 'mapped' ? rareFound.pivot : transcoded?.pivot;
    const code = transcoded?.pivot.code ?? (coding === undefined ? undefined : national?.code);
    return {
      ...(code === undefined ? {} : { code }),
      term: summaryTerm({
        words, broader: pivot === transcoded?.pivot && transcoded?.step === 'broader',
        ...(pivot === undefined ? {} : { pivot }), ...(national === undefined ? {} : { national }),
      }),
    };
  }

  /** Puts a diagnosis that is sent without a code on the report. Words alone are no gap: they are never coded (PS32). */
  missDiagnosis({ term: { pivot, national } }: DiagnosisTerm): void {
    if (pivot !== undefined || national === undefined) return;
    const found = this.catalogue.transcode('problem', { code: national.code, codeSystem: national.codeSystem });
    if (found.status === 'missing') this.#remember('problem', found);
  }

  // A text of a care record may name a person; a code never does. So only codes go on.
  #remember(field: CodedField, { national: { code, codeSystem }, gap }: MissingTerm): void {
    const national = { ...(code === undefined ? {} : { code }), ...(codeSystem === undefined ? {} : { codeSystem }) };
    this.#missing.set(JSON.stringify([field, codeSystem ?? '', code ?? '', gap.reason]), { status: 'missing', field, national, gap });
  }
}
