import { CODE_SYSTEMS, type CodedValue } from '@ncp/domain';
import type { DocumentFacts, FactEntry, StatementRole } from '../reading/facts/fact.js';
import type {
  SaidAbsences, SaidAllergy, SaidBloodGroup, SaidFunction, SaidImmunization, SaidMedication, SaidPregnancy, SaidProblem, SaidTerm, SummaryContent,
} from './content-model.js';
import { EntryFacts, said, saidTerm } from './entry-facts.js';
import { STATEMENTS } from './encode-statements.js';
import { SECTIONS } from './sections.js';
import type { SummarySections } from './model.js';

const MATERIAL = 'consumable/manufacturedProduct/manufacturedMaterial';

/** `effectiveTime` as each way of writing it names its parts. */
const INTERVAL = 'effectiveTime:IVL_TS';

/** Whose statement it is, and whether it says that something is so; a concern that denies denies what is in it. */
const asserted = (facts: EntryFacts, role: StatementRole): { readonly id: string | undefined; readonly negated: true | undefined; readonly mood: string | undefined } => ({
  id: facts.id(role), negated: facts.denies(role) || facts.denies('concern') ? true : undefined, mood: facts.text(role, 'moodCode'),
});

/** The narrative is the last to be asked: the row of the entry says everything at once. */
const medication = (facts: EntryFacts): SaidMedication => {
  const role = 'medication';
  const substances = facts.all(role, `${MATERIAL}/ingredient/ingredientSubstance/code`);
  const amounts = facts.all(role, `${MATERIAL}/ingredient/quantity`);
  const only = facts.day(role, INTERVAL);
  const start = facts.day(role, `${INTERVAL}/low`) ?? only;
  return said<SaidMedication>({
    ...asserted(facts, role),
    name: facts.text(role, `${MATERIAL}/name`),
    product: facts.term(role, `${MATERIAL}/code`),
    strength: facts.text(role, `${MATERIAL}/desc`),
    form: facts.term(role, `${MATERIAL}/formCode`),
    atc: facts.term(role, `${MATERIAL}/asSpecializedKind/generalizedMaterialKind/code`),
    ingredients: substances.map((fact, index) => {
      const amount = amounts[index];
      return said<SaidMedication['ingredients'][number]>({ substance: saidTerm(fact), amounts: amount?.kind === 'quantity' ? amount.amounts : [] });
    }),
    start,
    end: facts.day(role, `${INTERVAL}/high`) ?? only,
    widthDays: facts.amounts(role, `${INTERVAL}/width`)[0]?.value,
    dosage: facts.text('patient-instruction', 'text'),
    timing: said<SaidMedication['timing']>({
      period: facts.amounts(role, 'effectiveTime:PIVL_TS/period')[0],
      institutionSpecified: facts.text(role, 'effectiveTime:PIVL_TS/institutionSpecified'),
      from: facts.time(role, 'effectiveTime:PIVL_TS/phase/low')?.written,
      event: facts.code(role, 'effectiveTime:EIVL_TS/event')?.code,
      once: facts.time(role, 'effectiveTime')?.written,
    }),
    dose: facts.amounts(role, 'doseQuantity'),
    route: facts.term(role, 'routeCode'),
    reason: facts.term('reason', 'value'),
    status: facts.code(role, 'statusCode')?.code,
  });
};

const allergy = (facts: EntryFacts): SaidAllergy => said<SaidAllergy>({
  ...asserted(facts, 'allergy'),
  kind: facts.term('allergy', 'code'),
  agent: facts.term('allergy', 'participant/participantRole/playingEntity/code'),
  agentName: facts.text('allergy', 'participant/participantRole/playingEntity/name'),
  criticality: facts.term('criticality', 'value'),
  certainty: facts.term('certainty', 'value'),
  status: facts.term('status', 'value'),
  since: facts.day('allergy', 'effectiveTime/low'),
});

const problem = (facts: EntryFacts): SaidProblem => said<SaidProblem>({
  ...asserted(facts, 'problem'),
  problem: facts.term('problem', 'value'),
  concern: facts.code('concern', 'statusCode')?.code,
  certainty: facts.term('certainty', 'value'),
  status: facts.term('status', 'value'),
  since: facts.day('concern', 'effectiveTime/low'),
  onset: facts.day('problem', 'effectiveTime/low'),
});

const immunization = (facts: EntryFacts): SaidImmunization => said<SaidImmunization>({
  ...asserted(facts, 'immunization'),
  status: facts.code('immunization', 'statusCode')?.code,
  vaccine: facts.term('immunization', `${MATERIAL}/code`),
  name: facts.text('immunization', `${MATERIAL}/name`),
  given: facts.day('immunization', 'effectiveTime'),
  lotNumber: facts.text('immunization', `${MATERIAL}/lotNumberText`),
  manufacturer: facts.text('immunization', 'consumable/manufacturedProduct/manufacturerOrganization/name'),
  targets: facts.all('immunization', 'participant/participantRole/code').map(saidTerm).filter((term): term is SaidTerm => term !== undefined),
  doseNumber: facts.amounts('dose-number', 'value')[0]?.value,
});

