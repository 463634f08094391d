import { CARE_CONTRACTS, NcpError, isNcpError, stockholmDate, type CareRecords, type RecordBlock, type SafeDetails } from '@ncp/domain';
import type { HandOver, NationalMedication } from '@ncp/summary';
import type { MedicationHistory, RegisteredDispense } from '../../ports/index.js';
import type { TreatmentContext } from '../context.js';
import type { SummaryService } from '../gateway.js';
import { readArticles } from '../offers.js';
import { nationalCall, type KnownPerson } from '../person.js';

/** Where a Patient Summary comes from. */
export type SummarySource = 'national-list' | 'care-records';

/** What the sources said; a part that is missing could not be read. */
export interface SourceAnswers {
  readonly medications?: readonly NationalMedication[];
  /** `unknown` blocks: no record may be used, for any of them might be closed (PS02). */
  readonly care?: { readonly records: CareRecords; readonly blocks: readonly RecordBlock[] | 'unknown' };
}

type Source = SummarySource | 'blocks' | 'articles' | 'closures';

const alarm = ({ gateway, id }: TreatmentContext, source: Source, details: SafeDetails): void => {
  gateway.observer.alarm('NCP_PS_SOURCE', { exchange: id, source, ...details });
};

/**
 * Asks every source at once and waits for all of them, whatever each says: how long it takes depends on the slowest source
 * and on nothing that is in the records (D12). A source that fails is an alarm here and "no information" in the document
 * (D76, UC-A6 b).
 *
 * **Without the blocks no care record is used**, as if all providers had failed (PS02): which of them the patient has closed is
 * not known. The national list alone is then the summary. It is no Failure: "no information" about a section is true then, and
 * more than a refusal gives to whoever treats the patient abroad.
 * @throws NcpError NCP_NATIONAL_WRONG_PATIENT: nothing is released; NCP_PS_UNAVAILABLE when nothing that was read may be used
 */
export async function readSources(context: TreatmentContext, service: SummaryService, person: KnownPerson): Promise<SourceAnswers> {
  const [medications, care] = await Promise.all([readList(context, person), readCare(context, service, person)]);
  if (medications === undefined && (care === undefined || care.blocks === 'unknown')) throw new NcpError('NCP_PS_UNAVAILABLE');
  return { ...(medications === undefined ? {} : { medications }), ...(care === undefined ? {} : { care }) };
}

async function readList(context: TreatmentContext, person: KnownPerson): Promise<SourceAnswers['medications']> {
  const history = await ownHistory(context, person).catch((error: unknown) => failed(context, 'national-list', error));
  if (history === undefined) return undefined;
  const articles = await readArticles(context, person, history.prescriptions).catch((error: unknown) => failed(context, 'articles', error));
  return history.prescriptions.map((prescription) => {
    // Without the register a medicine is told in the words of its prescription.
    const article = articles?.get(prescription.article.nplPackId ?? '');
    return {
      prescription, ...(article === undefined ? {} : { article }),
      handOvers: history.dispenses.filter((one) => one.prescriptionId === prescription.id && one.status === 'completed').map(handOverOf),
    };
  });
}

const handOverOf = ({ handedOverAt, deducted }: RegisteredDispense): HandOver => ({ on: stockholmDate(handedOverAt), quantity: deducted });

/** @throws NcpError NCP_NATIONAL_* */
export async function ownHistory(context: TreatmentContext, { patient, call }: KnownPerson): Promise<MedicationHistory> {
  const history = await context.gateway.national.medicationHistory(patient.nationalId, call);
  if (history.prescriptions.some((one) => one.patientNationalId !== patient.nationalId)) throw new NcpError('NCP_NATIONAL_WRONG_PATIENT');
  return history;
}

async function readCare(context: TreatmentContext, { careRecords }: SummaryService, { patient }: KnownPerson): Promise<SourceAnswers['care']> {
  if (careRecords === undefined) return undefined;
  const call = nationalCall(context, patient.nationalId);
  const [records, blocks] = await Promise.all([
    careRecords.records(patient.personalNumber, call).catch((error: unknown) => failed(context, 'care-records', error)),
    careRecords.blocks(patient.personalNumber, call).catch((error: unknown) => failed(context, 'blocks', error)),
  ]);
  if (records === undefined) return undefined;
  if (records.failed.length > 0) {
    alarm(context, 'care-records', {
      contracts: [...new Set(records.failed.map(({ contract }) => contract))],
      systems: [...new Set(records.failed.flatMap(({ system }) => (system === undefined ? [] : [system])))],
    });
  }
  return nothingAnswered(records) ? undefined : { records, blocks: blocks ?? 'unknown' };
}

/** A failed source is told to people here; an answer about somebody else stops everything. */
function failed(context: TreatmentContext, source: Source, error: unknown): undefined {
  if (isNcpError(error) && error.code === 'NCP_NATIONAL_WRONG_PATIENT') throw error;
  tellFailed(context, source, error);
  return undefined;
}

/** The alarm of a source that gave no answer; the cause is told by its code. */
export const tellFailed = (context: TreatmentContext, source: Source, error: unknown): void => {
  alarm(context, source, { code: isNcpError(error) ? error.code : 'NCP_INTERNAL' });
};

/** The platform itself failed for every contract. */
const nothingAnswered = ({ rows, failed: sources }: CareRecords): boolean =>
  rows.length === 0 && CARE_CONTRACTS.every((contract) => sources.some((one) => one.contract === contract && one.system === undefined));
