import type { CountryProfile } from '@ncp/domain';
import type { Catalogue } from '@ncp/terminology';

/** What reading a foreign document takes: the texts, and how that country writes. */
export interface ReadingContext {
  readonly catalogue: Catalogue;
  readonly profile: Pick<CountryProfile, 'zone' | 'quirks'>;
}

/** A code of a foreign document without a Swedish text: one line of the terminology report (decisions G14). Never personal data. */
export interface ReadingGap {
  readonly code: string;
  readonly codeSystem: string;
  /** Key of the line: `product.form`. */
  readonly key: string;
  readonly release: string;
}
