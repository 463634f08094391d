import type { RecordOutcome } from '@ncp/domain';
import type { SourceAnswers } from './read-sources.js';

/** What became of every record (PS96), as identifiers and rules; a record's content is in neither. */
export interface ConversionReport {
  /** `<source>:<record key>:<outcome>:<rule>`, with the place of what could not be read; for our records. */
  readonly told: readonly string[];
  /** `<record key> <rule>`: for the audit log alone. */
  readonly withheld: readonly string[];
}

export function conversionReport(outcomes: readonly RecordOutcome[], { medications, care }: SourceAnswers): ConversionReport {
  return {
    told: [
      ...outcomes.filter(({ outcome }) => outcome !== 'withheld').map(({ source, key, outcome, rule, at }) => [source, key, outcome, rule, ...(at === undefined ? [] : [at])].join(':')),
      ...(care?.records.failed ?? []).map(({ contract, system }) => `${contract}${system === undefined ? '' : `@${system}`}:failed:PS08`),
      ...(care === undefined ? ['care-records:unused:PS08'] : []),
      ...(care?.blocks === 'unknown' ? ['blocks:failed:PS02'] : []),
      ...(medications === undefined ? ['national-list:failed:PS08'] : []),
    ],
    withheld: outcomes.filter(({ outcome }) => outcome === 'withheld').map(({ key, rule }) => `${key} ${rule}`),
  };
}
