import { DOCUMENT_TEMPLATES } from '../constants.js';
import { SERVICE_TYPES } from './service-types.js';

export type KpiId = 'KPI-1.2' | 'KPI-1.3' | 'KPI-1.4' | 'KPI-1.5' | 'KPI-1.6';

/** What one indicator counts, as data. A transaction counts when it fits every member that is present. */
export interface KpiDefinition {
  readonly id: KpiId;
  readonly title: { readonly sv: string; readonly en: string };
  /** Of these services. */
  readonly services?: readonly string[];
  /** Its first document has one of these templates. */
  readonly templates?: readonly string[];
}

/** One version of all definitions. Released, it never changes (a test holds its hash): another meaning is another edition. */
export interface KpiEdition {
  readonly version: string;
  /** First day of the periods it is for. */
  readonly validFrom: string;
  readonly definitions: readonly KpiDefinition[];
}

/** After the workbook template V1.4 (wire-contract 12.2). KPI-1.7 is of documents that Sweden does not exchange. */
const WORKBOOK_1_4: KpiEdition = {
  version: '1.4-SE1',
  validFrom: '2020-01-01',
  definitions: [
    { id: 'KPI-1.2', title: { sv: 'Transaktioner', en: 'Transactions' }, services: Object.keys(SERVICE_TYPES) },
    { id: 'KPI-1.3', title: { sv: 'E-recept', en: 'ePrescriptions' }, templates: [DOCUMENT_TEMPLATES.ePrescription, DOCUMENT_TEMPLATES.ePrescriptionLevel1] },
    { id: 'KPI-1.4', title: { sv: 'Uttag', en: 'eDispensations' }, templates: [DOCUMENT_TEMPLATES.eDispensation] },
    { id: 'KPI-1.5', title: { sv: 'Patientöversikter', en: 'Patient Summaries' }, templates: [DOCUMENT_TEMPLATES.patientSummary, DOCUMENT_TEMPLATES.patientSummaryLevel1] },
    { id: 'KPI-1.6', title: { sv: 'Makuleringar', en: 'Discards of eDispensations' }, templates: [DOCUMENT_TEMPLATES.discard] },
  ],
};

/** Oldest first. */
export const KPI_EDITIONS: readonly KpiEdition[] = [WORKBOOK_1_4];
