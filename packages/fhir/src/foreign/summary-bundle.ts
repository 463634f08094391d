import { CLASS_CODES, CODE_SYSTEMS, NcpError, type ForeignPatient, type ReadDocument, type ReadSection } from '@ncp/domain';
import { fhirObject, type FhirObject } from '../json.js';
import { identifierOf, referenceTo } from './elements.js';
import { Losses, outcomeOf } from './losses.js';
import { originalsReference, provenanceOf, type OriginalDocuments } from './originals.js';
import { patientOf } from './parties.js';
import { entryOf, type BundleContext } from './prescription-bundle.js';
import { entriesOf } from './summary-entries.js';
import { systemUri } from './systems.js';

const SECTION = /^section\.(.+?)(?:\.\d+)?$/;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const div = (lines: readonly string[]): string => `<div xmlns="http://www.w3.org/1999/xhtml">${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}</div>`;

/** What a section says in words: its own text in the language of the document, else that it has none. */
const narrativeOf = ({ narrative }: ReadSection): FhirObject =>
  fhirObject({ status: 'additional', div: div(narrative.length === 0 ? ['Avsnittet har ingen text.'] : narrative) });

/**
 * A foreign Patient Summary for a Swedish system: FHIR R4 Bundle of type `document` (fhir-documents 6.3). Sections have a
 * Swedish title and the narrative of the source; entries are resources where they are clear, words elsewhere, and the
 * OperationOutcome says which. An absence is the concept that the source states: none is concluded.
 * @throws NcpError NCP_CDA_NOT_EXPRESSIBLE without patient id
 */
export const summaryBundle = (
  patient: ForeignPatient, read: ReadDocument, originals: OriginalDocuments, context: Omit<BundleContext, 'highIsLastDispensingDay'>,
): FhirObject => {
  if (patient.ids.length === 0) throw new NcpError('NCP_CDA_NOT_EXPRESSIBLE', { at: 'patient' });
  const losses = new Losses();
  const { root, extension } = read.documentId;
  const base = extension === undefined ? root : `${root}^${extension}`;
  const idOf = (what: string): string => context.digest(`${base}|${what}`);
  const patientId = idOf('patient');
  const device = idOf('device');
  const sections = read.sections.flatMap((section) => {
    const code = SECTION.exec(section.key)?.[1];
    if (code === undefined) return [];
    const resources = entriesOf(section, code, { patient: patientId, idOf }, losses);
    const isLoinc = /^\d{4,5}-\d$/.test(code);
    return [{
      resources,
      section: fhirObject({
        title: section.label.sv,
        code: fhirObject({ coding: isLoinc ? [fhirObject({ system: systemUri(CODE_SYSTEMS.loinc), code })] : undefined, text: section.label.sv }),
        text: narrativeOf(section),
        entry: resources.length === 0 ? undefined : resources.map(({ resourceType: type, id }) => referenceTo(String(type), String(id))),
      }),
    }];
  });
  const composition = fhirObject({
    resourceType: 'Composition', id: idOf('composition'), language: 'sv', status: 'final',
    type: fhirObject({ coding: [fhirObject({ system: systemUri(CODE_SYSTEMS.loinc), code: CLASS_CODES.patientSummary })], text: 'Patientöversikt' }),
    subject: referenceTo('Patient', patientId), date: context.retrievedAt, author: [referenceTo('Device', device)],
    title: read.title ?? 'Patientöversikt', section: sections.length === 0 ? undefined : sections.map(({ section }) => section),
  });
  const resources = [
    composition, patientOf(patientId, patient, losses),
    // The conversion is a machine's work, and says so.
    fhirObject({ resourceType: 'Device', id: device, deviceName: [fhirObject({ name: 'NCPeH Sverige', type: 'user-friendly-name' })] }),
    ...sections.flatMap((one) => one.resources),
    originalsReference({
      id: idOf('originals'), patient: patientId, kind: 'patientSummary', at: context.retrievedAt, ...(read.language === undefined ? {} : { language: read.language }),
    }, originals),
    provenanceOf(idOf('provenance'), [referenceTo('Composition', idOf('composition'))], context),
    outcomeOf(idOf('outcome'), read, losses.all),
  ];
  const identifier = identifierOf(read.documentId, losses, 'Bundle') ?? fhirObject({ system: 'urn:ietf:rfc:3986', value: `urn:sha256:${idOf('document')}` });
  return fhirObject({ resourceType: 'Bundle', id: idOf('bundle'), identifier, type: 'document', timestamp: context.retrievedAt, entry: resources.map(entryOf) });
};
