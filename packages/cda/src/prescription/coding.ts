import type { CodedValue } from '@ncp/domain';
import type { Catalogue, CodedField, MissingTerm, NationalTerm, PivotValue } from '@ncp/terminology';
import { coded, type CodedElement } from '../building/coded-element.js';
import { visibleLine } from '../building/visible-text.js';
import type { FindingList } from './findings.js';

/** What stands in a place whose code cannot be given; such a document is never released. */
const NOTHING: CodedElement = { kind: 'null', nullFlavor: 'UNK', originals: [] };

/**
 * The Swedish side of a coded value: code and text as written. A source that gave a code without text gets the
 * catalogue's Swedish designation, because a translation without displayName is rejected.
 */
const originalOf = (catalogue: Catalogue, { code, codeSystem, display }: CodedValue): PivotValue | undefined => {
  const text = display === undefined ? catalogue.display(code, codeSystem, 'sv') : visibleLine(display);
  return text === undefined || text === '' ? undefined : { code: visibleLine(code), codeSystem, display: text };
};

/** A national code: mapped with the original inside, or `OTH` with the original readable, and the gap reported. */
export const transcoded = (catalogue: Catalogue, field: CodedField, national: CodedValue, onGap: (missing: MissingTerm) => void): CodedElement => {
  const { code, codeSystem, display } = national;
  const result = catalogue.transcode(field, { code, codeSystem, ...(display === undefined ? {} : { text: display }) });
  const original = originalOf(catalogue, national);
  const originals = original === undefined ? [] : [original];
  if (result.status === 'mapped') return coded(result.pivot, ...originals);
  onGap(result);
  const originalText = visibleLine(display === undefined ? code : `${code} ${display}`);
  return { kind: 'null', nullFlavor: 'OTH', originalText, originals };
};

/**
 * A national text without code, as dose forms are: the translation carries the register's own words under the code they
 * were understood as. Unknown words are `OTH` with the words; absent ones `UNK` (decisions D39).
 */
export const transcodedText = (catalogue: Catalogue, field: CodedField, text: string | undefined, onGap: (missing: MissingTerm) => void): CodedElement => {
  const words = visibleLine(text ?? '');
  const result = catalogue.transcode(field, words === '' ? {} : { text: words });
  if (result.status === 'mapped') return coded(result.pivot, { ...result.pivot, display: words });
  if (words === '') return NOTHING;
  onGap(result);
  return { kind: 'null', nullFlavor: 'OTH', originalText: words, originals: [] };
};

/**
 * A code that our own rules choose, with its Swedish text beside the English. The catalogue must have it; otherwise the
 * document may not be released.
 */
export const required = (catalogue: Catalogue, field: CodedField, term: NationalTerm, at: string, findings: FindingList): CodedElement => {
  const result = catalogue.transcode(field, term);
  if (result.status === 'mapped') {
    const swedish = catalogue.display(result.pivot.code, result.pivot.codeSystem, 'sv');
    return swedish === undefined ? coded(result.pivot) : coded(result.pivot, { ...result.pivot, display: swedish });
  }
  findings.requiredGap(at, result);
  return NOTHING;
};
