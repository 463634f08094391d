import { decodeSummary } from '@ncp/cda';
import type { ForeignPatient, ReadDocument } from '@ncp/domain';
import type { ReadingContext, ReadingGap } from './reading-context.js';

export interface ReadSummary {
  /** Whom it is about: shown to nobody before it was compared with the visit's patient. */
  readonly patient: ForeignPatient;
  readonly read: ReadDocument;
  readonly gaps: readonly ReadingGap[];
}

/**
 * UC-B7: a Patient Summary of level 3, of any wave, as a Swedish professional sees it.
 * @throws NcpError NCP_XML_*, NCP_CDA_KIND, NCP_CDA_STRUCTURE, NCP_CDA_PATIENT
 */
export const readSummary = (bytes: Uint8Array, { profile }: ReadingContext): ReadSummary => {
  const { documentId, language, title, patient } = decodeSummary(bytes, { zone: profile.zone });
  return {
    patient, gaps: [],
    read: {
      kind: 'patientSummary', documentId,
      ...(language === undefined ? {} : { language }), ...(title === undefined ? {} : { title }),
      sections: [], findings: [], census: { coded: 0, translated: 0, mapped: 0, untranslated: 0, missing: 0 },
    },
  };
};
