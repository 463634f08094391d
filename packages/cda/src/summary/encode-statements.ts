import { CODE_SYSTEMS, hl7Date, type CalendarDate } from '@ncp/domain';
import type { PivotValue } from '@ncp/terminology';
import type { XmlContent, XmlElement } from '@ncp/xml';
import { codedElement, fixedCode, type CodedElement } from '../building/coded-element.js';
import { nullOf, v3 } from '../building/elements.js';
import { identifier, templateIds } from '../building/identifiers.js';
import { cellId } from './narrative-model.js';
import { referenceTo } from './encode-narrative.js';

/** Pieces that the entries of a summary are made of (cda-documents 7). */

export const EHDSI: string = '1.3.6.1.4.1.12559.11.10.1.3.1.3';
export const CCD: string = '2.16.840.1.113883.10.20.1';
export const PCC: string = '1.3.6.1.4.1.19376.1.5.3.1.4';

const loinc = (code: string, display: string): PivotValue => ({ code, codeSystem: CODE_SYSTEMS.loinc, display });

type Statement =
  | 'concern' | 'criticality' | 'certainty' | 'status' | 'doseNumber' | 'pregnancyStatus' | 'earlierDelivery' | 'bloodGroup'
  | 'functionalStatus' | 'diagnosis' | 'immunization' | 'patientInstruction';

/** Codes that say what an observation is about; fixed by the templates. */
export const STATEMENTS: Readonly<Record<Statement, PivotValue>> = {
  concern: { code: 'CONC', codeSystem: CODE_SYSTEMS.actClass, display: 'Concern' },
  criticality: loinc('82606-5', 'Allergy or intolerance criticality'),
  certainty: loinc('66455-7', 'Condition status'),
  status: loinc('33999-4', 'Status'),
  doseNumber: loinc('30973-2', 'Dose number'),
  pregnancyStatus: loinc('82810-3', 'Pregnancy status'),
  earlierDelivery: loinc('93857-1', 'Date and time of obstetric delivery'),
  bloodGroup: loinc('34530-6', 'ABO and Rh group panel - Blood'),
  functionalStatus: loinc('47420-5', 'Functional status assessment note'),
  diagnosis: { code: '282291009', codeSystem: CODE_SYSTEMS.snomedCt, display: 'Diagnosis interpretation' },
  // The root of this code system is so in the published template (cda-documents 7).
  immunization: { code: 'IMMUNIZ', codeSystem: '1.3.5.1.4.1.19376.1.5.3.2', display: 'Immunization' },
  patientInstruction: { code: 'PINSTRUCT', codeSystem: CODE_SYSTEMS.iheActCode, display: 'PINSTRUCT' },
};

export const COMPLETED: XmlElement = v3('statusCode', { code: 'completed' });

/** The item's own id; further ids of one entry have an extension. UUIDs are written in upper case (cda-documents 1.7). */
export const entryId = (uuid: string, extension?: string): XmlElement =>
  identifier('id', { root: uuid.toUpperCase(), ...(extension === undefined ? {} : { extension }) });

export const dayOf = (name: string, day: CalendarDate): XmlElement => v3(name, { value: hl7Date(day) });

/** An interval that begins on a day, or on none that is known. */
export const since = (day: CalendarDate | undefined, unknown: 'UNK' | 'NA' = 'UNK'): XmlElement =>
  v3('effectiveTime', {}, day === undefined ? nullOf('low', unknown) : dayOf('low', day));

/** An interval that is over; nobody recorded when it ended. */
export const over = (day: CalendarDate | undefined): XmlElement =>
  v3('effectiveTime', {}, day === undefined ? nullOf('low', 'UNK') : dayOf('low', day), nullOf('high', 'UNK'));

export const entry = (...content: readonly XmlContent[]): XmlElement => v3('entry', { typeCode: 'COMP' }, content);

export interface Qualifier {
  readonly relation: 'SUBJ' | 'REFR';
  /** As the template of the statement around it has it. */
  readonly inversionInd?: 'true' | 'false';
  readonly templates: readonly string[];
  readonly code: PivotValue;
  readonly value: CodedElement | undefined;
  /** Where the narrative says it. */
  readonly narrativeId: string;
  readonly key: string;
}

/** An observation that qualifies the one around it; its value has to be a CE (cda-documents 7). */
export const qualifier = ({ relation, inversionInd, templates, code, value, narrativeId, key }: Qualifier): XmlElement | undefined =>
  value === undefined ? undefined : v3('entryRelationship', { typeCode: relation, inversionInd },
    v3('observation', { classCode: 'OBS', moodCode: 'EVN' },
      templateIds(templates),
      fixedCode('code', code),
      referenceTo(cellId(narrativeId, key)),
      COMPLETED,
      codedElement('value', value, v3, { 'xsi:type': 'CE' })));
