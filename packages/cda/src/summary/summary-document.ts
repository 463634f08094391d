import { CODE_SYSTEMS, patientSummaryDocumentId, stockholm, type InstanceIdentifier, type PatientSummary } from '@ncp/domain';
import type { Catalogue } from '@ncp/terminology';
import { namesOf, patientModel } from '../building/patient.js';
import { visibleLine } from '../building/visible-text.js';
import { required } from '../prescription/coding.js';
import { FindingList } from '../prescription/findings.js';
import { absenceOf, type KnownAbsences } from './absences.js';
import { allergies } from './allergies.js';
import type { SummaryConfig } from './config.js';
import { summaryHeaderFacts } from './header-facts.js';
import { immunizations } from './immunizations.js';
import { medications } from './medications.js';
import type { PatientSummaryDocument, RequiredContent, SummarySection, SummarySections } from './model.js';
import type { NarrativeTable } from './narrative-model.js';
import { bloodGroup, functionalStatus, pregnancy } from './observations.js';
import { problems } from './problems.js';
import { alertTable, allergyTextTable, immunizationTextTable } from './record-texts.js';
import { compiledSentence, sectionOf } from './sections.js';
import type { Coding } from './terms.js';

export interface SummaryInput {
  readonly summary: PatientSummary;
  readonly catalogue: Catalogue;
  readonly config: SummaryConfig;
  /** Minted by the caller for each list; names both levels (decisions D28). */
  readonly snapshotUuid: string;
  /** Absences that a clinician recorded. No Swedish source has any: leave it out (PS95). */
  readonly knownAbsences?: KnownAbsences;
}

interface Context extends Coding {
  readonly setId: InstanceIdentifier;
  readonly known: KnownAbsences;
}

interface Filled<E> {
  readonly entries: readonly E[];
  readonly table: NarrativeTable;
}

/** A section that is always there; an empty one says so in a code and in words, and may still have texts. */
const requiredSection = <E>(
  name: 'medications' | 'allergies' | 'problems', { entries, table }: Filled<E>, texts: readonly NarrativeTable[], context: Context,
): SummarySection<RequiredContent<E>> => {
  const compiled = compiledSentence(table.id);
  if (entries.length > 0) {
    return sectionOf<RequiredContent<E>>(name, { sentences: [compiled], tables: [table, ...texts] }, { kind: 'entries', entries }, context);
  }
  const absence = absenceOf(name, context.known, context.setId, context);
  return sectionOf<RequiredContent<E>>(name, { sentences: [absence.sentence, compiled], tables: texts }, { kind: 'absence', absence: absence.entry }, context);
};

const emptySection = (name: 'procedures' | 'devices', prefix: string, context: Context): SummarySections['procedures'] => {
  const { entry, sentence } = absenceOf(name, context.known, context.setId, context);
  return sectionOf(name, { sentences: [sentence, compiledSentence(prefix)], tables: [] }, entry, context);
};

const NOT_FOR_TRANSFUSION = { id: 'blood-note', text: 'Får inte användas som underlag för transfusion. / Not to be used as a basis for transfusion.' };

/** Sections without a form for absence: left out when there is nothing to say. */
const optionalSections = (summary: PatientSummary, context: Context): Partial<SummarySections> => {
  const given = immunizations(summary.immunizations, context);
  const vaccinationTexts = immunizationTextTable(summary.immunizationTexts);
  const past = problems(summary.pastIllness, 'completed', context);
  const history = summary.pregnancy === undefined ? undefined : pregnancy(summary.pregnancy, context);
  const functions = functionalStatus(summary.functionalStatus, context);
  const blood = summary.bloodGroup === undefined ? undefined : bloodGroup(summary.bloodGroup, context);
  return {
    // The template asks for an entry, so texts alone make no section of their own; see `requiredTexts`.
    ...(given.entries.length === 0 ? {} : { immunizations: sectionOf('immunizations', { sentences: [], tables: [given.table, ...vaccinationTexts] }, given.entries, context) }),
    ...(past.entries.length === 0 ? {} : { pastIllness: sectionOf('pastIllness', { sentences: [], tables: [past.table] }, past.entries, context) }),
    ...(history === undefined || history.table.rows.length === 0 ? {} : { pregnancy: sectionOf('pregnancy', { sentences: [], tables: [history.table] }, history.entries, context) }),
    ...(functions.table.rows.length === 0 ? {} : { functionalStatus: sectionOf('functionalStatus', { sentences: [], tables: [functions.table] }, functions.entries, context) }),
    ...(blood === undefined ? {} : { results: sectionOf('results', { sentences: [NOT_FOR_TRANSFUSION], tables: [blood.table] }, blood.entry, context) }),
  };
};

