import { LOCAL_FHIR_BASE, NcpError, type ForeignPrescriptionFacts, type InstanceIdentifier, type ReadDocument, type ReadLine } from '@ncp/domain';
import { FhirNumber, fhirObject, type FhirObject, type FhirValue } from '../json.js';
import { dosageOf, periodOf } from './dosage.js';
import { dataAbsent, dateTimeOf, identifierOf, referenceTo } from './elements.js';
import { Losses, outcomeOf } from './losses.js';
import { medicationOf, type LineFinder } from './medication.js';
import { originalsReference, provenanceOf, type OriginalDocuments } from './originals.js';
import { patientOf, prescriberOf } from './parties.js';
import { EXTENSIONS } from './systems.js';

export type { OriginalDocuments } from './originals.js';

export interface BundleContext {
  /** SHA-256 of a text, lower-case hexadecimal: makes the ids (sweden-national 6.3). */
  readonly digest: (text: string) => string;
  /** Of the country that issued it, bare OID. */
  readonly homeCommunityId: string;
  /** ISO instant. */
  readonly retrievedAt: string;
  /** Country rule: the end of treatment is the last dispensing day (decisions D35, D74). */
  readonly highIsLastDispensingDay: boolean;
}

const STATUSES: Readonly<Record<string, string>> = { active: 'active', completed: 'completed', suspended: 'on-hold', aborted: 'stopped', cancelled: 'cancelled' };

const written = ({ root, extension }: InstanceIdentifier): string => (extension === undefined ? root : `${root}^${extension}`);
const same = (a: InstanceIdentifier, b: InstanceIdentifier): boolean => a.root === b.root && a.extension === b.extension;

export const lineFinder = (read: ReadDocument): LineFinder => {
  const byKey = new Map<string, ReadLine[]>();
  for (const line of read.sections.flatMap((section) => [...section.lines, ...section.entries.flatMap((entry) => entry.lines)])) {
    const key = line.key.replace(/\.\d+$/, '');
    const there = byKey.get(key) ?? [];
    there.push(line);
    byKey.set(key, there);
  }
  return (key) => byKey.get(key) ?? [];
};

export const entryOf = (resource: FhirObject): FhirObject => {
  const { resourceType: type, id } = resource;
  return fhirObject({ fullUrl: `${LOCAL_FHIR_BASE}/${typeof type === 'string' ? type : ''}/${typeof id === 'string' ? id : ''}`, resource });
};

/** What may not be missing in a conversion: then none is made (fhir-documents 6.4). */
const requireFacts = ({ patient, prescriptionId, itemId, product }: ForeignPrescriptionFacts): InstanceIdentifier => {
  const item = itemId ?? prescriptionId;
  if (patient.ids.length === 0) throw new NcpError('NCP_CDA_NOT_EXPRESSIBLE', { at: 'patient' });
  if (item === undefined) throw new NcpError('NCP_CDA_NOT_EXPRESSIBLE', { at: 'prescription' });
  if (product.name === undefined && product.codes.length === 0) throw new NcpError('NCP_CDA_NOT_EXPRESSIBLE', { at: 'product' });
  return item;
};

const notesOf = (prescription: ForeignPrescriptionFacts): readonly FhirObject[] | undefined => {
  const notes = [
    ...prescription.fulfilmentInstructions,
    ...(prescription.repeats === undefined ? [] : [`Upprepningar enligt dokumentet: ${prescription.repeats}. Endast upplysning; mängden ändras inte.`]),
    ...(prescription.narrative.length === 0 ? [] : [prescription.narrative.join('\n')]),
  ].map((text) => fhirObject({ text }));
  return notes.length === 0 ? undefined : notes;
};

const dispenseRequestOf = (prescription: ForeignPrescriptionFacts, highIsLast: boolean): FhirObject | undefined => {
  const { packages, treatment } = prescription;
  const quantity = packages === undefined ? undefined : fhirObject({ value: new FhirNumber(packages.value), unit: 'förpackning' });
  // Validity only by a rule of the country: the period is otherwise that of the treatment (decisions D35).
  const end = highIsLast ? dateTimeOf(treatment?.high) : undefined;
  if (quantity === undefined && end === undefined) return undefined;
  return fhirObject({
    extension: quantity === undefined ? undefined : [fhirObject({ url: EXTENSIONS.prescribedQuantity, valueQuantity: quantity })],
    validityPeriod: end === undefined ? undefined : fhirObject({ end }),
    quantity,
  });
};

