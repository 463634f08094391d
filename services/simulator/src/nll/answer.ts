import { fhirObject, NLL_PROFILES, writeFhirJson, type FhirObject } from '@ncp/fhir';
import { coding, idOf, listAt, replaced, textAt, typeOf, versionOf } from './build.js';
import { outcomeResource, Refusal } from './refusal.js';

/** One answer before it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const FHIR_JSON = 'application/fhir+json; charset=utf-8';

export const resourceAnswer = (status: number, resource: FhirObject, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': FHIR_JSON, ...(versionOf(resource) === '' ? {} : { etag: `W/"${versionOf(resource)}"` }), ...headers },
  body: writeFhirJson(resource),
});

export const refusalAnswer = (refusal: Refusal): Answer =>
  resourceAnswer(refusal.status, outcomeResource('error', refusal.issueType, refusal.codes, refusal.message), refusal.headers);

/** A DetectedIssue is never stored: it is made anew for each answer (sweden-national 2.5.5). */
const withIssues = (dispense: FhirObject, codes: readonly string[]): FhirObject => {
  if (codes.length === 0) return dispense;
  const issues = codes.map((code, index) => fhirObject({
    resourceType: 'DetectedIssue',
    id: `aff-${String(index + 1)}`,
    meta: { profile: [NLL_PROFILES.detectedIssue] },
    status: 'final',
    code: { coding: [coding('http://ehalsomyndigheten.se/fhir/CodeSystem/aff-codes', code)] },
  }));
  return replaced(dispense, {
    contained: [...listAt(dispense, 'contained'), ...issues],
    detectedIssue: issues.map((issue) => ({ reference: `#${textAt(issue, 'id') ?? ''}` })),
  });
};

/** The answer to a write, as `prefer` asks for it. */
export function writeAnswer(written: { readonly status: 200 | 201; readonly resource: FhirObject; readonly warnings: readonly string[] }, base: string, prefer: string | undefined): Answer {
  const { resource, warnings, status } = written;
  const headers = {
    etag: `W/"${versionOf(resource)}"`,
    ...(status === 201 ? { location: `${base}/${typeOf(resource)}/${idOf(resource)}/_history/${versionOf(resource)}` } : {}),
  };
  if (prefer === 'return=minimal') return { status, headers, body: '' };
  if (prefer === 'return=OperationOutcome') {
    return resourceAnswer(status, outcomeResource(warnings.length === 0 ? 'information' : 'warning', 'business-rule', warnings, 'Registrerat.'), headers);
  }
  return resourceAnswer(status, withIssues(resource, warnings), headers);
}
