import type { AnyCareRecord, CareContract, FailedSource, PersonalNumber, UnreadableRecord } from '@ncp/domain';
import type { FhirValue } from '../json.js';
import { malformed, optional } from '../node.js';
import type { UnknownElement } from '../unknown.js';
import { checkJoinable, joinAlerts, readAlert, readLoneAllergy } from './alerts.js';
import { conditionContract, readDiagnosis } from './diagnoses.js';
import { CONTRACTS_OF, placeOf, readCareBundle, type CareEntry, type CareResource } from './entry.js';
import { failedSources } from './failed-sources.js';
import { readFunctionalStatus } from './functional-status.js';
import { readLaboratory, readReport, type LaboratoryReport } from './laboratory.js';
import { readMaternity } from './maternity.js';
import { observationContract, readObservation } from './observations.js';
import { readOrdination } from './ordinations.js';
import { custodiesOf, keyOf, type Custodies } from './origin.js';
import { attempt, checkElements, rowsAbout, type Sink } from './sink.js';
import { readVaccination } from './vaccinations.js';

/** What the question about one resource type was answered with, page by page. */
export interface CareAnswer {
  readonly resource: CareResource;
  readonly bundles: readonly FhirValue[];
}

export interface CareReading {
  readonly rows: readonly AnyCareRecord[];
  /** One for each contract and system. */
  readonly failed: readonly FailedSource[];
  readonly unreadable: readonly UnreadableRecord[];
  /** Rows about somebody else, by their source, one for each row: an alarm. */
  readonly wrongPatient: readonly FailedSource[];
  readonly unknown: readonly UnknownElement[];
}

/** The rows of an answer that are about the patient, and what is known of their custody. */
interface Opened {
  readonly entries: readonly CareEntry[];
  readonly custodies: Custodies;
}
const NOTHING: Opened = { entries: [], custodies: new Map() };

/** An answer that cannot be read as one is no answer. */
function opened(sink: Sink, answer: CareAnswer | undefined, number: PersonalNumber): Opened {
  if (answer === undefined) return NOTHING;
  const contracts = CONTRACTS_OF[answer.resource];
  const [first = 'alerts'] = contracts;
  try {
    const bundles = answer.bundles.map(readCareBundle);
    const custodies = custodiesOf(bundles.flatMap(({ provenances }) => provenances));
    sink.failed.push(...failedSources(bundles.flatMap(({ outcomes }) => outcomes), contracts));
    return { entries: rowsAbout(sink, first, answer.resource, bundles.flatMap(({ matches }) => matches), number), custodies };
  } catch (error) {
    placeOf(error);
    sink.failed.push(...contracts.map((contract) => ({ contract })));
    return NOTHING;
  }
}

const both = (a: Opened, b: Opened): Custodies => new Map([...a.custodies, ...b.custodies]);

type Read = (entry: CareEntry) => AnyCareRecord;
function readEach(sink: Sink, contract: CareContract, entries: readonly CareEntry[], read: Read): void {
  for (const entry of entries) {
    const row = attempt(sink, contract, entry, () => {
      checkElements(sink, entry);
      return read(entry);
    });
    if (row !== undefined) sink.rows.push(row);
  }
}

function readAlerts(sink: Sink, flags: Opened, allergies: Opened): void {
  const custodies = both(flags, allergies);
  const keyed = (entries: readonly CareEntry[]): readonly CareEntry[] => entries.filter((entry) => attempt(sink, 'alerts', entry, () => {
    checkJoinable(entry);
    return true;
  }) === true);
  const { joined, strays, unclear } = joinAlerts(keyed(flags.entries), keyed(allergies.entries));
  const allergyOf = new Map(joined.map(({ flag, allergy }) => [flag, allergy]));
  readEach(sink, 'alerts', joined.map(({ flag }) => flag), (flag) => {
    const allergy = allergyOf.get(flag);
    if (allergy !== undefined) checkElements(sink, allergy);
    return readAlert(flag, allergy, custodies);
  });
  const told = (entries: readonly CareEntry[], at: string): void => {
    sink.unreadable.push(...entries.map(({ node }) => ({ contract: 'alerts' as const, ...optional('key', keyOf(node)), at })));
  };
  readEach(sink, 'alerts', strays, (allergy) => readLoneAllergy(allergy, custodies));
  told(strays, 'Flag');
  told(unclear, 'AllergyIntolerance.identifier');
}

function readConditions(sink: Sink, { entries, custodies }: Opened): void {
  const by = Map.groupBy(entries, (entry) => attempt(sink, 'diagnoses', entry, () => {
    const contract = conditionContract(entry.node);
    if (contract === undefined) throw malformed('Condition.category');
    return contract;
  }));
  readEach(sink, 'diagnoses', by.get('diagnoses') ?? [], (entry) => readDiagnosis(entry, custodies));
  readEach(sink, 'functional-status', by.get('functional-status') ?? [], (entry) => readFunctionalStatus(entry, custodies));
}

function readObservations(sink: Sink, observations: Opened, reported: Opened): void {
  const { entries, custodies } = observations;
  const reports: readonly LaboratoryReport[] = reported.entries.flatMap((entry) => attempt(sink, 'laboratory', entry, () => {
    checkElements(sink, entry);
    return readReport(entry);
  }) ?? []);
  const by = Map.groupBy(entries, (entry) => attempt(sink, 'observations', entry, () => observationContract(entry.node)));
  readEach(sink, 'laboratory', by.get('laboratory') ?? [], (entry) => readLaboratory(entry, reports, both(observations, reported)));
  readEach(sink, 'maternity', by.get('maternity') ?? [], (entry) => readMaternity(entry, custodies));
  readEach(sink, 'observations', by.get('observations') ?? [], (entry) => readObservation(entry, custodies));
}

const withoutTwins = (sources: readonly FailedSource[]): readonly FailedSource[] =>
  [...new Map(sources.map((source) => [`${source.contract} ${source.system ?? ''}`, source])).values()];

/**
 * Records of the care providers from their FHIR resources (sweden-patient-summary 1-8): nothing is selected, translated or
 * concluded. A row that cannot be read is told in `unreadable`, an answer that cannot be read is a failed one; nothing is thrown.
 */
export function readCareRecords(answers: readonly CareAnswer[], number: PersonalNumber): CareReading {
  const sink: Sink = { rows: [], failed: [], unreadable: [], wrongPatient: [], unknown: [] };
  const open = (resource: CareResource): Opened => opened(sink, answers.find((answer) => answer.resource === resource), number);
  readAlerts(sink, open('Flag'), open('AllergyIntolerance'));
  readConditions(sink, open('Condition'));
  const [immunizations, statements] = [open('Immunization'), open('MedicationStatement')];
  readEach(sink, 'vaccinations', immunizations.entries, (entry) => readVaccination(entry, immunizations.custodies));
  readEach(sink, 'ordinations', statements.entries, (entry) => readOrdination(entry, statements.custodies));
  readObservations(sink, open('Observation'), open('DiagnosticReport'));
  return { ...sink, failed: withoutTwins(sink.failed) };
}