/** Each observation of the section, wherever it is nested, by its code. */
const pregnancy = (entries: readonly FactEntry[]): SaidPregnancy => {
  const places = entries.flatMap(({ facts }) =>
    [...new Set(facts.flatMap(({ role, within }) => (role === 'pregnancy' ? within.slice(-1) : [])))].map((place) => new EntryFacts(facts).within(place)));
  const codeOf = (facts: EntryFacts): string | undefined => facts.code('pregnancy', 'code')?.code;
  const status = places.find((facts) => codeOf(facts) === STATEMENTS.pregnancyStatus.code);
  const value = status?.term('pregnancy', 'value');
  const due = places.find((facts) => facts.first('pregnancy', 'value')?.kind === 'time' && codeOf(facts) !== STATEMENTS.earlierDelivery.code);
  return said<SaidPregnancy>({
    status: status === undefined || value === undefined ? undefined
      : said<NonNullable<SaidPregnancy['status']>>({ ...asserted(status, 'pregnancy'), value, since: status.day('pregnancy', 'effectiveTime/low') }),
    expectedDelivery: due === undefined ? undefined
      : said<NonNullable<SaidPregnancy['expectedDelivery']>>({ ...asserted(due, 'pregnancy'), method: due.term('pregnancy', 'code'), on: due.day('pregnancy', 'value') }),
    outcomes: places.flatMap((facts): SaidPregnancy['outcomes'] => {
      const outcome = facts.term('pregnancy', 'code');
      const count = facts.amounts('pregnancy', 'value')[0]?.value;
      return outcome === undefined || count === undefined ? [] : [said<SaidPregnancy['outcomes'][number]>({ ...asserted(facts, 'pregnancy'), outcome, count })];
    }),
    earlierDates: places.flatMap((facts): SaidPregnancy['earlierDates'] => {
      const on = codeOf(facts) === STATEMENTS.earlierDelivery.code ? facts.time('pregnancy', 'value')?.written : undefined;
      return on === undefined ? [] : [said<SaidPregnancy['earlierDates'][number]>({ ...asserted(facts, 'pregnancy'), on })];
    }),
  });
};

const functional = (facts: EntryFacts): SaidFunction => said<SaidFunction>({
  ...asserted(facts, 'functional-status'),
  assessment: facts.term('functional-status', 'code'),
  value: facts.text('functional-status', 'value'),
  on: facts.day('functional-status', 'effectiveTime/low'),
});

const bloodGroup = (facts: EntryFacts): SaidBloodGroup => said<SaidBloodGroup>({
  ...asserted(facts, 'result'), group: facts.term('result', 'value'), taken: facts.day('result', 'effectiveTime/low'),
});

/** Where each section writes that it has nothing (cda-documents 7). */
const ABSENCE_PLACES: readonly (readonly [section: keyof SaidAbsences, role: StatementRole, path: string])[] = [
  ['medications', 'medication', 'code'], ['allergies', 'allergy', 'value'], ['problems', 'problem', 'value'],
  ['procedures', 'procedure', 'code'], ['devices', 'device', 'participant/participantRole/playingDevice/code'],
];

/**
 * What a summary says, from the facts of the document (cda-documents 7). Never fails: what is missing or strange is absent
 * here and still among the facts.
 */
export const summaryContent = ({ sections }: DocumentFacts): SummaryContent => {
  const entriesOf = (name: keyof SummarySections): readonly FactEntry[] =>
    sections.filter(({ key }) => key === SECTIONS[name].code).flatMap(({ entries }) => entries);
  const absences: Partial<Record<keyof SaidAbsences, CodedValue>> = {};
  for (const [section, role, path] of ABSENCE_PLACES) {
    const codes = entriesOf(section).map(({ facts }) => new EntryFacts(facts).code(role, path));
    const absence = codes.find((code) => code?.codeSystem === CODE_SYSTEMS.absentOrUnknown);
    if (absence !== undefined) absences[section] = absence;
  }
  const read = <T>(name: keyof SummarySections, role: StatementRole, one: (facts: EntryFacts) => T): readonly T[] =>
    entriesOf(name).map(({ facts }) => new EntryFacts(facts)).filter((facts) => facts.has(role) && !isAbsence(facts, role)).map(one);
  return {
    medications: read('medications', 'medication', medication),
    allergies: read('allergies', 'allergy', allergy),
    problems: read('problems', 'problem', problem),
    pastIllness: read('pastIllness', 'problem', problem),
    immunizations: read('immunizations', 'immunization', immunization),
    pregnancy: pregnancy(entriesOf('pregnancy')),
    functionalStatus: read('functionalStatus', 'functional-status', functional),
    bloodGroups: read('results', 'result', bloodGroup),
    absences,
  };
};

const isAbsence = (facts: EntryFacts, role: StatementRole): boolean =>
  [facts.code(role, 'code'), facts.code(role, 'value')].some((code) => code?.codeSystem === CODE_SYSTEMS.absentOrUnknown);
