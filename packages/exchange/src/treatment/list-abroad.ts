import { NcpError } from '@ncp/domain';
import type { DocumentPair, QueryClassCode, ReceivedError } from '@ncp/ihe';
import type { TreatmentAsking, TreatmentGateway } from './treatment-gateway.js';

/** What a country lists of one family of documents. */
export interface ListedAbroad {
  readonly pairs: readonly DocumentPair[];
  /** Entries without what is needed to fetch them: told, the others are usable (UC-B2 4). */
  readonly unreadable: number;
  readonly warnings: readonly ReceivedError[];
  /** They said that nothing is registered. */
  readonly none: boolean;
}

/**
 * UC-B2: asks a country for the documents of a person (ITI-38).
 * @throws NcpError NCP_PEER_NO_CONSENT, NCP_PEER_REFUSED, NCP_IHE_WRONG_PATIENT and those of `identifyAbroad`
 */
export function listAbroad(_gateway: TreatmentGateway, _asking: TreatmentAsking, _classCode: QueryClassCode): Promise<ListedAbroad> {
  return Promise.reject(new NcpError('NCP_INTERNAL'));
}
