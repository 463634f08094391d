import { CODE_SYSTEMS, type CodedValue, type SummaryTerm } from '@ncp/domain';
import type { Catalogue, CodedField, PivotValue } from '@ncp/terminology';
import { coded, type CodedElement } from '../building/coded-element.js';
import { visibleLine } from '../building/visible-text.js';
import type { FindingList } from '../prescription/findings.js';

export interface Coding {
  readonly catalogue: Catalogue;
  readonly findings: FindingList;
}

/** A code that crosses the border and the words people read for it. */
export interface CodedTerm {
  readonly element: CodedElement;
  /** The words of the record. */
  readonly text: string;
  /** Every code and text of the element, for the narrative. */
  readonly lines: readonly string[];
}

/** A code without text is rejected, so a national code without one gets the catalogue's, else the words of the record. */
const nationalOf = ({ national, text }: SummaryTerm, catalogue: Catalogue): PivotValue | undefined => {
  if (national === undefined) return undefined;
  const display = visibleLine(national.display ?? catalogue.display(national.code, national.codeSystem, 'sv') ?? text);
  return display === '' ? undefined : { code: visibleLine(national.code), codeSystem: national.codeSystem, display };
};

const BROADER = 'koden säger mindre än journalen / the code says less than the record';

const codeLine = ({ code, display }: PivotValue): string => (code === display ? code : `${display} (${code})`);

/** The words, then the codes that the words do not already name. */
const linesOf = (text: string, codes: readonly PivotValue[], broader: boolean): readonly string[] => {
  const [first] = codes;
  // `Essentiell hypertoni (I10.9)`: the record's own code and words are one line.
  const head = first !== undefined && first.display === text ? codeLine(first) : text;
  const lines = [...new Set([head, ...codes.map(codeLine)])];
  return broader ? [...lines, `(${BROADER})`] : lines;
};

/**
 * A term of the summary as a coded element: the pivot code outside, the national one inside. Where the catalogue does not
 * have the pivot code, or there is none, it is `OTH` with the words of the record (PS14, PS32, PS44), and a finding.
 * The words stand beside a code only where no text of the element says the same.
 * @param options.originalText the template asks for the words whatever they are
 */
export const termOf = (term: SummaryTerm, field: CodedField, at: string, { catalogue, findings }: Coding, options: { readonly originalText?: boolean } = {}): CodedTerm => {
  const found = term.pivot === undefined ? undefined : catalogue.transcode(field, { code: term.pivot.code, codeSystem: term.pivot.codeSystem });
  if (found?.status === 'missing') findings.optionalGap(at, found);
  return termWith(found?.status === 'mapped' ? found.pivot : undefined, term, catalogue, options.originalText === true);
};

/** As `termOf`, in a place to which no value set is bound: the pivot code is taken as it is (PS61). */
export const unboundTermOf = (term: SummaryTerm, catalogue: Catalogue): CodedTerm => {
  const { pivot, text } = term;
  const display = pivot === undefined ? '' : visibleLine(pivot.display ?? catalogue.display(pivot.code, pivot.codeSystem, 'en') ?? text);
  return termWith(pivot === undefined || display === '' ? undefined : { code: visibleLine(pivot.code), codeSystem: pivot.codeSystem, display }, term, catalogue, false);
};

const termWith = (pivot: PivotValue | undefined, term: SummaryTerm, catalogue: Catalogue, withText: boolean): CodedTerm => {
  const text = visibleLine(term.text);
  const national = nationalOf(term, catalogue);
  const originals = national === undefined ? [] : [national];
  if (pivot !== undefined) {
    const element = coded(pivot, ...originals);
    const saidAlready = text === (national ?? pivot).display;
    const whole = saidAlready && !withText ? element : { ...element, originalText: text };
    return { element: whole, text, lines: linesOf(text, [...originals, pivot], term.broader) };
  }
  // A code that the release lacks is still said: inside, where no value set is asked for.
  const lost = term.pivot === undefined ? undefined : nationalOf({ ...term, national: term.pivot }, catalogue);
  const inside = [...originals, ...(lost === undefined ? [] : [lost])];
  const element: CodedElement = { kind: 'null', nullFlavor: 'OTH', originalText: text, originals: inside };
  return { element, text, lines: linesOf(text, inside, false) };
};

/**
 * A code that our own rules chose, with its Swedish text inside. Undefined, and a finding, where the release lacks it: such
 * a statement is left out of the entry, and its words stay in the narrative.
 */
export const chosen = (value: CodedValue, field: CodedField, at: string, { catalogue, findings }: Coding): CodedElement | undefined => {
  const found = catalogue.transcode(field, { code: value.code, codeSystem: value.codeSystem });
  if (found.status === 'missing') {
    findings.optionalGap(at, found);
    return undefined;
  }
  const swedish = catalogue.display(found.pivot.code, found.pivot.codeSystem, 'sv');
  return swedish === undefined ? coded(found.pivot) : coded(found.pivot, { ...found.pivot, display: swedish });
};

/** A chosen code as people read it; the code itself where the release has no text for it. */
export const chosenText = (element: CodedElement | undefined, value: CodedValue | undefined): string | undefined => {
  if (element?.kind !== 'coded') return value === undefined ? undefined : visibleLine(value.display ?? value.code);
  const swedish = element.originals[0]?.display;
  return swedish === undefined || swedish === element.value.display ? element.value.display : `${swedish} / ${element.value.display}`;
};

/** A diagnosis is of ICD-10, or of the list of rare diseases (VS 42.5, 42.63). */
export const problemField = ({ pivot }: SummaryTerm): CodedField =>
  pivot === undefined || pivot.codeSystem === CODE_SYSTEMS.icd10 ? 'problem' : 'rare-disease';
