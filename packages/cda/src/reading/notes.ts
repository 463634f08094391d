import type { Finding } from '@ncp/domain';
import { pathOf, type XmlElement } from '@ncp/xml';

/** What tolerant reading forgave; the id says which tolerance it was (cda-documents 6, "receiving rules"). */
export type Tolerance =
  | 'display-name' | 'unit-missing' | 'identifier-root' | 'zone-missing' | 'day-only' | 'name-empty' | 'code-system-missing'
  | 'document-code' | 'quantity-blank' | 'amount-unreadable' | 'time-unreadable' | 'substitution-place' | 'section-template'
  | 'older-product' | 'atc-not-found' | 'several-identifiers' | 'reference-unresolved';

const MOST_NOTES = 200;

/** The findings of one reading, collected on the way. Limited: a hostile document must not make a long report. */
export class ReadingNotes {
  readonly #findings: Finding[] = [];

  note(at: XmlElement, tolerance: Tolerance): void {
    if (this.#findings.length >= MOST_NOTES) return;
    this.#findings.push({
      code: tolerance === 'display-name' ? 'NCP_CDA_DISPLAY_NAME' : 'NCP_CDA_TOLERATED',
      severity: tolerance === 'several-identifiers' || tolerance === 'older-product' ? 'information' : 'warning',
      at: pathOf(at),
      rule: `reading.${tolerance}`,
    });
  }

  get findings(): readonly Finding[] {
    return [...this.#findings];
  }
}
