import {
  addDecimal, compareDecimal, decimalOfCount, isPositive, maxDecimal, multiplyDecimal, ONE, subtractDecimal, ZERO,
} from '../decimal.js';
import { DISPENSABILITY_RULES, offeredPackages, type RuleId } from '../dispensability/index.js';
import type { Dispensation } from '../dispensation.js';
import type { NcpErrorCode } from '../errors/registry.js';
import { judgeAccess, samePatientIdentifier } from '../identification.js';
import { IDENTIFIER_ROOTS } from '../constants.js';
import { stockholmDate } from '../calendar.js';
import type { CrossBorderConsent, Patient } from '../patient.js';
import { kindOf } from '../personal-number.js';
import type { Policy } from '../policy.js';
import type { Prescription } from '../prescription.js';
import type { CountryCode, DecimalString, Instant, Quantity } from '../primitives.js';
import type { Article } from '../product.js';
import type { DispenseFlag } from './flags.js';
import { handOverDay, handOverTiming } from './hand-over-time.js';
import { handedOver, isUsableQuantity, wasSubstituted, type HandedOver, type MeasuredArticle } from './quantity.js';
import { visitOf, type EarlierRow, type Visit } from './visit.js';

/** Everything that decides what becomes of a reported hand-over. Repetitions are settled before (`judgeRepetition`). */
export interface DispenseFacts {
  readonly dispensation: Dispensation;
  /** Country of the TLS peer. */
  readonly country: CountryCode;
  /** By our clock. */
  readonly receivedAt: Instant;
  /** The person the treatment relation names. */
  readonly patient: Patient;
  readonly consents: readonly CrossBorderConsent[];
  /** The prescription that the document names, as the national list holds it now; absent when it knows none. */
  readonly prescription?: Prescription;
  readonly article?: Article;
  readonly allPrescriptions: readonly Prescription[];
  /** Rows that stand, of this prescription, from the same country and pharmacy. */
  readonly earlierRows: readonly EarlierRow[];
  /** Another dispensation of the prescription is in INTENT, SENT, UNKNOWN or a discard of it is open (E18). */
  readonly unsettled: boolean;
  /** An open conflict record names the prescription (E18). */
  readonly openConflict: boolean;
  /** Exported to that country within `exportValidHours` (decisions D59). */
  readonly exportedRecently: boolean;
  readonly policy: Policy;
}

export interface AcceptedDispensation extends Omit<HandedOver, 'basis'> {
  readonly accepted: true;
  /** NLLCompletePrescriptionChoice. */
  readonly complete: boolean;
  readonly substituted: boolean;
  readonly flags: readonly DispenseFlag[];
  /** NLLDispatchRowNo. */
  readonly rowNumber: number;
  /** NLLActorDispatchId of the first row of the same visit, when there is one (decisions D50). */
  readonly visit?: string;
  /** Never below 0 (decisions D49). */
  readonly remainingAfter: Quantity;
}

export interface RefusedDispensation {
  readonly accepted: false;
  /** The answer. */
  readonly code: NcpErrorCode;
  /** The hand-over is a fact that the national list cannot take: keep it, raise an alarm (decisions D48). */
  readonly conflictRecord: boolean;
  /** For our records: the dispensability rule that denied. */
  readonly rule?: RuleId;
  /** For our records: the cause behind a code that hides it (decisions D19). */
  readonly because?: NcpErrorCode;
}

export type DispenseJudgement = AcceptedDispensation | RefusedDispensation;

const refuse = (code: NcpErrorCode, detail: Omit<RefusedDispensation, 'accepted' | 'code' | 'conflictRecord'> = {}): RefusedDispensation =>
  ({ accepted: false, code, conflictRecord: false, ...detail });
const conflict = (code: NcpErrorCode, detail: Omit<RefusedDispensation, 'accepted' | 'code' | 'conflictRecord'> = {}): RefusedDispensation =>
  ({ accepted: false, code, conflictRecord: true, ...detail });

const notDispensable = (rule: RuleId): RefusedDispensation => conflict('NCP_DISPENSE_NOT_DISPENSABLE', { rule });

/**
 * Decides about a reported hand-over (use case A4, steps 5 and 6). A hand-over is a fact: what the national list can take
 * is accepted, flagged if need be; what it cannot is refused and kept as a conflict record (decisions D48).
 */
