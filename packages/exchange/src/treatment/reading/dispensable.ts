import {
  isInteger, isPositive, type BilingualText, type CalendarDate, type CountryProfile, type Delivery, type DeliveryState, type Dispensable,
  type ForeignPrescriptionFacts, type InstanceIdentifier,
} from '@ncp/domain';

/** What is known when the question is asked; all but the list entry may be missing. */
export interface DispensableFacts {
  /** `eventCode` of the list entry (wire-contract 3); `unknown` when it says nothing. */
  readonly listed: 'open' | 'closed' | 'unknown';
  /** Present once the document was fetched. */
  readonly prescription?: ForeignPrescriptionFacts;
  readonly profile: CountryProfile;
  /** The day in Sweden. */
  readonly today: CalendarDate;
  /** Our dispensations for this patient in that country, any state. */
  readonly deliveries: readonly Delivery[];
}

type Answer = Dispensable['answer'];
interface Reason {
  readonly answer: Exclude<Answer, 'yes'>;
  readonly code: string;
  readonly text: BilingualText;
}

const no = (code: string, sv: string, en: string): Reason => ({ answer: 'no', code, text: { sv, en } });
const ask = (code: string, sv: string, en: string): Reason => ({ answer: 'ask', code, text: { sv, en } });

const UNSETTLED: ReadonlySet<DeliveryState> = new Set(['QUEUED', 'SENDING', 'PENDING', 'AWAITING_PROFESSIONAL', 'OPERATOR']);
const DISCARDING: ReadonlySet<DeliveryState> = new Set(['DISCARD_QUEUED', 'DISCARD_SENDING', 'DISCARD_PENDING']);

const same = (a: InstanceIdentifier, b: InstanceIdentifier | undefined): boolean => a.root === b?.root && a.extension === b.extension;

const byList = ({ listed }: DispensableFacts): readonly Reason[] => (listed === 'closed'
  ? [no('closed', 'Landet uppger att receptet inte kan expedieras nu.', 'The country says that the prescription cannot be dispensed now.')]
  : []);

const byStatus = ({ prescription }: DispensableFacts): readonly Reason[] => {
  const status = prescription?.status;
  if (status === undefined || status === 'active') return [];
  if (['completed', 'aborted', 'suspended', 'cancelled', 'nullified'].includes(status)) {
    return [no('status', `Receptet är inte aktivt (${status}).`, `The prescription is not active (${status}).`)];
  }
  return [ask('status', 'Receptet har en status som vi inte känner.', 'The prescription has a status that we do not know.')];
};

/** What an eDispensation needs in order to be accepted at all (cda-documents 6). */
const byIdentity = ({ prescription }: DispensableFacts): readonly Reason[] => {
  if (prescription === undefined) return [];
  const { prescriptionId, itemId, packages } = prescription;
  return [
    ...(prescriptionId === undefined || itemId === undefined
      ? [no('no-identifier', 'Receptet saknar identitet; ett uttag kan inte rapporteras.', 'The prescription has no identifier; a dispensation cannot be reported.')]
      : []),
    ...(packages === undefined || !isPositive(packages.value) || !isInteger(packages.value)
      ? [ask('packages', 'Antalet förpackningar framgår inte; läs originalet.', 'The number of packages is not stated; read the original.')]
      : []),
  ];
};

/** Treatment is no validity: only where the country says so is its end the last day of dispensing (decisions D35). */
const byTime = ({ prescription, profile, today }: DispensableFacts): readonly Reason[] => {
  const { low, high } = prescription?.treatment ?? {};
  const isLastDay = profile.quirks.includes('ivl-high-is-last-dispensing-day');
  return [
    ...(isLastDay && high?.date !== undefined && high.date < today
      ? [no('expired', `Sista dag för expediering var ${high.date}.`, `The last day of dispensing was ${high.date}.`)] : []),
    ...(isLastDay && high !== undefined && high.date === undefined
      ? [ask('validity-unreadable', `Sista dag för expediering går inte att läsa: ${high.written}.`, `The last day of dispensing cannot be read: ${high.written}.`)] : []),
    ...(low?.date !== undefined && low.date > today
      ? [ask('not-yet-valid', `Behandlingen börjar ${low.date}.`, `The treatment begins on ${low.date}.`)] : []),
  ];
};

/** An unsettled dispensation of the same prescription must end first; one of another prescription is told (UC-B2 5). */
const byDeliveries = ({ deliveries, prescription }: DispensableFacts): readonly Reason[] => {
  const ofThis = ({ prescriptionId }: Delivery): boolean => prescription !== undefined && same(prescriptionId, prescription.prescriptionId);
  const unsettled = deliveries.filter(({ state }) => UNSETTLED.has(state));
  const text = [
    'Ett uttag härifrån väntar på det andra landets svar. Följ det under Uttag; lämna inte ut samma läkemedel igen innan det är klart.',
    'A dispensation from here waits for the answer of the other country. Follow it under Dispensations; do not dispense the same medicine again before it is settled.',
  ] as const;
  if (unsettled.some(ofThis)) return [no('unacknowledged-dispensation', ...text)];
  if (deliveries.some((delivery) => DISCARDING.has(delivery.state) && ofThis(delivery))) {
    return [ask('discard-under-way', 'Ett uttag av receptet håller på att tas tillbaka.', 'A dispensation of the prescription is being taken back.')];
  }
  return [
    ...(unsettled.length > 0 ? [ask('unacknowledged-dispensation', ...text)] : []),
    ...(deliveries.some((delivery) => delivery.state === 'RECORDED' && ofThis(delivery))
      ? [ask('dispensed-here', 'Ett uttag av receptet är redan registrerat härifrån.', 'A dispensation of the prescription was already recorded from here.')] : []),
  ];
};

/**
 * May it be dispensed here and now, and if not, why? `no`: it would be refused or harmful; `ask`: the
 * pharmacist has to judge. A warning `unacknowledged-dispensation` is what the wire calls
 * ERROR_ED_EDISPENSATION_ACK_NOT_RECEIVED.
 */
export const dispensable = (facts: DispensableFacts): Dispensable => {
  const reasons = [byList, byStatus, byIdentity, byTime, byDeliveries].flatMap((rule) => rule(facts));
  const answer = reasons.some((reason) => reason.answer === 'no') ? 'no' : reasons.length > 0 ? 'ask' : 'yes';
  return { answer, reasons: reasons.map(({ code, text }) => ({ code, text })) };
};
