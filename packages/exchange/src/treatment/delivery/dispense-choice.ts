import type { ForeignPrescription } from '@ncp/cda';
import { compareInstants, isPrescribedProduct, judgeChoice, NcpError, stockholmDate, type Article, type ChoiceCheck, type ChoiceFacts, type DispensedPack, type InstanceIdentifier, type Instant, type Visit } from '@ncp/domain';
import { dispensable } from '../reading/dispensable.js';
import { patientHashOf } from './fingerprint-request.js';
import type { TreatmentGateway } from '../treatment-gateway.js';

/** What the pharmacist chose (UC-B4 1). */
export interface DispenseChoice {
  /** NPL pack id (14 digits) or varunummer (6 digits). */
  readonly article: string;
  /** Whole packages. */
  readonly packages: number;
  /** As scanned. */
  readonly lotNumber?: string;
  /** Ids of the checks that she has seen and answers for. */
  readonly acknowledged?: readonly string[];
}

/** A hand-over that has happened (UC-B6). */
export interface LateChoice extends DispenseChoice {
  readonly handedOverAt: Instant;
  readonly reason: string;
}

export interface DispenseCheck extends ChoiceCheck {
  readonly acknowledged: boolean;
}

/** What confirming would do, or why it would not. */
export interface DispenseReport {
  /** Confirming would be accepted. */
  readonly ready: boolean;
  readonly checks: readonly DispenseCheck[];
  readonly packages: number;
  readonly product?: DispensedPack;
}

/** A choice that was judged, with what it was judged about. */
export interface JudgedChoice extends DispenseReport {
  readonly article?: Article;
}

/** What is dispensed, to whom and by whom. */
export interface Dispensing {
  readonly visit: Visit;
  readonly prescription: ForeignPrescription;
  readonly choice: DispenseChoice;
  readonly late: boolean;
}

/** The patient of the treatment relationship. @throws NcpError NCP_API_STATE, NCP_API_VISIT_ENDED */
export function patientOf({ surroundings }: Pick<TreatmentGateway, 'surroundings'>, visit: Visit): InstanceIdentifier {
  const id = visit.confirmed?.candidate.ids[0];
  if (visit.state !== 'CONFIRMED' || id === undefined) throw new NcpError('NCP_API_STATE', { needed: 'CONFIRMED', state: visit.state });
  if (compareInstants(visit.expiresAt, surroundings.now()) <= 0) throw new NcpError('NCP_API_VISIT_ENDED', { expiresAt: visit.expiresAt });
  return id;
}

const NPL_PACK_ID = /^\d{14}$/;
const articleOf = ({ register }: TreatmentGateway, name: string): Article | undefined =>
  (NPL_PACK_ID.test(name) ? register.byPackId(name) : register.byVarunummer(name));

function formOf({ catalogue }: TreatmentGateway, article: Article | undefined): string | undefined {
  if (article === undefined) return undefined;
  const form = catalogue.transcode('dose-form', { text: article.formText });
  return form.status === 'mapped' ? form.pivot.code : undefined;
}

const packOf = (article: Article, { lotNumber }: DispenseChoice, substituted: boolean): DispensedPack => ({
  nplPackId: article.nplPackId, name: article.name, strengthText: article.strengthText, substituted,
  ...(article.varunummer === undefined ? {} : { varunummer: article.varunummer }),
  ...(article.packText === undefined ? {} : { packText: article.packText }),
  ...(lotNumber === undefined ? {} : { lotNumber }),
});

/** Her latest dispensations in that country that are looked at. */
const EARLIER_LIMIT = 50;
/** What `judgeChoice` says of the same facts. */
const JUDGED_ABOVE: ReadonlySet<string> = new Set(['packages', 'no-identifier']);

/** What has happened may be the same hand-over, recorded already: somebody has to say that it is another (P2). */
const MAYBE_THE_SAME: ReadonlySet<string> = new Set(['unacknowledged-dispensation', 'discard-under-way', 'dispensed-here']);

/** Is the prescription itself one that may be dispensed here and now? Asked again at the moment of the deed. */
async function prescriptionChecks(gateway: TreatmentGateway, { visit, prescription, late }: Dispensing, patient: InstanceIdentifier): Promise<readonly ChoiceCheck[]> {
  const { answer, reasons } = dispensable({
    listed: 'unknown', prescription, profile: gateway.directory.profile(visit.country), today: stockholmDate(gateway.surroundings.now()),
    deliveries: await gateway.deliveries.ofPatient(visit.country, patientHashOf(patient), EARLIER_LIMIT),
  });
  if (answer === 'yes') return [];
  const against = answer === 'no' && !late ? 'refuse' : 'acknowledge';
  return reasons.filter(({ code }) => !JUDGED_ABOVE.has(code)).map(({ code, text }) => ({
    id: code, text, code: answer === 'no' ? 'NCP_DISPENSE_NOT_DISPENSABLE' : 'NCP_DELIVERY_ACKNOWLEDGE',
    level: late && !MAYBE_THE_SAME.has(code) ? 'note' : against,
  }));
}

/**
 * Judges a choice: pure rules of the domain over what register, catalogue and outward ledger know. No effect.
 * @throws NcpError NCP_API_STATE, NCP_API_VISIT_ENDED, NCP_STORE_UNAVAILABLE
 */
export async function judgeDispensing(gateway: TreatmentGateway, dispensing: Dispensing): Promise<JudgedChoice> {
  const { visit, prescription, choice, late } = dispensing;
  const patient = patientOf(gateway, visit);
  const article = articleOf(gateway, choice.article);
  const articleForm = formOf(gateway, article);
  const facts: ChoiceFacts = {
    prescription, patientIds: visit.confirmed?.candidate.ids ?? [], packages: choice.packages, late,
    ...(article === undefined ? {} : { article }), ...(articleForm === undefined ? {} : { articleForm }),
  };
  const found = [...judgeChoice(facts), ...(await prescriptionChecks(gateway, dispensing, patient))];
  const checks = found.map((check) => ({ ...check, acknowledged: choice.acknowledged?.includes(check.id) === true }));
  return {
    ready: checks.every(({ level, acknowledged }) => level === 'note' || (level === 'acknowledge' && acknowledged)),
    checks, packages: choice.packages,
    ...(article === undefined ? {} : { article, product: packOf(article, choice, !isPrescribedProduct(facts)) }),
  };
}

/** @throws NcpError of the first rule that refuses, or NCP_DELIVERY_ACKNOWLEDGE; details name every check */
export function requireReady({ ready, checks }: DispenseReport): void {
  if (ready) return;
  const refused = checks.filter(({ level }) => level === 'refuse');
  const open = checks.filter(({ level, acknowledged }) => level === 'acknowledge' && !acknowledged);
  const [first] = refused;
  throw new NcpError(first?.code ?? 'NCP_DELIVERY_ACKNOWLEDGE', { checks: (first === undefined ? open : refused).map(({ id }) => id) });
}
