import { DOCUMENT_TEMPLATES, type DocumentLevel } from '@ncp/domain';

/** templateId of a document that was fetched, by what it is and its level (wire-contract 3.3). */
export function fetchedTemplate(kind: 'prescription' | 'patient-summary', level: DocumentLevel): string {
  if (kind === 'prescription') return level === 'L3' ? DOCUMENT_TEMPLATES.ePrescription : DOCUMENT_TEMPLATES.ePrescriptionLevel1;
  return level === 'L3' ? DOCUMENT_TEMPLATES.patientSummary : DOCUMENT_TEMPLATES.patientSummaryLevel1;
}

/** The same of a document that was reported: it counts once its receiver has taken it. */
export const reportedTemplates = (service: string, outcome: 0 | 4 | 8 | 12): readonly string[] => {
  if (outcome !== 0) return [];
  return service === 'dispense' ? [DOCUMENT_TEMPLATES.eDispensation] : service === 'discard' ? [DOCUMENT_TEMPLATES.discard] : [];
};
