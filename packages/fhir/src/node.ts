import {
  NcpError, parseDate, parseDecimal, parseInstant, stockholmDate, type CalendarDate, type DecimalString, type Instant,
} from '@ncp/domain';
import { isFhirList, isFhirNumber, isFhirObject, type FhirObject, type FhirValue } from './json.js';

/** A FHIR object and where it stands; every refusal names that place and nothing else. */
export interface FhirNode {
  readonly value: FhirObject;
  /** FHIRPath-like: `MedicationRequest.dosageInstruction[1].timing`. */
  readonly path: string;
}

/** What cannot be read is refused with its place, never with its content. */
export const malformed = (at: string): NcpError => new NcpError('NCP_NATIONAL_MALFORMED', { at });

const at = (node: FhirNode, name: string): string => `${node.path}.${name}`;

const member = (node: FhirNode, name: string): FhirValue | undefined =>
  Object.hasOwn(node.value, name) ? node.value[name] : undefined;

/** A resource of the expected type. @throws NcpError NCP_NATIONAL_MALFORMED */
export function resourceNode(value: FhirValue, type: string): FhirNode {
  if (!isFhirObject(value) || value['resourceType'] !== type) throw malformed(type);
  return { value, path: type };
}

export function textIn(node: FhirNode, name: string): string | undefined {
  const value = member(node, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw malformed(at(node, name));
  return value;
}

export function requireText(node: FhirNode, name: string): string {
  const value = textIn(node, name);
  if (value === undefined || value === '') throw malformed(at(node, name));
  return value;
}

export function flagIn(node: FhirNode, name: string): boolean | undefined {
  const value = member(node, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'boolean') throw malformed(at(node, name));
  return value;
}

export function decimalIn(node: FhirNode, name: string): DecimalString | undefined {
  const value = member(node, name);
  if (value === undefined) return undefined;
  const parsed = isFhirNumber(value) ? parseDecimal(value.text) : undefined;
  if (parsed?.ok !== true) throw malformed(at(node, name));
  return parsed.value;
}

/** A count: FHIR integer, unsignedInt or positiveInt. Not for quantities. */
export function countIn(node: FhirNode, name: string): number | undefined {
  const value = member(node, name);
  if (value === undefined) return undefined;
  if (!isFhirNumber(value) || !/^(0|[1-9][0-9]{0,8})$/.test(value.text)) throw malformed(at(node, name));
  return Number(value.text);
}

export function nodeIn(node: FhirNode, name: string): FhirNode | undefined {
  const value = member(node, name);
  if (value === undefined) return undefined;
  if (!isFhirObject(value)) throw malformed(at(node, name));
  return { value, path: at(node, name) };
}

export function nodesIn(node: FhirNode, name: string): readonly FhirNode[] {
  const value = member(node, name);
  if (value === undefined) return [];
  if (!isFhirList(value)) throw malformed(at(node, name));
  return value.map((item, index) => {
    const path = `${at(node, name)}[${String(index)}]`;
    if (!isFhirObject(item)) throw malformed(path);
    return { value: item, path };
  });
}

export function textsIn(node: FhirNode, name: string): readonly string[] {
  const value = member(node, name);
  if (value === undefined) return [];
  if (!isFhirList(value)) throw malformed(at(node, name));
  return value.map((item) => {
    if (typeof item !== 'string') throw malformed(at(node, name));
    return item;
  });
}

export function instantIn(node: FhirNode, name: string): Instant | undefined {
  const value = textIn(node, name);
  if (value === undefined) return undefined;
  const parsed = parseInstant(value);
  if (!parsed.ok) throw malformed(at(node, name));
  return parsed.value;
}

export function requireInstant(node: FhirNode, name: string): Instant {
  const value = instantIn(node, name);
  if (value === undefined) throw malformed(at(node, name));
  return value;
}

/** A FHIR dateTime read as a day: a time in it is the Swedish day of that instant (decisions D44). */
export function dayIn(node: FhirNode, name: string): CalendarDate | undefined {
  const value = textIn(node, name);
  if (value === undefined) return undefined;
  const day = parseDate(value);
  if (day.ok) return day.value;
  const time = parseInstant(value);
  if (!time.ok) throw malformed(at(node, name));
  return stockholmDate(time.value);
}

/** The one extension with that URL; several with one URL have no single meaning. */
export function extensionIn(node: FhirNode, url: string): FhirNode | undefined {
  const found = nodesIn(node, 'extension').filter((extension) => textIn(extension, 'url') === url);
  if (found.length > 1) throw malformed(at(node, 'extension'));
  return found[0];
}

/** The logical id of a literal reference to a resource of that type, `Patient/x` or `.../Patient/x/_history/2`. */
export function referencedId(node: FhirNode | undefined, type: string): string | undefined {
  const reference = node === undefined ? undefined : textIn(node, 'reference');
  const [, id] = /(?:^|\/)([A-Za-z]+\/[A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/.exec(reference ?? '') ?? [];
  return id?.startsWith(`${type}/`) === true ? id.slice(type.length + 1) : undefined;
}

/** A member that is absent when its value is (exactOptionalPropertyTypes). */
export const optional = <Name extends string, T>(name: Name, value: T | undefined): { readonly [K in Name]?: T } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [K in Name]?: T });
