import { createHash } from 'node:crypto';
import { daysBetween, type CalendarDate, type CareContract, type Instant } from '@ncp/domain';
import { CARE_EXTENSIONS, CARE_PROFILES, CARE_SYSTEMS, fhirObject, type FhirObject, type FhirValue } from '@ncp/fhir';
import { coding, ext } from '../../nll/build.js';
import type { DemoDay } from '../../nll/seed/demo-day.js';
import type { Place } from './place.js';

/** The day that the sample persons are described for (sweden-patient-summary 11). */
const DESCRIBED_ON = '2026-11-01' as CalendarDate;

/** Dates as the description has them, moved with the demo day like the rest of the sample world (decisions G26). */
export interface AsDescribed {
  day(date: string): CalendarDate;
  /** That day at a Swedish clock time `HH:MM:SS`. */
  at(date: string, time?: string): Instant;
}

export function asDescribed(demo: DemoDay): AsDescribed {
  const offset = (date: string): number => daysBetween(DESCRIBED_ON, date as CalendarDate);
  return { day: (date) => demo.day(offset(date)), at: (date, time = '10:14:00') => demo.at(offset(date), time) };
}

/** What every record shares, whichever contract it belongs to. */
export interface Writing {
  readonly id: string;
  readonly place: Place;
  readonly at: Instant;
  /** Default true. */
  readonly signed?: boolean;
  readonly security?: 'NOPATIENT';
  /** Default true; without it nobody can judge a block. */
  readonly provenance?: boolean;
}

/** One resource of the care providers, with what its Provenance says. */
export interface CareRow {
  readonly contract: CareContract | 'documents';
  readonly resource: FhirObject;
  readonly writing: Writing;
}

/** One person's rows are written with this at hand. */
export interface Pen {
  readonly number: string;
  readonly dated: AsDescribed;
}

export const words = (text: string): FhirObject => ({ text });
export const coded = (system: string, code: string, display?: string): FhirObject => ({ coding: [coding(system, code, display)] });

export const personOf = (number: string): FhirObject => ({ identifier: { system: 'http://electronichealth.se/identifier/personnummer', value: number } });
/** The two systems of HSA-ids that occur: persons under the one, organisations under the other. */
export const staff = (): FhirObject => ({ identifier: { system: 'urn:oid:1.2.752.29.4.19', value: 'SE0000000000-L001' } });

const PATIENT_TYPES: ReadonlySet<string> = new Set(['AllergyIntolerance', 'Immunization']);
const WITH_ASSERTER: ReadonlySet<string> = new Set(['AllergyIntolerance', 'Condition']);

const signature = (type: string, writing: Writing): readonly FhirObject[] => {
  if (writing.signed === false || WITH_ASSERTER.has(type)) return [];
  if (type === 'Flag') return [ext(CARE_EXTENSIONS.alertSigned, 'valueDateTime', writing.at)];
  const kind = type.toLowerCase();
  return [{
    url: `https://fhir.inera.se/ig/ehds-tk/StructureDefinition/${kind}-legal-authenticator`,
    extension: [ext('signatureTime', 'valueDateTime', writing.at)],
  }];
};

export interface Shape {
  readonly type: string;
  readonly profile: string;
  /** The profile of the EU guide, where there is one. */
  readonly euProfile?: string;
  readonly extension?: readonly FhirObject[];
  readonly members: Readonly<Record<string, FhirValue | undefined>>;
}

/** Logical ids of UUID shape, the same on every start. */
const logicalId = (text: string): string =>
  createHash('sha256').update(text).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');

/** A resource as its contract is mapped: header first, then what is its own (sweden-patient-summary 1.1). */
export function row(pen: Pen, contract: CareRow['contract'], shape: Shape, writing: Writing): CareRow {
  const { type, profile, euProfile, extension = [], members } = shape;
  const extensions = [...extension, ...signature(type, writing)];
  const resource = fhirObject({
    resourceType: type,
    id: logicalId(`${type} ${pen.number} ${writing.place.system} ${writing.id} ${writing.at}`),
    meta: fhirObject({
      source: `${CARE_SYSTEMS.hsaId}#${writing.place.system}`,
      profile: euProfile === undefined ? [profile] : [profile, `http://hl7.eu/fhir/eps/StructureDefinition/${euProfile}-obl-eu-eps`],
      security: writing.security === undefined ? undefined : [coding(CARE_SYSTEMS.actCode, writing.security)],
    }),
    extension: extensions.length === 0 ? undefined : extensions,
    identifier: [{ value: writing.id }],
    [PATIENT_TYPES.has(type) ? 'patient' : 'subject']: personOf(pen.number),
    asserter: WITH_ASSERTER.has(type) && writing.signed !== false ? staff() : undefined,
    ...members,
  });
  return { contract, resource, writing };
}

const agent = (role: string, { hsaId, name }: Place['giver']): FhirObject => ({
  type: coded(CARE_SYSTEMS.participantType, role), who: { identifier: { system: CARE_SYSTEMS.hsaId, value: hsaId }, display: name },
});

/** The Provenance of a row; none where the sample says that its source gives none. */
export const provenanceOf = ({ resource, writing }: CareRow): FhirObject | undefined => (writing.provenance === false ? undefined : {
  resourceType: 'Provenance',
  id: logicalId(`Provenance ${String(resource['id'])}`),
  meta: { profile: [CARE_PROFILES.provenance] },
  target: [{ reference: `urn:uuid:${String(resource['id'])}` }],
  recorded: writing.at,
  agent: [agent('custodian', writing.place.giver), agent('author', writing.place.unit)],
});
