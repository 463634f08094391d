import { prescriptionDocument, type EPrescription } from '@ncp/cda';
import { CLASS_CODES, FORMAT_CODES, NcpError, compareInstants, formatCx, type Instant, type NcpErrorCode } from '@ncp/domain';
import { decodeAdhocQuery, encodeAdhocResponse, registryErrorFor, type DocumentEntry, type ListQuery, type QueryClassCode, type TransformAssociation } from '@ncp/ihe';
import { requirePatient } from '@ncp/saml';
import { assertTreatment } from './assert.js';
import { attempt } from './attempt.js';
import type { Decided, ExchangeContext, TreatmentContext } from './context.js';
import { documentEntries } from './document-entry.js';
import { requireOurHome } from './homes.js';
import { assessPrescriptions, type Assessed } from './offers.js';
import type { OpenProfile } from './profile.js';
import { worstOutcome } from './outcome.js';
import { identifierOf, requirePerson, todayOf, type KnownPerson } from './person.js';

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
      // The summary service is not on yet: "none", as D21 and UC-A6 a say.
      if (query.classCodes.includes(CLASS_CODES.patientSummary)) return listAnswer(context, CLASS_CODES.patientSummary, ['NCP_PS_NONE']);
      return listPrescriptions(asserted, query);
    },
  };
};

async function listPrescriptions(context: TreatmentContext, query: ListQuery): Promise<Decided> {
  const { gateway } = context;
  const person = await requirePerson(context, 'cross-border-eprescription');
  const prescriptions = await gateway.observer.step('national', () => gateway.national.prescriptions(person.patient.nationalId, person.call));
  if (prescriptions.length > MAX_PRESCRIPTIONS) {
    gateway.observer.alarm('NCP_EP_TOO_MANY', { exchange: context.id, count: prescriptions.length });
    throw new NcpError('NCP_EP_TOO_MANY');
  }
  const assessed = await gateway.observer.step('decide', () => assessPrescriptions(context, person, prescriptions));
  const listed = await gateway.observer.step('map', async () => assessed.flatMap((one) => expressed(context, person, one)));
  const offered = assessed.filter((one) => one.offered).length;
  const entries = listed.filter((one) => matches(one.document, query)).sort(newestFirst).flatMap((one) => one.entries);
  const codes: NcpErrorCode[] = [];
  if (entries.length === 0) codes.push(offered > 0 && listed.length === 0 ? 'NCP_EP_INEXPRESSIBLE' : 'NCP_EP_NONE');
  else if (listed.length < offered) codes.push('NCP_EP_PARTIAL');
  return {
    ...listAnswer(context, CLASS_CODES.ePrescription, codes, entries),
    rules: assessed.flatMap((one) => (one.offered ? [] : [`${one.prescription.id}:${one.rule}`])),
    audited: {
      service: 'list-prescriptions', patient: formatCx(identifierOf(person.patient)),
      documents: entries.map((entry) => entry.uniqueId),
    },
  };
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

/** eHDSI's filter attributes; size is not known before rendering, so it never filters (decisions D29). */
const matches = (document: EPrescription, { filters }: ListQuery): boolean =>
  (filters.createdAfter === undefined || compareInstants(document.effectiveTime, filters.createdAfter) >= 0) &&
  (filters.createdBefore === undefined || compareInstants(document.effectiveTime, filters.createdBefore) <= 0);

const newestFirst = (a: Listed, b: Listed): number => compareInstants(b.authoredOn, a.authoredOn);

/** The profile's answer: an empty list with a warning is a Success (decisions D21). */
function listAnswer(context: ExchangeContext, classCode: QueryClassCode, codes: readonly NcpErrorCode[], entries: readonly DocumentEntry[] = []): Decided {
  const errors = codes.map((code) => registryErrorFor(new NcpError(code), context.id, classCode));
  const failed = errors.some((error) => error.severity === 'error');
  return {
    body: encodeAdhocResponse({ status: failed ? 'Failure' : 'Success', entries, associations: pairs(entries), errors }, () => context.gateway.surroundings.uuid()),
    outcome: worstOutcome(codes), codes,
    audited: { service: classCode === CLASS_CODES.patientSummary ? 'list-summaries' : 'list-prescriptions' },
  };
}

/** Level 1 was made from level 3 of the same prescription. */
const pairs = (entries: readonly DocumentEntry[]): readonly TransformAssociation[] =>
  entries.filter((entry) => entry.formatCode === FORMAT_CODES.pdf).map((pdf) => ({ source: pdf.uniqueId, target: pdf.uniqueId.replace(/L1$/, 'L3') }));
