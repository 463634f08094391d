import type { EPrescription } from '@ncp/cda';
import { CLASS_CODES, FORMAT_CODES, SWEDEN, formatCx, formatDocumentId, type CodedValue } from '@ncp/domain';
import type { DocumentEntry } from '@ncp/ihe';
import type { AffiliationPolicy } from './gateway.js';

/** A coded element's pivot code as list metadata; a null one says nothing there. */
const pivot = (element: EPrescription['substitution'] | undefined): CodedValue | undefined =>
  element?.kind === 'coded' ? { code: element.value.code, codeSystem: element.value.codeSystem, display: element.value.display } : undefined;

/** What the prescription is, in words: product and strength, nothing of the patient. */
const described = ({ product }: EPrescription): string => (product.description === undefined ? product.name : `${product.name} ${product.description}`);

/** The list entries of one prescription: level 3, and level 1 where it is offered (decisions D45, wire-contract 2.5). */
export function documentEntries(model: EPrescription, policy: AffiliationPolicy): readonly DocumentEntry[] {
  const [atc, doseForm, substitution] = [pivot(model.product.atc), pivot(model.product.form), pivot(model.substitution)];
  const common: Omit<DocumentEntry, 'uniqueId' | 'formatCode'> = {
    patientCx: formatCx(model.patient.id),
    classCode: CLASS_CODES.ePrescription,
    description: described(model),
    creationTime: model.effectiveTime,
    languageCode: 'sv-SE',
    repositoryId: policy.repositoryId, home: policy.homeCommunityId, country: SWEDEN,
    author: [...model.prescriber.given, model.prescriber.family].join(' '),
    prescription: {
      open: true,
      ...(atc === undefined ? {} : { atc }),
      ...(doseForm === undefined ? {} : { doseForm }),
      ...(model.product.description === undefined ? {} : { strength: model.product.description }),
      ...(substitution === undefined ? {} : { substitution }),
    },
  };
  const level3: DocumentEntry = { ...common, uniqueId: formatDocumentId(model.level3Id), formatCode: FORMAT_CODES.ePrescription };
  const level1: DocumentEntry = { ...common, uniqueId: formatDocumentId(model.level1Id), formatCode: FORMAT_CODES.pdf };
  return policy.offerLevel1 ? [level3, level1] : [level3];
}
