import type { DocumentRoots } from '@ncp/domain';
import type { Organisation } from '../building/party.js';

/** What a document says that comes from configuration, not from the prescription. */
export interface CdaConfig {
  readonly roots: DocumentRoots;
  /** The organisation that keeps the document (decisions D42); `id` has root 2.5.4.97. */
  readonly custodian: Organisation;
  /** Root of Swedish work place codes. Without it the prescriber's organisation has a name but no id. */
  readonly workplaceRoot?: string;
  /** EP_OFFER_L1: whether level 3 may name a level 1 document (decisions D31, D45). */
  readonly offerLevel1: boolean;
  /** Name and version of the source, shown to the reader (cda-documents 8, 10). */
  readonly dataSource: string;
}
