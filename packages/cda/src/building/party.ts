import type { InstanceIdentifier } from '@ncp/domain';
import type { XmlContent, XmlElement } from '@ncp/xml';
import { nullOf, v3 } from './elements.js';
import { identifier } from './identifiers.js';
import { optionalLine, visibleLine } from './visible-text.js';

export interface Address {
  readonly street?: string;
  readonly city?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2; every address of an organisation has it. */
  readonly country: string;
}

export interface Organisation {
  readonly id?: InstanceIdentifier;
  readonly name?: string;
  /** As written; `telecom` brings it into the form of a `tel:` URI. */
  readonly phone?: string;
  readonly address: Address;
}

const NOT_IN_A_TEL_URI = /[^0-9().-]/g;

/**
 * `0480-12 34 56` -> `tel:+46480-123456`. The national trunk zero becomes the country code, because the reader is abroad.
 * Undefined when what is left is no number; the text then stands only where people read it.
 */
export const telUri = (phone: string, countryCallingCode = '46'): string | undefined => {
  const trimmed = phone.trim();
  const international = trimmed.startsWith('+') || trimmed.startsWith('00');
  const digits = trimmed.replace(/^(?:\+|00)/, '').replace('(0)', '').replaceAll(NOT_IN_A_TEL_URI, '');
  if (/[A-Za-zÅÄÖåäö]/.test(trimmed) || digits.replaceAll(/\D/g, '').length < 5) return undefined;
  if (international) return `tel:+${digits}`;
  return digits.startsWith('0') ? `tel:+${countryCallingCode}${digits.slice(1)}` : `tel:${digits}`;
};

/** A telephone of a work place, or `NI`: no other null flavour is accepted in a header (cda-documents 1.10). */
export const workTelecom = (phone: string | undefined): XmlElement => {
  const value = phone === undefined ? undefined : telUri(phone);
  return value === undefined ? nullOf('telecom', 'NI') : v3('telecom', { use: 'WP', value });
};

/** Text of people, made safe to read (CDA-10); undefined for blank text, so that no empty element is written. */
const line = (name: string, written: string | undefined): XmlElement | undefined => {
  const shown = optionalLine(written);
  return shown === undefined ? undefined : v3(name, {}, shown);
};

export const address = ({ street, city, postalCode, country }: Address): XmlElement =>
  v3('addr', {}, line('streetAddressLine', street), line('city', city), line('postalCode', postalCode), v3('country', {}, country));

/** One `given` for each given name (decisions D15). */
export const personName = (family: string, given: readonly string[]): XmlElement =>
  v3('name', {}, v3('family', {}, visibleLine(family)), given.map((name) => v3('given', {}, visibleLine(name))));

const organisationContent = ({ id, name, phone, address: where }: Organisation): readonly XmlContent[] => [
  id === undefined ? nullOf('id', 'NI') : identifier('id', id),
  line('name', name) ?? nullOf('name', 'NI'),
  workTelecom(phone),
  address(where),
];

export const organisation = (element: string, organisationModel: Organisation): XmlElement =>
  v3(element, { classCode: 'ORG', determinerCode: 'INSTANCE' }, organisationContent(organisationModel));

export const assignedPerson = (family: string, given: readonly string[]): XmlElement =>
  v3('assignedPerson', { classCode: 'PSN', determinerCode: 'INSTANCE' }, personName(family, given));
