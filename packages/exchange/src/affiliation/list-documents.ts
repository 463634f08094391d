import { prescriptionDocument, type EPrescription } from '@ncp/cda';
import { CLASS_CODES, FORMAT_CODES, NcpError, compareInstants, type Instant, type NcpErrorCode } from '@ncp/domain';
import { decodeAdhocQuery, type DocumentEntry, type ListQuery } from '@ncp/ihe';
import { requirePatient } from '@ncp/saml';
import { assertTreatment } from './assert.js';
import { attempt } from './attempt.js';
import type { Decided, TreatmentContext } from './context.js';
import { documentEntries } from './document-entry.js';
import { requireOurHome } from './homes.js';
import { listAnswer } from './list-answer.js';
import { assessPrescriptions, type Assessed } from './offers.js';
import type { OpenProfile } from './profile.js';
import { requirePerson, todayOf, type KnownPerson } from './person.js';
import { renderDocument } from './render-document.js';
import { listSummary } from './summary/list-summary.js';

/** More is a fault, not a list (decisions G21). */
const MAX_PRESCRIPTIONS = 200;

/** UC-A2: which prescriptions (or summaries) may that country see now (ITI-38). */
export const listing: OpenProfile = (context, envelope) => {
  const read = attempt(() => decodeAdhocQuery(envelope.body));
  const classCode = read.ok ? read.value.classCodes[0] : undefined;
  return {
    refuse: (error) => listAnswer(context, classCode ?? CLASS_CODES.ePrescription, [error.code]),
    decide: async () => {
      const asserted = await assertTreatment(context, envelope, classCode);
      if (!read.ok) throw read.error;
      const query = read.value;
      requireOurHome(context, query.home);
      requirePatient(asserted.trc, query.patient, todayOf(context));
      if (!query.classCodes.includes(CLASS_CODES.patientSummary)) return listPrescriptions(asserted, query);
      const { summaries } = context.gateway;
      // Where the service is off there is none, whoever it is about (D21, UC-A6 a).
      return summaries === undefined ? listAnswer(context, CLASS_CODES.patientSummary, ['NCP_PS_NONE']) : listSummary(asserted, summaries, query);
    },
  };
};

async function listPrescriptions(context: TreatmentContext, query: ListQuery): Promise<Decided> {
  const { gateway } = context;
  const person = await requirePerson(context, 'cross-border-eprescription');
  const prescriptions = await gateway.observer.step('national', () => gateway.national.prescriptions(person.patient.nationalId, person.call));
  if (prescriptions.length > MAX_PRESCRIPTIONS) throw new NcpError('NCP_EP_TOO_MANY', { count: prescriptions.length });
  const assessed = await gateway.observer.step('decide', () => assessPrescriptions(context, person, prescriptions));
  const listed = await gateway.observer.step('map', async () => assessed.flatMap((one) => expressed(context, person, one)));
  const lost = assessed.filter((one) => one.offered).length - listed.length;
  const entries: DocumentEntry[] = [];
  for (const one of listed.filter(({ document }) => isWithin(document, query)).sort(newestFirst)) entries.push(...await notTooLarge(context, one, query));
  return {
    ...listAnswer(context, CLASS_CODES.ePrescription, codesFor({ entries: entries.length, listed: listed.length, lost }), entries),
    rules: assessed.flatMap((one) => (one.offered ? [] : [`${one.prescription.id}:${one.rule}`])),
  };
}

/** Nothing to show is told apart from nothing that can be shown; what was left out is told beside the rest (decisions D21, D26). */
function codesFor({ entries, listed, lost }: { readonly entries: number; readonly listed: number; readonly lost: number }): readonly NcpErrorCode[] {
  if (lost > 0 && listed === 0) return ['NCP_EP_INEXPRESSIBLE'];
  return [...(entries === 0 ? ['NCP_EP_NONE' as const] : []), ...(lost > 0 ? ['NCP_EP_PARTIAL' as const] : [])];
}

interface Listed {
  readonly document: EPrescription;
  readonly authoredOn: Instant;
  readonly entries: readonly DocumentEntry[];
}

/** The entries of one offered prescription, or none when it cannot be expressed without loss (decisions D26). */
function expressed(context: TreatmentContext, person: KnownPerson, one: Assessed): readonly Listed[] {
  if (!one.offered) return [];
  const { gateway } = context;
  const { prescription } = one.offer;
  const document = prescriptionDocument({ offer: one.offer, article: one.article, patient: person.patient, catalogue: gateway.catalogue, config: gateway.cda });
  if (document.findings.some((finding) => finding.severity === 'error')) {
    gateway.observer.alarm('NCP_CDA_NOT_EXPRESSIBLE', { exchange: context.id, prescription: prescription.id });
    return [];
  }
  return [{ document, authoredOn: prescription.authoredOn, entries: documentEntries(document, gateway.policy) }];
}

/** eHDSI's filters on the time of creation. */
const isWithin = (document: EPrescription, { filters }: ListQuery): boolean =>
  (filters.createdAfter === undefined || compareInstants(document.effectiveTime, filters.createdAfter) >= 0) &&
  (filters.createdBefore === undefined || compareInstants(document.effectiveTime, filters.createdBefore) <= 0);

/** eHDSI's filter on size: what is asked for is rendered to be measured, and then its size is told too (decisions D29). */
async function notTooLarge(context: TreatmentContext, { document, entries }: Listed, { filters: { maximumSize } }: ListQuery): Promise<readonly DocumentEntry[]> {
  if (maximumSize === undefined) return entries;
  const measured: DocumentEntry[] = [];
  for (const entry of entries) {
    const { length } = await renderDocument(context, document, entry.formatCode === FORMAT_CODES.pdf ? 'L1' : 'L3');
    if (length <= maximumSize) measured.push({ ...entry, size: length });
  }
  return measured;
}

const newestFirst = (a: Listed, b: Listed): number => compareInstants(b.authoredOn, a.authoredOn);
