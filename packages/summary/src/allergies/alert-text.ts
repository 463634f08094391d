import type { AlertRecord, AlertText } from '@ncp/domain';
import { distinct, sourceOf, type Bench } from '../bench.js';
import { ALERT_HEADINGS } from '../summary-constants.js';
import { foldWords, wordsOf } from '../terms.js';

const codesOf = ({ subject, products }: AlertRecord): readonly string[] =>
  [...subject.codings.map(({ code }) => code), ...products.map((product) => `NPL-id ${product}`)];

/** An alert in words, Swedish: what it is about with its codes, then degrees and comments (PS18, PS20). */
export const alertText = (row: AlertRecord, bench: Bench): AlertText => {
  // A heading like "Varning" under the same label would only repeat it.
  const words = foldWords(wordsOf(row.subject)) === foldWords(ALERT_HEADINGS[row.kind]) ? '' : wordsOf(row.subject);
  const codes = distinct(codesOf(row)).filter((code) => code !== words);
  const subject = [words, codes.length === 0 ? '' : `(${codes.join(', ')})`].filter((part) => part !== '').join(' ');
  const degrees = [
    ['Allvarlighetsgrad', row.severity], ['Visshet', row.certainty],
  ] as const;
  return {
    id: bench.idOf('alert', row.origin.key),
    heading: subject === '' ? ALERT_HEADINGS[row.kind] : `${ALERT_HEADINGS[row.kind]}: ${subject}`,
    lines: [
      ...degrees.flatMap(([label, degree]) => (degree === undefined || wordsOf(degree) === '' ? [] : [`${label}: ${wordsOf(degree)}`])),
      ...distinct(row.comments),
    ],
    source: sourceOf([row]),
  };
};
