import { NcpError, type DocumentPlace, type VisitDocument } from '@ncp/domain';
import type { ReceivedError } from '@ncp/ihe';
import type { TreatmentAsking, TreatmentGateway } from './treatment-gateway.js';

export interface RetrievedAbroad {
  readonly bytes: Uint8Array;
  readonly warnings: readonly ReceivedError[];
}

/**
 * UC-B3 1, 5: fetches one document (ITI-39).
 * @throws NcpError NCP_IHE_NO_DOCUMENT, NCP_DELIVERY_WITHHELD for an error beside the document, NCP_IHE_WRONG_PATIENT,
 *   NCP_PEER_NO_CONSENT, NCP_PEER_REFUSED and those of `identifyAbroad`
 */
export function retrieveAbroad(
  _gateway: TreatmentGateway, _asking: TreatmentAsking, _place: DocumentPlace, _kind: VisitDocument['kind'],
): Promise<RetrievedAbroad> {
  return Promise.reject(new NcpError('NCP_INTERNAL'));
}
