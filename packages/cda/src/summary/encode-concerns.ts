import type { XmlContent, XmlElement } from '@ncp/xml';
import { codedElement, fixedCode } from '../building/coded-element.js';
import { nullOf, v3 } from '../building/elements.js';
import { identifier, templateIds } from '../building/identifiers.js';
import { referenceTo } from './encode-narrative.js';
import { CCD, COMPLETED, EHDSI, entry, entryId, over, qualifier, since, STATEMENTS } from './encode-statements.js';
import type { AbsenceEntry, AllergyEntry, ProblemEntry, RequiredContent } from './model.js';

const ALLERGY_CONCERN = [`${EHDSI}.16`];
const ALLERGY = [`${EHDSI}.17`];
const PROBLEM_CONCERN = [`${EHDSI}.15`, `${CCD}.27`];
const PROBLEM = [`${EHDSI}.7`];

interface Concern {
  readonly templates: readonly string[];
  readonly id: XmlElement;
  readonly state: 'active' | 'completed';
  readonly time: XmlElement;
}

const concern = ({ templates, id, state, time }: Concern, observation: XmlElement): XmlElement =>
  entry(v3('act', { classCode: 'ACT', moodCode: 'EVN' },
    templateIds(templates),
    id,
    fixedCode('code', STATEMENTS.concern),
    v3('statusCode', { code: state }),
    time,
    v3('entryRelationship', { typeCode: 'SUBJ', inversionInd: 'false' }, observation)));

const observation = (...content: readonly XmlContent[]): XmlElement => v3('observation', { classCode: 'OBS', moodCode: 'EVN' }, content);

const agent = ({ agent: code, agentName }: AllergyEntry): XmlElement =>
  v3('participant', { typeCode: 'CSM' },
    v3('participantRole', { classCode: 'MANU' },
      v3('playingEntity', { classCode: 'MMAT' }, codedElement('code', code), v3('name', {}, agentName))));

const allergy = (model: AllergyEntry): XmlElement => {
  const { id, narrativeId, kind, ascertained, criticality, certainty, status } = model;
  const time = since(ascertained);
  return concern({ templates: ALLERGY_CONCERN, id: entryId(id, 'concern'), state: 'active', time }, observation(
    templateIds(ALLERGY),
    entryId(id),
    codedElement('code', kind),
    referenceTo(narrativeId),
    COMPLETED,
    time,
    agent(model),
    qualifier({ relation: 'SUBJ', templates: [`${EHDSI}.33`], code: STATEMENTS.criticality, value: criticality, narrativeId, key: 'criticality' }),
    qualifier({ relation: 'SUBJ', templates: [`${EHDSI}.35`], code: STATEMENTS.certainty, value: certainty, narrativeId, key: 'certainty' }),
    qualifier({ relation: 'REFR', templates: [`${EHDSI}.34`], code: STATEMENTS.status, value: status, narrativeId, key: 'status' })));
};

const absentAllergy = ({ id, narrativeId, value }: AbsenceEntry): XmlElement => {
  const time = since(undefined, 'NA');
  return concern({ templates: ALLERGY_CONCERN, id: nullOf('id', 'NI'), state: 'active', time }, observation(
    templateIds(ALLERGY), identifier('id', id), nullOf('code', 'NA'), referenceTo(narrativeId), COMPLETED, time,
    codedElement('value', value, v3, { 'xsi:type': 'CD' })));
};

export const allergyEntries = (content: RequiredContent<AllergyEntry>): readonly XmlElement[] =>
  content.kind === 'entries' ? content.entries.map(allergy) : [absentAllergy(content.absence)];

/** The concern began when it was first recorded; when the disease began is not known (PS35). One that is completed has ended. */
export const problemEntry = (model: ProblemEntry): XmlElement => {
  const { id, narrativeId, problem, certainty, status, firstRecorded } = model;
  return concern({ templates: PROBLEM_CONCERN, id: entryId(id, 'concern'), state: model.concern, time: model.concern === 'completed' ? over(firstRecorded) : since(firstRecorded) }, observation(
    templateIds(PROBLEM),
    entryId(id),
    fixedCode('code', STATEMENTS.diagnosis),
    referenceTo(narrativeId),
    COMPLETED,
    since(undefined),
    codedElement('value', problem, v3, { 'xsi:type': 'CD' }),
    qualifier({ relation: 'SUBJ', inversionInd: 'true', templates: [`${EHDSI}.49`], code: STATEMENTS.certainty, value: certainty, narrativeId, key: 'certainty' }),
    qualifier({ relation: 'REFR', inversionInd: 'false', templates: [`${EHDSI}.9`, `${CCD}.57`, `${CCD}.50`], code: STATEMENTS.status, value: status, narrativeId, key: 'status' })));
};

const absentProblem = ({ id, narrativeId, value }: AbsenceEntry): XmlElement => {
  const time = since(undefined, 'NA');
  return concern({ templates: PROBLEM_CONCERN, id: nullOf('id', 'NI'), state: 'active', time }, observation(
    templateIds(PROBLEM), identifier('id', id), fixedCode('code', STATEMENTS.diagnosis), referenceTo(narrativeId), COMPLETED, time,
    codedElement('value', value, v3, { 'xsi:type': 'CD' })));
};

export const problemEntries = (content: RequiredContent<ProblemEntry>): readonly XmlElement[] =>
  content.kind === 'entries' ? content.entries.map(problemEntry) : [absentProblem(content.absence)];
