import { nameUuid } from '@ncp/audit';
import { summaryDocument, type PatientSummaryDocument } from '@ncp/cda';
import { CLASS_CODES, FORMAT_CODES, addMs, compareInstants, type CareRecords, type NcpErrorCode } from '@ncp/domain';
import type { DocumentEntry, ListQuery } from '@ncp/ihe';
import { compileSummary, DEFAULT_SUMMARY_POLICY, type SummaryResult } from '@ncp/summary';
import type { SummarySnapshot } from '../../ports/index.js';
import type { Decided, TreatmentContext } from '../context.js';
import type { SummaryService } from '../gateway.js';
import { listAnswer } from '../list-answer.js';
import { noteMissing } from '../note-missing.js';
import { identifierOf, requirePerson, todayOf, type KnownPerson } from '../person.js';
import { renderSummary, requireReleasable } from '../render-document.js';
import { closuresHash, type Closures } from './closures.js';
import { conversionReport } from './conversion-report.js';
import { readSources, type SourceAnswers, type SummarySource } from './read-sources.js';
import { summaryEntries } from './summary-entry.js';

/** The namespace of entry ids; fixed for ever, or the same records would be other entries [local]. */
const ENTRY_NAMESPACE = 'd0a4f6a2-7c58-5a53-9d0f-4f3d5b7e2c61';

/**
 * UC-A6: the one Patient Summary of a person, compiled now from every source (ITI-38). What is announced is kept sealed, under
 * an id minted for this list, and committed with the answer: any process can render it while it is kept (decisions D28, D29, D31).
 * @throws NcpError NCP_CONSENT*, NCP_PI_*, NCP_NATIONAL_*, NCP_PS_UNAVAILABLE, NCP_CDA_*
 */
export async function listSummary(context: TreatmentContext, service: SummaryService, query: ListQuery): Promise<Decided> {
  const { gateway } = context;
  const person = await requirePerson(context, 'cross-border-patient-summary');
  const answers = await gateway.observer.step('national', () => readSources(context, service, person));
  const compiled = await gateway.observer.step('decide', async () => compile(context, service, person, answers));
  const snapshot = snapshotOf(context, service, { person, answers, compiled });
  const model = await gateway.observer.step('map', async () => documentOf(context, service, snapshot));
  // Noted here and not at each hand-over: a summary is compiled once.
  noteMissing(context, [...compiled.missingTerms, ...model.missingTerms]);
  requireReleasable(model);
  const entries = await fitting(context, service, { model, query, entries: summaryEntries({ model, patient: identifierOf(person.patient), madeAt: snapshot.madeAt }, gateway.policy) });
  const codes: readonly NcpErrorCode[] = entries.length === 0 ? ['NCP_PS_NONE'] : [];
  const { told, withheld } = conversionReport(compiled.outcomes, answers);
  const answer = listAnswer(context, CLASS_CODES.patientSummary, codes, entries);
  return {
    ...answer,
    rules: told,
    audited: { ...answer.audited, ...(withheld.length === 0 ? {} : { withheld }) },
    ...(entries.length === 0 ? {} : { commit: { snapshot } }),
  };
}

/** Not connected, or failed: nothing is known from there (D76). */
const NO_RECORDS: CareRecords = { rows: [], failed: [], unreadable: [] };

const compile = (context: TreatmentContext, { articles, policy }: SummaryService, { patient }: KnownPerson, { medications = [], care }: SourceAnswers): SummaryResult =>
  compileSummary({
    patient, medications, articles, records: care?.records ?? NO_RECORDS, blocks: care?.blocks ?? [], catalogue: context.gateway.catalogue,
    policy: { ...DEFAULT_SUMMARY_POLICY, ...policy },
    now: context.receivedAt, today: todayOf(context),
    // The same record key under two persons is two entries.
    uuidOf: (name) => nameUuid(ENTRY_NAMESPACE, `${patient.nationalId}|${name}`),
  });

interface Compiled {
  readonly person: KnownPerson;
  readonly answers: SourceAnswers;
  readonly compiled: SummaryResult;
}

function snapshotOf(context: TreatmentContext, { keepMs }: SummaryService, { person, answers, compiled }: Compiled): SummarySnapshot {
  const { surroundings } = context.gateway;
  const madeAt = context.receivedAt;
  return {
    id: surroundings.uuid(), country: context.peer.country, patientNationalId: person.patient.nationalId, madeAt, expiresAt: addMs(madeAt, keepMs),
    sources: usedSources(answers), closuresHash: closuresHash(closuresOf(answers), todayOf(context)), summary: compiled.summary,
  };
}

/** Those whose words are in the document: records under unknown blocks are not. */
const usedSources = ({ medications, care }: SourceAnswers): readonly SummarySource[] =>
  [...(medications === undefined ? [] : ['national-list' as const]), ...(care === undefined || care.blocks === 'unknown' ? [] : ['care-records' as const])];

const closuresOf = ({ medications, care }: SourceAnswers): Closures => ({
  ...(medications === undefined ? {} : { prescriptions: medications.map(({ prescription }) => prescription) }),
  ...(care === undefined || care.blocks === 'unknown' ? {} : { blocks: care.blocks }),
});

/** The document that a snapshot stands for: the same snapshot, the same document. */
export const documentOf = ({ gateway: { catalogue } }: TreatmentContext, { config }: SummaryService, { summary, id }: SummarySnapshot): PatientSummaryDocument =>
  summaryDocument({ summary, catalogue, config, snapshotUuid: id });

interface Announced {
  readonly model: PatientSummaryDocument;
  readonly query: ListQuery;
  readonly entries: readonly DocumentEntry[];
}

/** eHDSI's filters: on the time of creation, and on size, which is measured then and told (decisions D29). */
async function fitting(context: TreatmentContext, service: SummaryService, { model, query: { filters }, entries }: Announced): Promise<readonly DocumentEntry[]> {
  const { createdAfter, createdBefore, maximumSize } = filters;
  const within = entries.filter(({ creationTime }) =>
    (createdAfter === undefined || compareInstants(creationTime, createdAfter) >= 0) && (createdBefore === undefined || compareInstants(creationTime, createdBefore) <= 0));
  if (maximumSize === undefined) return within;
  const measured: DocumentEntry[] = [];
  for (const entry of within) {
    const { length } = await renderSummary(context, service, model, entry.formatCode === FORMAT_CODES.pdf ? 'L1' : 'L3');
    if (length <= maximumSize) measured.push({ ...entry, size: length });
  }
  return measured;
}
