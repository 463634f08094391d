import type { Evidence } from './leaf.js';

/** `ITI-41` covers dispensing and discarding. */
export type EvidenceTransaction = 'ITI-55' | 'ITI-38' | 'ITI-39' | 'ITI-41';

/**
 * The facts that are evidenced: B takes a request from a point of care, B sends it to A, A receives it, A calls the national
 * list and gets its answer.
 */
export type EvidenceMoment = 'from-point-of-care' | 'sent' | 'received' | 'national-call' | 'national-answer';

interface Titled {
  readonly kind: Evidence['kind'];
  readonly title: string;
}

const WIRE: Readonly<Record<EvidenceTransaction, string>> = {
  'ITI-55': 'XCPD_REQ', 'ITI-38': 'XCA_LIST_REQ', 'ITI-39': 'XCA_RETRIEVE_REQ', 'ITI-41': 'XDR_SUBMIT_REQ',
};
const NATIONAL: Readonly<Record<EvidenceTransaction, string>> = { ...WIRE, 'ITI-41': 'XDR_DISP_REQ' };
const PORTAL: Readonly<Record<EvidenceTransaction, string>> = { 'ITI-55': 'PD', 'ITI-38': 'DQ', 'ITI-39': 'DR', 'ITI-41': 'XDR' };

/** Kind and title of each evidence (wire-contract 7). The national call is evidenced both ways (decisions D68). */
export const EVIDENCE_TITLES: Readonly<Record<EvidenceMoment, (transaction: EvidenceTransaction) => Titled>> = {
  'from-point-of-care': (transaction) => ({ kind: 'NRR', title: `PORTAL_${PORTAL[transaction]}_REQ_RECEIVED` }),
  sent: (transaction) => ({ kind: 'NRO', title: `NCPB_${WIRE[transaction]}` }),
  received: (transaction) => ({ kind: 'NRR', title: `NCPA_${WIRE[transaction]}` }),
  'national-call': (transaction) => ({ kind: 'NRO', title: `NI_${NATIONAL[transaction]}` }),
  // The contract names no title for the answer: ours follows its pattern.
  'national-answer': (transaction) => ({ kind: 'NRR', title: `NI_${NATIONAL[transaction].replace('REQ', 'RES')}` }),
};
