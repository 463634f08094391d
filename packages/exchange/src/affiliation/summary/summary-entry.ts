import type { PatientSummaryDocument } from '@ncp/cda';
import { CLASS_CODES, FORMAT_CODES, SWEDEN, formatCx, formatDocumentId, type Instant } from '@ncp/domain';
import type { DocumentEntry } from '@ncp/ihe';
import type { AffiliationPolicy } from '../gateway.js';
import type { identifierOf } from '../person.js';

interface Announced {
  readonly model: PatientSummaryDocument;
  readonly patient: ReturnType<typeof identifierOf>;
  readonly madeAt: Instant;
}

/** The list entries of one summary: level 3, and level 1 where it is offered (decisions D28, D45, wire-contract 2.5). */
export function summaryEntries({ model, patient, madeAt }: Announced, policy: AffiliationPolicy): readonly DocumentEntry[] {
  const describe = (kind: string): string => `The Patient Summary in ${kind} for patient ${patient.extension}`;
  const common: Omit<DocumentEntry, 'uniqueId' | 'formatCode' | 'description'> = {
    patientCx: formatCx(patient), classCode: CLASS_CODES.patientSummary, creationTime: madeAt, languageCode: 'sv-SE',
    repositoryId: policy.repositoryId, home: policy.homeCommunityId, country: SWEDEN,
  };
  const level3: DocumentEntry = { ...common, uniqueId: formatDocumentId(model.level3Id), formatCode: FORMAT_CODES.patientSummary, description: describe('CDA L3 / Structured body') };
  const level1: DocumentEntry = { ...common, uniqueId: formatDocumentId(model.level1Id), formatCode: FORMAT_CODES.pdf, description: describe('CDA L1 / PDF body') };
  return policy.offerLevel1 ? [level3, level1] : [level3];
}
