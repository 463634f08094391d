import { NcpError } from '@ncp/domain';

/**
 * JSON without loss: a number keeps the digits it was written with, so `1.50` stays `1.50` (house rule 8, CDA-01).
 */
export class FhirNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
    Object.freeze(this);
  }
}

export type FhirValue = string | boolean | null | FhirNumber | readonly FhirValue[] | FhirObject;
export interface FhirObject { readonly [name: string]: FhirValue }

export const isFhirNumber = (value: unknown): value is FhirNumber => value instanceof FhirNumber;
export const isFhirList = (value: unknown): value is readonly FhirValue[] => Array.isArray(value);
export const isFhirObject = (value: unknown): value is FhirObject =>
  typeof value === 'object' && value !== null && !isFhirNumber(value) && !isFhirList(value);

type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
// The compiler's library does not know the third argument yet; the platform has it.
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => FhirValue;

const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;

/**
 * Reads JSON into frozen values. Numbers become `FhirNumber`.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function parseFhirJson(text: string): FhirValue {
  try {
    return parseWithSource(text, (_key, value, context) => {
      if (typeof value === 'number') {
        if (context.source === undefined) throw new Error('the platform gives no number source');
        return new FhirNumber(context.source);
      }
      return typeof value === 'object' && value !== null ? Object.freeze(value) : value;
    });
  } catch {
    // The platform's own error quotes the text it could not read: it must not travel (house rule 9).
    throw new NcpError('NCP_NATIONAL_MALFORMED', { at: 'json' });
  }
}

/**
 * Writes JSON with members in the order they have and numbers exactly as they are.
 * @throws NcpError NCP_NATIONAL_MALFORMED when a FhirNumber is not a JSON number
 */
export function writeFhirJson(value: FhirValue): string {
  if (isFhirNumber(value)) {
    if (!NUMBER.test(value.text)) throw new NcpError('NCP_NATIONAL_MALFORMED', { at: 'number' });
    return value.text;
  }
  if (isFhirList(value)) return `[${value.map(writeFhirJson).join(',')}]`;
  if (!isFhirObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${writeFhirJson(member)}`);
  return `{${members.join(',')}}`;
}

/** Drops members that are `undefined`: FHIR has no empty elements (IHE-11). */
export function fhirObject(members: Readonly<Record<string, FhirValue | undefined>>): FhirObject {
  const kept: [string, FhirValue][] = [];
  for (const [name, value] of Object.entries(members)) if (value !== undefined) kept.push([name, value]);
  return Object.freeze(Object.fromEntries(kept));
}
