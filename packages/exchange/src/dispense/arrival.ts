import {
  actorDispatchId, addMs, isUnsettled, judgeDispensation, type Article, type DispenseFlag, type EarlierRow,
  type NcpErrorCode, type Prescription,
} from '@ncp/domain';
import type { TreatmentContext } from '../affiliation/context.js';
import type { KnownPerson } from '../affiliation/person.js';
import type { DispenseRecord, RegisterDispense } from '../ports/index.js';
import { keyHash, productHash, requestIdOf } from './fingerprint.js';
import { pharmacyKey, type Report } from './report.js';
import { leaseUntil } from './timing.js';

/** The hand-over can be recorded, and this is the call that does it. */
export interface Taken {
  readonly kind: 'take';
  readonly command: RegisterDispense;
  readonly flags: readonly DispenseFlag[];
}

export type Judged =
  | Taken
  /** Something about this prescription is not settled: ask again shortly. */
  | { readonly kind: 'busy' }
  | {
      readonly kind: 'reject';
      readonly code: NcpErrorCode;
      /** Keep the fact for people (decisions D48). */
      readonly conflict: boolean;
      /** Rule or cause behind the code; for our records only. */
      readonly reasons: readonly string[];
      readonly version?: string;
    };

const UNKNOWN: Judged = { kind: 'reject', code: 'NCP_DISPENSE_UNKNOWN', conflict: false, reasons: [] };

/** Reads everything that decides about a report, and lets the pure rules of the domain decide (UC-A4 steps 5, 6). */
export async function judgeReport(context: TreatmentContext, report: Report, person: KnownPerson | undefined): Promise<Judged> {
  const { gateway, peer } = context;
  // No such person: told as an unknown prescription, which reveals nothing (decisions D55).
  if (person === undefined) return UNKNOWN;
  const { national, ledger, policy } = gateway;
  const [named, all] = await Promise.all([
    national.prescription(report.prescriptionId, person.call), national.prescriptions(person.patient.nationalId, person.call),
  ]);
  // Another patient's prescription is as unknown as one that never was, in what is asked about it too (decisions D55).
  const stranger = named !== undefined && named.patientNationalId !== person.patient.nationalId;
  const [article, earlierRows] = stranger ? [undefined, []] : await Promise.all([readArticle(context, person, named), readEarlierRows(context, report, person)]);
  const hold = (await ledger.holdsOn([report.prescriptionId])).get(report.prescriptionId);
  const own = await ledger.find(report.key);
  const judgement = judgeDispensation({
    dispensation: report.dispensation, country: peer.country, receivedAt: context.receivedAt,
    patient: person.patient, consents: person.consents, allPrescriptions: all, earlierRows,
    unsettled: hold === 'unsettled' && !(own !== undefined && isUnsettled(own.state)),
    openConflict: hold === 'open-conflict',
    exportedRecently: await ledger.exportedSince({
      country: peer.country, prescriptionId: report.prescriptionId, since: addMs(context.receivedAt, -policy.rules.exportValidHours * 3_600_000),
    }),
    policy: policy.rules,
    ...(named === undefined ? {} : { prescription: named }),
    ...(article === undefined ? {} : { article }),
  });
  if (!judgement.accepted) {
    if (judgement.code === 'NCP_DISPENSE_BUSY') return { kind: 'busy' };
    return {
      kind: 'reject', code: judgement.code, conflict: judgement.conflictRecord,
      reasons: [judgement.rule, judgement.because].filter((reason) => reason !== undefined),
      ...(named === undefined ? {} : { version: named.versionId }),
    };
  }
  if (named === undefined) return UNKNOWN;
  const actorId = actorDispatchId(report.key, keyHash(report.key));
  return {
    kind: 'take',
    flags: judgement.flags,
    command: {
      prescription: named, actorDispatchId: actorId, dispatchId: judgement.visit ?? actorId, rowNumber: judgement.rowNumber,
      requestId: requestIdOf(report.key), packages: judgement.packages, dispensed: judgement.dispensed, deducted: judgement.deducted,
      complete: judgement.complete,
      // Another Swedish product without the flag is an exchange too (sweden-national 6.2).
      dispensation: { ...report.dispensation, substituted: judgement.substituted },
      homeCommunityId: gateway.countries.get(peer.country)?.homeCommunityId ?? '', receivedAt: context.receivedAt,
    },
  };
}

async function readArticle(context: TreatmentContext, person: KnownPerson, prescription: Prescription | undefined): Promise<Article | undefined> {
  const pack = prescription?.article.nplPackId;
  return pack === undefined ? undefined : context.gateway.national.article(pack, person.call);
}

/** Rows of the same visit: ours confirmed, and still standing on the national list (decisions D50). */
async function readEarlierRows(context: TreatmentContext, report: Report, person: KnownPerson): Promise<readonly EarlierRow[]> {
  const { ledger, national, policy } = context.gateway;
  const ours = await ledger.confirmedSince({
    country: context.peer.country, pharmacyId: pharmacyKey(report.dispensation), prescriptionId: report.prescriptionId,
    since: addMs(report.dispensation.handedOverAt, -policy.rules.dispatchGroupHours * 3_600_000),
  });
  if (ours.length === 0) return [];
  const standing = new Map((await national.dispensesOf(report.prescriptionId, person.call))
    .filter((row) => row.status === 'completed').map((row) => [row.actorDispatchId, row] as const));
  const product = productHash(report.dispensation);
  return ours.flatMap((record) => {
    const row = standing.get(record.actorDispatchId);
    return row === undefined ? [] : [{
      actorDispatchId: record.actorDispatchId, rowNumber: row.rowNumber, handedOverAt: row.handedOverAt, deducted: row.deducted,
      otherProduct: record.productHash !== product,
    }];
  });
}

/** The ledger row of a report, before anything happens to it. */
export function draftRecord(
  context: TreatmentContext, report: Report,
  known: { readonly nationalId: string; readonly version: string; readonly flags: readonly string[]; readonly command?: RegisterDispense },
): DispenseRecord {
  const { command } = known;
  return {
    key: report.key, exchange: context.id, state: 'INTENT', contentHash: report.contentHash, documentHash: report.documentHash,
    prescriptionId: report.prescriptionId, prescriptionVersion: known.version, patientNationalId: known.nationalId,
    pharmacyId: pharmacyKey(report.dispensation), productHash: productHash(report.dispensation),
    actorDispatchId: command?.actorDispatchId ?? actorDispatchId(report.key, keyHash(report.key)),
    rowNumber: command?.rowNumber ?? 1, requestId: requestIdOf(report.key), packages: command?.packages ?? 0,
    handedOverAt: report.dispensation.handedOverAt, receivedAt: context.receivedAt, flags: known.flags, attempts: 0,
    ...(command === undefined ? {} : { command: JSON.stringify(command), nextAttemptAt: leaseUntil(context.gateway.surroundings.now()) }),
  };
}