/**
 * A foreign ePrescription for a Swedish pharmacy system: FHIR R4 Bundle of type `collection` after HL7 Europe's
 * prescription guide (sweden-national 6.3, fhir-documents 2 and 6.1, decisions D74). The text of each code is Swedish, its
 * original stands beside; the documents themselves are attached; what was lost is in the OperationOutcome.
 * @throws NcpError NCP_CDA_NOT_EXPRESSIBLE without patient id, prescription id or product
 */
export const prescriptionBundle = (
  prescription: ForeignPrescriptionFacts, read: ReadDocument, originals: OriginalDocuments, context: BundleContext,
): FhirObject => {
  const item = requireFacts(prescription);
  const losses = new Losses();
  const lines = lineFinder(read);
  const base = `${written(prescription.documentId)}|${written(item)}`;
  const idOf = (what: string): string => context.digest(`${base}|${what}`);
  const ids = { request: context.digest(base), medication: idOf('medication'), patient: idOf('patient'), practitioner: idOf('practitioner'), organization: idOf('organization'), role: idOf('role') };
  const { prescriptionId, prescriber, treatment, status = 'unknown', substitution } = prescription;
  const authored = dateTimeOf(prescriber.writtenAt);
  if (authored === undefined) losses.note({ source: 'prescriber.time', target: 'MedicationRequest.authoredOn', kind: 'defaulted', severity: 'warning' });
  if (STATUSES[status] === undefined) losses.note({ source: 'prescription.status', target: 'MedicationRequest.status', kind: 'approximated', severity: 'warning' });
  if (substitution !== undefined && substitution.code === 'TE') losses.note({ source: 'prescription.substitution', target: 'MedicationRequest.substitution', kind: 'approximated', severity: 'information' });
  const [sentence] = lines('dosage.sentence').filter(({ mark, sv }) => mark !== 'missing' && sv !== undefined);
  const period = treatment === undefined ? undefined : periodOf(context.highIsLastDispensingDay && treatment.low !== undefined ? { low: treatment.low } : treatment);
  const extensions: readonly FhirObject[] = [
    ...(sentence?.sv === undefined ? [] : [fhirObject({ url: EXTENSIONS.renderedDosageInstruction, valueMarkdown: sentence.sv })]),
    ...(period === undefined ? [] : [fhirObject({ url: EXTENSIONS.effectiveDosePeriod, valuePeriod: period })]),
  ];
  const [route] = lines('dosage.route').filter(({ mark }) => mark !== 'missing');
  const shown = context.highIsLastDispensingDay && treatment !== undefined
    ? { ...prescription, treatment: treatment.low === undefined ? {} : { low: treatment.low } } : prescription;
  const dosage = dosageOf(shown, route, losses);
  const identifier = identifierOf(item, losses, 'MedicationRequest');
  const request = fhirObject({
    resourceType: 'MedicationRequest', id: ids.request,
    extension: extensions.length === 0 ? undefined : extensions,
    identifier: identifier === undefined ? undefined : [identifier],
    status: STATUSES[status] ?? 'unknown', intent: 'order',
    medicationReference: referenceTo('Medication', ids.medication), subject: referenceTo('Patient', ids.patient),
    authoredOn: authored, _authoredOn: authored === undefined ? dataAbsent('unknown') : undefined,
    requester: referenceTo('PractitionerRole', ids.role),
    groupIdentifier: prescriptionId === undefined || same(prescriptionId, item) ? undefined : identifierOf(prescriptionId, losses, 'MedicationRequest.groupIdentifier'),
    note: notesOf(prescription),
    dosageInstruction: Object.keys(dosage).length === 0 ? undefined : [dosage],
    dispenseRequest: dispenseRequestOf(prescription, context.highIsLastDispensingDay),
    substitution: fhirObject({ allowedBoolean: prescription.substitutionAllowed }),
  });
  const medication = medicationOf(ids.medication, prescription, lines, losses);
  const patient = patientOf(ids.patient, prescription.patient, losses);
  const people = prescriberOf(ids, prescriber, lines('prescriber.role')[0], losses);
  const documents = originalsReference({
    id: idOf('originals'), patient: ids.patient, kind: 'ePrescription', at: context.retrievedAt,
    ...(prescription.language === undefined ? {} : { language: prescription.language }),
  }, originals);
  const provenance = provenanceOf(idOf('provenance'), [referenceTo('MedicationRequest', ids.request)], context);
  // Last: by now every loss is known.
  const outcome = outcomeOf(idOf('outcome'), read, losses.all);
  const entries: readonly FhirValue[] = [request, medication, patient, ...people, documents, provenance, outcome].map(entryOf);
  return fhirObject({
    resourceType: 'Bundle', id: idOf('bundle'), identifier: identifierOf(prescription.documentId, losses, 'Bundle'), type: 'collection', timestamp: context.retrievedAt, entry: entries,
  });
};
