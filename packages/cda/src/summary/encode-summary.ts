import { DOCUMENT_TEMPLATES } from '@ncp/domain';
import { encodeBase64, serialiseXml, type XmlElement } from '@ncp/xml';
import { codedElement } from '../building/coded-element.js';
import { ROOT_NAMESPACES, v3 } from '../building/elements.js';
import { refuseErrors } from '../building/header.js';
import { templateIds } from '../building/identifiers.js';
import { deviceEntry, procedureEntry } from './encode-absent-lists.js';
import { allergyEntries, problemEntries, problemEntry } from './encode-concerns.js';
import { summaryHeader } from './encode-header.js';
import { immunizationEntry } from './encode-immunization.js';
import { medicationEntries } from './encode-medication.js';
import { sectionText } from './encode-narrative.js';
import { bloodGroupEntry, functionalEntry, pregnancyEntries } from './encode-observations.js';
import type { PatientSummaryDocument, SummarySection, SummarySections } from './model.js';
import { SECTIONS } from './sections.js';

type Write<Content> = (content: Content) => readonly XmlElement[];

const section = <Content>(name: keyof SummarySections, model: SummarySection<Content> | undefined, write: Write<Content>): readonly XmlElement[] =>
  model === undefined ? [] : [v3('component', {}, v3('section', { classCode: 'DOCSECT' },
    templateIds(SECTIONS[name].templates),
    codedElement('code', model.code),
    v3('title', {}, model.title),
    sectionText(model.narrative),
    write(model.content)))];

const body = (sections: SummarySections): XmlElement =>
  v3('structuredBody', { classCode: 'DOCBODY' },
    section('medications', sections.medications, medicationEntries),
    section('allergies', sections.allergies, allergyEntries),
    section('immunizations', sections.immunizations, (entries) => entries.map(immunizationEntry)),
    section('pastIllness', sections.pastIllness, (entries) => entries.map(problemEntry)),
    section('procedures', sections.procedures, (entry) => [procedureEntry(entry)]),
    section('problems', sections.problems, problemEntries),
    section('devices', sections.devices, (entry) => [deviceEntry(entry)]),
    section('functionalStatus', sections.functionalStatus, (entries) => entries.map(functionalEntry)),
    section('pregnancy', sections.pregnancy, pregnancyEntries),
    section('results', sections.results, (entry) => [bloodGroupEntry(entry)]));

/**
 * Writes the level 3 document: UTF-8, release v8.0.0 (cda-documents 7). The same model gives the same bytes.
 * @throws NcpError NCP_CDA_MAPPING_REQUIRED, NCP_CDA_NOT_EXPRESSIBLE when the model may not be released
 */
export const encodeSummary = (model: PatientSummaryDocument): Uint8Array => {
  refuseErrors(model);
  // Without a level 1 the thing transformed is the compilation itself (decisions D31).
  const kind = { templateId: DOCUMENT_TEMPLATES.patientSummary, id: model.level3Id, relatedId: model.offerLevel1 ? model.level1Id : model.setId };
  return serialiseXml(v3('ClinicalDocument', ROOT_NAMESPACES,
    summaryHeader(model, kind), v3('component', {}, body(model.sections))), { declaration: true });
};

/**
 * Writes the level 1 document: the same header, the PDF inside (cda-documents 8). The same input gives the same bytes.
 * @throws NcpError as `encodeSummary`
 */
export const encodeSummaryLevel1 = (model: PatientSummaryDocument, pdf: Uint8Array): Uint8Array => {
  refuseErrors(model);
  const kind = { templateId: DOCUMENT_TEMPLATES.patientSummaryLevel1, id: model.level1Id, relatedId: model.level3Id };
  return serialiseXml(v3('ClinicalDocument', ROOT_NAMESPACES,
    summaryHeader(model, kind),
    v3('component', {}, v3('nonXMLBody', { classCode: 'DOCBODY', moodCode: 'EVN' },
      v3('text', { mediaType: 'application/pdf', representation: 'B64' }, encodeBase64(pdf))))), { declaration: true });
};
