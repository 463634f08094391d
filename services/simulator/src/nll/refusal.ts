import { fhirObject, LOCAL_ERRORS, NLL_PROFILES, NLL_SYSTEMS, type FhirObject } from '@ncp/fhir';
import { coding } from './build.js';

/** One answer of the list that is not the thing asked for (sweden-national 2.9). */
export class Refusal extends Error {
  readonly status: number;
  readonly issueType: string;
  readonly codes: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, issueType: string, codes: readonly string[], text: string, headers: Readonly<Record<string, string>> = {}) {
    super(text);
    this.name = 'Refusal';
    this.status = status;
    this.issueType = issueType;
    this.codes = codes;
    this.headers = headers;
  }
}

export const REFUSALS = {
  token: (): Refusal => new Refusal(401, 'login', [LOCAL_ERRORS.token], 'Åtkomstbiljett saknas eller gäller inte.'),
  access: (): Refusal => new Refusal(403, 'forbidden', [LOCAL_ERRORS.access], 'Ändamål, åtkomsttyp eller roll är inte tillåten.'),
  unknown: (): Refusal => new Refusal(404, 'not-found', [LOCAL_ERRORS.unknown], 'Resursen finns inte.'),
  number: (): Refusal => new Refusal(400, 'value', [LOCAL_ERRORS.number], 'Personnumret är inte giltigt.'),
  provenance: (): Refusal => new Refusal(400, 'required', [LOCAL_ERRORS.provenance], 'x-provenance saknas eller kan inte läsas.'),
  content: (text: string): Refusal => new Refusal(400, 'invalid', [LOCAL_ERRORS.content], text),
  stale: (): Refusal => new Refusal(412, 'conflict', [LOCAL_ERRORS.stale], 'Resursen har ändrats sedan den lästes.'),
  noMatch: (): Refusal => new Refusal(428, 'required', [LOCAL_ERRORS.noMatch], 'If-Match saknas.'),
  repeated: (): Refusal => new Refusal(409, 'conflict', [LOCAL_ERRORS.repeated], 'Samma x-request-id med annat innehåll.'),
  status: (): Refusal => new Refusal(422, 'business-rule', [LOCAL_ERRORS.status], 'Förskrivningen är inte aktiv.'),
  left: (): Refusal => new Refusal(422, 'business-rule', [LOCAL_ERRORS.left], 'Inga uttag kvar.'),
  interval: (): Refusal => new Refusal(422, 'business-rule', [LOCAL_ERRORS.interval], 'Expeditionsintervallet har inte passerat.'),
  patient: (): Refusal => new Refusal(422, 'business-rule', [LOCAL_ERRORS.patient], 'Förskrivningen gäller en annan person.'),
  final: (): Refusal => new Refusal(422, 'business-rule', [LOCAL_ERRORS.final], 'Uttaget kan inte ändras så.'),
  /** Published quantity codes (sweden-national 2.8). */
  articleMissing: (): Refusal => new Refusal(422, 'business-rule', ['2-25-182'], 'Artikeln finns inte i produktregistret.'),
  aff: (code: string): Refusal => new Refusal(422, 'business-rule', [code], 'Format- och författningskontroll.'),
  locked: (): Refusal => new Refusal(423, 'lock-error', [LOCAL_ERRORS.locked], 'Förskrivningen expedieras av ett annat apotek.'),
  throttled: (): Refusal => new Refusal(429, 'throttled', [LOCAL_ERRORS.throttled], 'För många anrop.', { 'retry-after': '1' }),
  failure: (status: number): Refusal =>
    new Refusal(status, status === 500 ? 'exception' : 'transient', [status === 500 ? LOCAL_ERRORS.failure : LOCAL_ERRORS.unavailable], 'Tekniskt fel.'),
} as const;

const codeSystemOf = (code: string): string => (/^[A-Z]\.[0-9]{3}$/.test(code) ? NLL_SYSTEMS.affCodes : NLL_SYSTEMS.errorCodes);

/** NLLOperationOutcome. */
export const outcomeResource = (severity: 'error' | 'warning' | 'information', issueType: string, codes: readonly string[], text: string): FhirObject => fhirObject({
  resourceType: 'OperationOutcome',
  meta: { profile: [NLL_PROFILES.operationOutcome] },
  issue: [{ severity, code: issueType, details: fhirObject({ coding: codes.length === 0 ? undefined : codes.map((code) => coding(codeSystemOf(code), code)), text }) }],
});
