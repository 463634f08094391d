import {
  compareDates, compareInstants, lastValidDay, type CalendarDate, type MedicationItem, type OrdinationRecord, type OutcomeKind,
} from '@ncp/domain';
import { tell, writtenAt, type Bench, type Told } from '../bench.js';
import { connected } from './connected.js';
import {
  contradictForm, identityKeys, isExcluded, listedMedicine, medicationItem, newestMedicine, ordainedMedicine, startOf, substanceKey, type Medicine,
} from './medicine.js';
import type { RuleId } from '../rules.js';
import type { NationalMedication } from '../summary-input.js';
import { mayStillLast } from './supply.js';
import { isWithin } from '../window.js';

/** Medicines of the national list and of the care records (sweden-patient-summary 5, PS51-PS58). */
export interface Medications {
  /** Newest first. */
  readonly medications: readonly MedicationItem[];
  readonly told: readonly Told<OrdinationRecord>[];
  readonly listTold: readonly Told<NationalMedication>[];
}

type Judgement = { readonly outcome: Exclude<OutcomeKind, 'entry' | 'narrative' | 'merged'>; readonly rule: RuleId } | 'current';

const dropped = (rule: RuleId): Judgement => ({ outcome: 'dropped', rule });

/** A block closes every prescription of its chain, uttag and all (sweden-national 1.5). */
const isBlocked = ({ prescription }: NationalMedication, all: readonly NationalMedication[]): boolean =>
  prescription.blocked ||
  (prescription.chainId !== undefined && all.some(({ prescription: other }) => other.chainId === prescription.chainId && other.blocked));

const isValidOn = (today: CalendarDate, { prescription }: NationalMedication): boolean => {
  const { start } = prescription.validity;
  return prescription.status === 'active' && (start === undefined || compareDates(start, today) <= 0) && compareDates(today, lastValidDay(prescription)) <= 0;
};

/** Valid, or over with a supply that may still last. One that was stopped or voided is neither (PS51, PS58). */
const judgeListed = (list: NationalMedication, all: readonly NationalMedication[], { today, policy }: Bench): Judgement => {
  const { prescription } = list;
  if (isBlocked(list, all)) return { outcome: 'withheld', rule: 'PS02' };
  // What we do not understand may turn the meaning of everything else around (CDA-05).
  if (prescription.notUnderstood.length > 0) return dropped('PS51');
  if (prescription.status !== 'active' && prescription.status !== 'completed') return dropped('PS58');
  if (isValidOn(today, list)) return 'current';
  const handOvers = list.handOvers.filter(({ on }) => compareDates(on, today) <= 0 && isWithin(on, today, policy.windows.dispensedMonths));
  return mayStillLast(handOvers, prescription.dosage, today) ? 'current' : dropped('PS51');
};

/** An ordination that ends another: of its chain, or of the same substance at the same unit, and not older (PS51). */
const isStopped = (record: OrdinationRecord, stops: readonly OrdinationRecord[], bench: Bench): boolean => {
  const atc = ordainedMedicine(record, bench).product.atc?.code;
  const written = writtenAt(record.origin);
  return stops.some((stop) => {
    const stoppedAt = writtenAt(stop.origin);
    const later = written === undefined || stoppedAt === undefined || compareInstants(stoppedAt, written) >= 0;
    const sameChain = record.chainId !== undefined && stop.chainId === record.chainId;
    const sameUnit = record.origin.careUnit?.hsaId === stop.origin.careUnit?.hsaId;
    return later && (sameChain || (sameUnit && atc !== undefined && ordainedMedicine(stop, bench).product.atc?.code === atc));
  });
};

const judgeOrdained = (record: OrdinationRecord, stops: readonly OrdinationRecord[], bench: Bench): Judgement => {
  const { today } = bench;
  if (record.prescriptionType === 'stop') return dropped('PS58');
  const runs = record.prescriptionType === 'start' && record.active &&
    (record.start === undefined || compareDates(record.start, today) <= 0) && (record.end === undefined || compareDates(record.end, today) >= 0);
  return runs && !isStopped(record, stops, bench) ? 'current' : dropped('PS51');
};

interface Sorted<Row> { readonly current: readonly Medicine[]; readonly told: readonly Told<Row>[] }

const sort = <Row>(rows: readonly Row[], judge: (row: Row) => Judgement, medicineOf: (row: Row) => Medicine, bench: Bench): Sorted<Row> => {
  const judged = rows.map((row) => ({ row, judgement: judge(row), medicine: medicineOf(row) }));
  const excluded = ({ medicine }: (typeof judged)[number]): boolean => isExcluded(medicine, bench);
  const current = judged.filter(({ judgement }) => judgement === 'current');
  return {
    current: current.filter((one) => !excluded(one)).map(({ medicine }) => medicine),
    told: [
      ...judged.flatMap(({ row, judgement }) => (judgement === 'current' ? [] : [tell(row, judgement.outcome, judgement.rule)])),
      ...current.filter(excluded).map(({ row }) => tell(row, 'dropped', 'PS58')),
    ],
  };
};

type Group = readonly [Medicine, ...Medicine[]];

/** The same product, or the same substance and strength with no other form (PS52). */
const belongsTo = (medicine: Medicine, group: Group): boolean => {
  const { nplId } = medicine.product;
  const substance = substanceKey(medicine);
  return group.some((other) =>
    (nplId !== undefined && other.product.nplId === nplId) ||
    (substance !== undefined && substanceKey(other) === substance && !contradictForm(medicine, other)));
};

const newestGroup = (a: Group, b: Group): number =>
  (startOf(b[0]) ?? '').localeCompare(startOf(a[0]) ?? '') || (a[0].product.name < b[0].product.name ? -1 : 1) || newestMedicine(a[0], b[0]);

/** `rows`: ordinations, newest first; `list`: in any order. */
export const medicationsOf = (list: readonly NationalMedication[], rows: readonly OrdinationRecord[], bench: Bench): Medications => {
  const stops = rows.filter(({ prescriptionType }) => prescriptionType === 'stop');
  const listed = sort(list, (one) => judgeListed(one, list, bench), listedMedicine, bench);
  const ordained = sort(rows, (row) => judgeOrdained(row, stops, bench), (row) => ordainedMedicine(row, bench), bench);
  const nationalGroups = connected(listed.current.toSorted(newestMedicine), identityKeys);
  const known = ordained.current.filter((medicine) => nationalGroups.some((group) => belongsTo(medicine, group)));
  const ownGroups = connected(ordained.current.filter((medicine) => !known.includes(medicine)).toSorted(newestMedicine), identityKeys);
  const groups = [...nationalGroups, ...ownGroups].toSorted(newestGroup);
  const merged = groups.flatMap(([first, ...others]) => [[first, 'entry'] as const, ...others.map((other) => [other, 'merged'] as const)]);
  const told = [...merged, ...known.map((medicine) => [medicine, 'merged'] as const)];
  return {
    medications: groups.map(([first]) => medicationItem(first, bench)),
    told: [
      ...ordained.told,
      ...told.flatMap(([{ from }, outcome]) => ('record' in from ? [tell(from.record, outcome, outcome === 'entry' ? 'PS53' : 'PS52')] : [])),
    ],
    listTold: [
      ...listed.told,
      ...told.flatMap(([{ from }, outcome]) => ('list' in from ? [tell(from.list, outcome, outcome === 'entry' ? 'PS51' : 'PS52')] : [])),
    ],
  };
};
