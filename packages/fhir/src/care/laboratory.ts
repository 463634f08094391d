import type { LaboratoryRecord, LaboratoryStatus } from '@ncp/domain';
import { malformed, nodesIn, optional, textIn, type FhirNode } from '../node.js';
import { referenceName, type CareEntry } from './entry.js';
import { originOf, recordId, sourceSystem, type Custodies } from './origin.js';
import { timeOrDayIn } from './times.js';
import { requireTerm, valueWords } from './terms.js';

const STATUSES: readonly LaboratoryStatus[] = ['registered', 'preliminary', 'final', 'corrected', 'amended', 'cancelled', 'entered-in-error'];

/** A status that we do not know is no final one. */
export const statusOf = (node: FhirNode): LaboratoryStatus => STATUSES.find((status) => status === textIn(node, 'status')) ?? 'unknown';

/** A report and the analyses it names. */
export interface LaboratoryReport {
  readonly entry: CareEntry;
  readonly id: string;
  /** Absent in the guide's own example; then that of the analysis holds. */
  readonly system?: string;
  readonly status: LaboratoryStatus;
  readonly results: ReadonlySet<string>;
}

/** @throws NcpError NCP_NATIONAL_MALFORMED */
export function readReport(entry: CareEntry): LaboratoryReport {
  const id = recordId(entry.node);
  if (id === undefined) throw malformed('DiagnosticReport.identifier');
  return {
    entry, id, ...optional('system', sourceSystem(entry.node)), status: statusOf(entry.node),
    results: new Set(nodesIn(entry.node, 'result').map((result) => referenceName(textIn(result, 'reference') ?? ''))),
  };
}

/**
 * GetLaboratoryOrderOutcome: one analysis (sweden-patient-summary 7). An analysis of no report, or of several, is alone in its
 * own: results are combined within one report only (PS72). A report that was
 * taken back takes its analyses with it, and what restricts a report restricts them.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function readLaboratory(entry: CareEntry, reports: readonly LaboratoryReport[], custodies: Custodies): LaboratoryRecord {
  const { node } = entry;
  const own = sourceSystem(node);
  const holding = reports.filter(({ results, system }) => (system ?? own) === own && [...entry.names].some((name) => results.has(name)));
  const origin = originOf(entry, custodies, holding.map((one) => one.entry));
  const [report, another] = holding;
  const takenBack = holding.find(({ status }) => status === 'cancelled' || status === 'entered-in-error');
  return {
    type: 'laboratory', origin, status: takenBack?.status ?? statusOf(node), analysis: requireTerm(node, 'code'),
    report: report === undefined || another !== undefined ? origin.key : `${report.system ?? origin.system}#${report.id}`,
    ...optional('taken', timeOrDayIn(node, 'effectiveDateTime')), ...optional('value', valueWords(node)),
  };
}