/** Vaccinations of which no vaccine is known, where there is no section of vaccinations to hold them (PS48). */
const requiredTexts = ({ alerts, immunizations: given, immunizationTexts }: PatientSummary): readonly NarrativeTable[] =>
  [...alertTable(alerts), ...(given.length === 0 ? immunizationTextTable(immunizationTexts) : [])];

const sectionsOf = (summary: PatientSummary, context: Context): SummarySections => ({
  medications: requiredSection('medications', medications(summary.medications, context), [], context),
  allergies: requiredSection('allergies', allergies(summary.allergies, context), allergyTextTable(summary.allergyTexts), context),
  problems: requiredSection('problems', problems(summary.problems, 'active', context), requiredTexts(summary), context),
  procedures: emptySection('procedures', 'proc', context),
  devices: emptySection('devices', 'dev', context),
  ...optionalSections(summary, context),
});

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of an item is the root of ids in the document, where only a UUID or an OID is accepted (cda-documents 1.7). */
const checkIds = (summary: PatientSummary, findings: FindingList): void => {
  const { medications: medicines, allergies: reactions, problems: active, pastIllness, immunizations: given, functionalStatus: functions, pregnancy: history, bloodGroup: blood } = summary;
  const observed = [history?.pregnant, history?.expectedDelivery, ...(history?.outcomes ?? []), ...(history?.earlierDates ?? []), blood];
  const items = [...medicines, ...reactions, ...active, ...pastIllness, ...given, ...functions, ...observed.filter((item) => item !== undefined)];
  if (items.some(({ id }) => !UUID.test(id))) findings.notExpressible('PatientSummary.id', 'CD-1.7');
};

/**
 * Maps a summary to the document model: pure, nothing fetched, nothing rendered. The same input gives the same model.
 * It always returns a model; `findings` says what could not be coded (warning) and what forbids its release (error).
 */
export const summaryDocument = ({ summary, catalogue, config, snapshotUuid, knownAbsences = {} }: SummaryInput): PatientSummaryDocument => {
  const findings = new FindingList();
  const setId: InstanceIdentifier = { root: config.roots.patientSummaryDocument, extension: snapshotUuid };
  const context: Context = { catalogue, findings, setId, known: knownAbsences };
  checkIds(summary, findings);
  const { responsible } = config;
  const body: Omit<PatientSummaryDocument, 'headerFacts' | 'findings' | 'missingTerms'> = {
    level3Id: patientSummaryDocumentId(snapshotUuid, 'L3', config.roots),
    level1Id: patientSummaryDocumentId(snapshotUuid, 'L1', config.roots),
    setId,
    offerLevel1: config.offerLevel1,
    // Nothing of the patient (decisions D43).
    title: 'eHDSI Patient Summary',
    effectiveTime: stockholm(summary.compiledAt),
    lastUpdated: stockholm(summary.lastUpdated),
    confidentiality: required(catalogue, 'confidentiality', { code: 'N', codeSystem: CODE_SYSTEMS.confidentiality }, 'confidentialityCode', findings),
    patient: patientModel(summary.patient, context),
    softwareName: visibleLine(config.softwareName),
    responsible: { id: responsible.id, ...namesOf(responsible.given, responsible.family, 'SummaryConfig.responsible', findings) },
    custodian: config.custodian,
    primaryCare: config.primaryCare ?? config.custodian,
    sections: sectionsOf(summary, context),
  };
  return Object.freeze({
    ...body,
    headerFacts: summaryHeaderFacts(body, visibleLine(config.dataSource)),
    findings: findings.all(), missingTerms: findings.missingTerms(),
  });
};
