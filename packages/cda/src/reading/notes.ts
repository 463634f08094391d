import type { Finding } from '@ncp/domain';
import { pathOf, type XmlElement } from '@ncp/xml';
import { toleranceRule, TOLERANCES, type Tolerance } from './tolerances.js';

export type { Tolerance } from './tolerances.js';

const MOST_NOTES = 200;

export const toleranceFinding = (tolerance: Tolerance, at: string): Finding => ({
  code: tolerance === 'display-name' ? 'NCP_CDA_DISPLAY_NAME' : 'NCP_CDA_TOLERATED',
  severity: TOLERANCES[tolerance].severity,
  at,
  rule: toleranceRule(tolerance),
});

/** The findings of one reading, collected on the way. Limited: a hostile document must not make a long report. */
export class ReadingNotes {
  readonly #findings: Finding[] = [];

  note(at: XmlElement, tolerance: Tolerance): void {
    this.noteAt(pathOf(at), tolerance);
  }

  /** For places that are known already. */
  noteAt(at: string, tolerance: Tolerance): void {
    if (this.#findings.length < MOST_NOTES) this.#findings.push(toleranceFinding(tolerance, at));
  }

  get findings(): readonly Finding[] {
    return [...this.#findings];
  }
}
