import type { Instant } from '@ncp/domain';
import { fhirObject, writeFhirJson, type FhirObject } from './json.js';
import { LOCAL_CODES, LOCAL_SYSTEMS, NLL_PROFILES, NLL_SYSTEMS } from './national-constants.js';

/** Who acts towards the national list: the gateway's machine role (decisions G11). */
export interface Performer {
  readonly legitimationCode: string;
  readonly family: string;
  readonly given: string;
  /** AP, RC ... */
  readonly profession: string;
}

export interface ProvenanceFacts {
  readonly event: 'register' | 'backa' | 'kreditera';
  /** `MedicationDispense/<id>`, or `urn:uuid:<request id>` for one that does not exist yet. */
  readonly target: string;
  readonly recorded: Instant;
  readonly performer: Performer;
  /** Given only when something registered is changed, never at registration; cut at 256 characters. */
  readonly reason?: string;
}

const EVENT_CODES = {
  register: LOCAL_CODES.eventRegister, backa: LOCAL_CODES.eventReverse, kreditera: LOCAL_CODES.eventCredit,
} as const;
const REASON_CHARACTERS = 256;

/** NLLProvenanceMedicationDispense (sweden-national 2.5.4). */
export const encodeProvenance = (facts: ProvenanceFacts): FhirObject => fhirObject({
  resourceType: 'Provenance',
  meta: { profile: [NLL_PROFILES.provenanceDispense] },
  contained: [{
    resourceType: 'Practitioner',
    id: 'thePerformer',
    meta: { profile: [NLL_PROFILES.practitioner] },
    identifier: [{ system: NLL_SYSTEMS.legitimationCode, value: facts.performer.legitimationCode }],
    name: [{ family: facts.performer.family, given: [facts.performer.given] }],
    qualification: [{ code: { coding: [{ system: NLL_SYSTEMS.profession, code: facts.performer.profession }] } }],
  }],
  target: [{ reference: facts.target }],
  recorded: facts.recorded,
  reason: facts.reason === undefined || facts.event === 'register' ? undefined : [{ text: [...facts.reason].slice(0, REASON_CHARACTERS).join('') }],
  activity: { coding: [{ system: LOCAL_SYSTEMS.event, code: EVENT_CODES[facts.event] }] },
  agent: [{ type: { coding: [{ code: 'author' }] }, who: { reference: '#thePerformer' } }],
});

/** Value of the `x-provenance` header: base64 of the resource's UTF-8 JSON. */
export function provenanceHeader(facts: ProvenanceFacts): string {
  return base64OfText(writeFhirJson(encodeProvenance(facts)));
}

/** Base64 of a text's UTF-8 bytes, for header values. */
export const base64OfText = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
