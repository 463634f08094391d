import { decodePrescription, type ForeignPrescription } from '@ncp/cda';
import type { ReadDocument } from '@ncp/domain';
import type { ReadingContext, ReadingGap } from './reading-context.js';

export interface ReadPrescription {
  readonly prescription: ForeignPrescription;
  readonly read: ReadDocument;
  readonly gaps: readonly ReadingGap[];
}

/**
 * UC-B3: an ePrescription of level 3 as a Swedish pharmacist sees it.
 * @throws NcpError NCP_XML_*, NCP_CDA_KIND, NCP_CDA_STRUCTURE, NCP_CDA_PATIENT, NCP_CDA_ITEMS
 */
export const readPrescription = (bytes: Uint8Array, { profile }: ReadingContext): ReadPrescription => {
  const prescription = decodePrescription(bytes, { zone: profile.zone });
  const { documentId, language, title } = prescription;
  return {
    prescription, gaps: [],
    read: {
      kind: 'ePrescription', documentId,
      ...(language === undefined ? {} : { language }), ...(title === undefined ? {} : { title }),
      sections: [], findings: [], census: { coded: 0, translated: 0, mapped: 0, untranslated: 0, missing: 0 },
    },
  };
};