export const judgeDispensation = (facts: DispenseFacts): DispenseJudgement => {
  const { dispensation, prescription, policy } = facts;
  if (!isUsableQuantity(dispensation.quantity)) return refuse('NCP_CDA_QUANTITY');
  if (!namesOnlyThePatient(facts)) return refuse('NCP_CDA_PATIENT');
  if (prescription === undefined) return refuse('NCP_DISPENSE_UNKNOWN');
  if (prescription.patientNationalId !== facts.patient.nationalId) return refuse('NCP_DISPENSE_OTHER_PATIENT');

  const timing = handOverTiming(dispensation, { authoredOn: prescription.authoredOn, receivedAt: facts.receivedAt }, policy);
  if (timing === 'impossible') return refuse('NCP_CDA_DATE');
  const access = judgeDispenseAccess(facts);
  if (access.refusal !== undefined) return access.refusal;
  if (timing === 'too-late') return conflict('NCP_DISPENSE_TOO_LATE');
  if (facts.unsettled) return refuse('NCP_DISPENSE_BUSY');

  const article = measured(facts.article, prescription);
  const given = article === undefined ? undefined : handedOver(dispensation, prescription, article);
  const visit = article === undefined || given === undefined ? undefined : sameVisit(facts, prescription, article, given);
  const denied = visit === undefined ? judgeRules(facts, prescription) : judgeVisitRules(facts, prescription);
  if (denied !== undefined) return denied;
  if (article === undefined || given === undefined) return notDispensable('E14');
  const substituted = wasSubstituted(dispensation, article);
  if (substituted && !prescription.substitutionAllowed) return conflict('NCP_DISPENSE_SUBSTITUTION');

  const balance = balanceAfter(prescription, article, given, visit, policy);
  return {
    accepted: true,
    packages: given.packages,
    dispensed: given.dispensed,
    deducted: given.deducted,
    complete: balance.complete,
    substituted,
    flags: [
      ...balance.flags,
      ...(facts.exportedRecently ? [] : ['UNSOLICITED' as const]),
      ...(access.withdrawn ? ['CONSENT_WITHDRAWN' as const] : []),
      ...(timing === 'late' ? ['LATE' as const] : []),
      ...(visit === undefined ? [] : ['ONE_VISIT' as const]),
      ...(given.basis === 'one-uttag' ? ['DEDUCTED_ONE_UTTAG' as const] : []),
      ...(given.basis === 'strength-assumed' ? ['STRENGTH_ASSUMED' as const] : []),
      ...(dispensation.zoneAssumed ? ['ZONE_ASSUMED' as const] : []),
    ],
    rowNumber: visit?.nextRow ?? 1,
    ...(visit === undefined ? {} : { visit: visit.first }),
    remainingAfter: balance.remaining,
  };
};

/** One of the document's patient ids is hers, and none is another Swedish number (D14, CDA-15). */
const namesOnlyThePatient = ({ dispensation, patient, receivedAt }: DispenseFacts): boolean => {
  const roots: readonly string[] = [IDENTIFIER_ROOTS.personnummer, IDENTIFIER_ROOTS.samordningsnummer];
  const ours = dispensation.patientIds.filter(({ root }) => roots.includes(root));
  const hers = { root: IDENTIFIER_ROOTS[kindOf(patient.personalNumber)], extension: patient.personalNumber };
  return ours.length > 0 && ours.every((id) => samePatientIdentifier(id, hers, stockholmDate(receivedAt)));
};

interface Access {
  readonly refusal?: RefusedDispensation;
  readonly withdrawn: boolean;
}

/** Consent is judged at arrival. Policy may record without consent; never about a person nothing may be told of (D54). */
const judgeDispenseAccess = (facts: DispenseFacts): Access => {
  const because = judgeAccess({
    patient: facts.patient,
    consents: facts.consents,
    categories: ['cross-border-eprescription'],
    country: facts.country,
    today: stockholmDate(facts.receivedAt),
    policy: facts.policy,
  });
  if (because === undefined) return { withdrawn: false };
  const consentOnly = because === 'NCP_CONSENT_NONE' || because === 'NCP_CONSENT_COUNTRY';
  if (consentOnly && facts.policy.consentAtDispense === 'record') return { withdrawn: true };
  return { withdrawn: false, refusal: conflict('NCP_CONSENT', { because }) };
};

/** The article, when one uttag of it is a known and positive quantity; without that nothing can be deducted. */
const measured = (article: Article | undefined, { packagesPerDispense }: Prescription): MeasuredArticle | undefined => {
  const packAmount = article?.packAmount;
  if (article === undefined || packAmount === undefined || !isPositive(packAmount.value)) return undefined;
  return Number.isSafeInteger(packagesPerDispense) && packagesPerDispense > 0 ? { ...article, packAmount } : undefined;
};

