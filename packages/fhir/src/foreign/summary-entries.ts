import type { ReadLine, ReadSection } from '@ncp/domain';
import { fhirObject, type FhirObject } from '../json.js';
import { conceptOf, referenceTo } from './elements.js';
import type { Losses } from './losses.js';

/** Coded entries of a Patient Summary as resources, where they are clear (fhir-documents 6.3). The others stay in words. */

interface EntryFacts {
  readonly id: string;
  readonly patient: string;
  /** The first line whose key ends so, with a code or a text. */
  readonly line: (...ends: readonly string[]) => ReadLine | undefined;
  readonly lines: (end: string) => readonly ReadLine[];
}

const STATUS_OF_ACT: Readonly<Record<string, string>> = { active: 'active', completed: 'completed', aborted: 'stopped', suspended: 'on-hold', cancelled: 'not-taken' };

const dayOf = (line: ReadLine | undefined): string | undefined => {
  const [, year, month, day] = /^(\d{4})(\d{2})?(\d{2})?/.exec(line?.original?.text ?? '') ?? [];
  return year === undefined ? undefined : [year, month, day].filter((part) => part !== undefined).join('-');
};

const subject = (patient: string): FhirObject => referenceTo('Patient', patient);

const allergy = ({ id, patient, line, lines }: EntryFacts): FhirObject | undefined => {
  // A known absence stands in the value; an agent in the participant (cda-documents 7).
  const what = line('.agent.code', '.allergy.value', '.value') ?? line('.agent.name');
  if (what === undefined) return undefined;
  const manifestations = lines('.reaction.value').filter(({ mark }) => mark !== 'missing').map(conceptOf);
  return fhirObject({
    resourceType: 'AllergyIntolerance', id, code: conceptOf(what), patient: subject(patient), onsetDateTime: dayOf(line('.allergy.time.low')),
    reaction: manifestations.length === 0 ? undefined : [fhirObject({ manifestation: manifestations })],
  });
};

const condition = ({ id, patient, line }: EntryFacts): FhirObject | undefined => {
  const what = line('.problem.value', '.value');
  return what === undefined ? undefined : fhirObject({
    resourceType: 'Condition', id, code: conceptOf(what), subject: subject(patient), onsetDateTime: dayOf(line('.problem.time.low', '.problem.treatment.low')),
  });
};

const procedure = ({ id, patient, line }: EntryFacts): FhirObject | undefined => {
  const what = line('.code');
  const status = line('.status')?.code?.code;
  return what === undefined ? undefined : fhirObject({
    resourceType: 'Procedure', id, status: status === 'completed' ? 'completed' : 'unknown', code: conceptOf(what), subject: subject(patient), performedDateTime: dayOf(line('.time', '.time.low')),
  });
};

const immunization = ({ id, patient, line }: EntryFacts): FhirObject | undefined => {
  const what = line('.product.code') ?? line('.product.name');
  if (what === undefined) return undefined;
  const day = dayOf(line('.time', '.treatment', '.time.low', '.treatment.low'));
  return fhirObject({
    resourceType: 'Immunization', id, status: line('.status')?.code?.code === 'cancelled' ? 'not-done' : 'completed', vaccineCode: conceptOf(what), patient: subject(patient),
    ...(day === undefined ? { occurrenceString: 'uppgift saknas' } : { occurrenceDateTime: day }),
    lotNumber: line('.product.lot')?.original?.text,
  });
};

const medication = ({ id, patient, line }: EntryFacts): FhirObject | undefined => {
  const name = line('.product.name');
  const what = line('.product.kind.code', '.product.ingredient.code', '.product.code', '.code') ?? name;
  if (what === undefined) return undefined;
  const concept = conceptOf(what);
  const rendered = line('.dosage.sentence')?.sv;
  return fhirObject({
    resourceType: 'MedicationStatement', id, status: STATUS_OF_ACT[line('.status')?.code?.code ?? ''] ?? 'unknown',
    medicationCodeableConcept: name?.original === undefined ? concept : fhirObject({ ...concept, text: name.original.text }),
    subject: subject(patient), dosage: rendered === undefined ? undefined : [fhirObject({ text: rendered })],
  });
};

const BUILDERS: Readonly<Record<string, (facts: EntryFacts) => FhirObject | undefined>> = {
  '48765-2': allergy, '11450-4': condition, '11348-0': condition, '47519-4': procedure, '11369-6': immunization, '10160-0': medication,
};

/** Resources of a section's entries. A negated entry, and one without a clear subject, stays in the narrative and is told. */
export const entriesOf = (section: ReadSection, code: string, context: { readonly patient: string; readonly idOf: (key: string) => string }, losses: Losses): readonly FhirObject[] => {
  const build = BUILDERS[code];
  return section.entries.flatMap((entry): readonly FhirObject[] => {
    const told = entry.lines.filter(({ mark }) => mark !== 'missing');
    const keyed = told.map((line) => ({ line, key: line.key.slice(entry.key.length).replace(/\.\d+(?=\.|$)/g, '') }));
    const lines = (end: string): readonly ReadLine[] => keyed.filter(({ key }) => key.endsWith(end)).map(({ line }) => line);
    const line = (...ends: readonly string[]): ReadLine | undefined => ends.map((end) => lines(end)[0]).find((one) => one !== undefined);
    const isNegated = entry.lines.some(({ sv }) => sv?.startsWith('NEKAS') === true);
    const resource = build === undefined || isNegated ? undefined : build({ id: context.idOf(entry.key), patient: context.patient, line, lines });
    if (resource === undefined) losses.note({ source: entry.key, target: 'Composition.section.text', kind: 'narrative-only', severity: isNegated ? 'warning' : 'information' });
    return resource === undefined ? [] : [resource];
  });
};