// Judged elsewhere: consent and person (E01, E02) at arrival, what remains (E14) and our ledger (E18) below. A lock of a
// Swedish pharmacy is left to the national list, which answers 423 while it lasts (use case A4, 8.2).
const JUDGED_ELSEWHERE: readonly RuleId[] = ['E01', 'E02', 'E14', 'E18'];
// The first row of the same visit has used the uttag, perhaps the last one, and started the interval.
const JUDGED_WITH_FIRST_ROW: readonly RuleId[] = [...JUDGED_ELSEWHERE, 'E03', 'E15'];

const deniedBy = (facts: DispenseFacts, prescription: Prescription, except: readonly RuleId[]): RefusedDispensation | undefined => {
  const rule = DISPENSABILITY_RULES.filter(({ id }) => !except.includes(id)).find(({ deny }) =>
    deny({ ...facts, prescription, today: handOverDay(facts.dispensation), holds: false }),
  );
  if (rule !== undefined) return notDispensable(rule.id);
  return facts.openConflict ? notDispensable('E18') : undefined;
};

const judgeRules = (facts: DispenseFacts, prescription: Prescription): RefusedDispensation | undefined => {
  const { remainingDispenses: left, remainingQuantity } = prescription;
  if (prescription.status === 'completed' || (left !== undefined && left <= 0)) return conflict('NCP_DISPENSE_ALREADY');
  const unknown = left === undefined || remainingQuantity === undefined;
  return deniedBy(facts, prescription, JUDGED_ELSEWHERE) ?? (unknown ? notDispensable('E14') : undefined);
};

const judgeVisitRules = (facts: DispenseFacts, prescription: Prescription): RefusedDispensation | undefined => {
  const alive = prescription.status === 'active' || prescription.status === 'completed';
  return alive && prescription.notUnderstood.length === 0
    ? deniedBy(facts, prescription, JUDGED_WITH_FIRST_ROW)
    : notDispensable('E03');
};

/** What was offered in dose units, as it stood before `deductedBefore` was taken out. */
const offeredQuantity = (prescription: Prescription, article: MeasuredArticle, deductedBefore: DecimalString): DecimalString => {
  const remaining = prescription.remainingQuantity;
  const before: Prescription = {
    ...prescription,
    remainingDispenses: 1,
    ...(remaining === undefined ? {} : { remainingQuantity: { ...remaining, value: addDecimal(remaining.value, deductedBefore) } }),
  };
  return multiplyDecimal(decimalOfCount(offeredPackages(before, article)), article.packAmount.value);
};

const toleratedQuantity = (offered: DecimalString, { overQuantityTolerance }: Policy): DecimalString =>
  multiplyDecimal(offered, addDecimal(ONE, overQuantityTolerance));

const sameVisit = (
  facts: DispenseFacts,
  prescription: Prescription,
  article: MeasuredArticle,
  given: HandedOver,
): Visit | undefined =>
  visitOf(facts.dispensation.handedOverAt, given.deducted.value, facts.earlierRows, {
    hours: facts.policy.dispatchGroupHours,
    limit: (deductedBefore) => toleratedQuantity(offeredQuantity(prescription, article, deductedBefore), facts.policy),
  });

interface Balance {
  readonly complete: boolean;
  readonly remaining: Quantity;
  readonly flags: readonly DispenseFlag[];
}

/** What remains, whether that ends the prescription, and whether too much was given (decisions D49). */
const balanceAfter = (
  prescription: Prescription,
  article: MeasuredArticle,
  given: HandedOver,
  visit: Visit | undefined,
  policy: Policy,
): Balance => {
  const remainingBefore = prescription.remainingQuantity?.value ?? ZERO;
  const before = visit?.deductedBefore ?? ZERO;
  const sum = addDecimal(before, given.deducted.value);
  const over = compareDecimal(sum, toleratedQuantity(offeredQuantity(prescription, article, before), policy)) > 0;
  const exceeds = over && compareDecimal(given.deducted.value, remainingBefore) > 0;
  const remaining = maxDecimal(ZERO, subtractDecimal(remainingBefore, given.deducted.value));
  const left = (prescription.remainingDispenses ?? 0) - (visit === undefined ? 1 : 0);
  return {
    complete: left <= 0 || compareDecimal(remaining, ZERO) === 0,
    remaining: { value: remaining, unit: article.packAmount.unit },
    flags: [...(over ? ['OVER_QUANTITY' as const] : []), ...(exceeds ? ['EXCEEDS_REMAINING' as const] : [])],
  };
};
