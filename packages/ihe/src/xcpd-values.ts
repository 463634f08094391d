import { epochMs, hl7Utc, parseDate, parseHomeCommunityId, type InstanceIdentifier, type Instant } from '@ncp/domain';
import { attr, childrenOf, descendant, element, NS, textOf, type XmlElement } from '@ncp/xml';
import { given } from './given.js';
import type { XcpdAddress } from './xcpd-types.js';

/** HL7 v3 data types as ITI-55 uses them: written exactly, read leniently. */

export const hl7 = (
  local: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...children: readonly (XmlElement | string | undefined | readonly (XmlElement | undefined)[])[]
): XmlElement => element(NS.hl7, local, attributes, ...children);

export const code = (local: string, value: string, codeSystem?: string): XmlElement => hl7(local, { code: value, codeSystem });

/** An II; one that is not known is NI, where the schema wants one. */
export const instanceIdentifier = (local: string, id: InstanceIdentifier | undefined): XmlElement =>
  id === undefined ? hl7(local, { nullFlavor: 'NI' }) : hl7(local, { root: id.root, extension: id.extension });

/** `yyyyMMddHHmmss.SSS+0000` (wire-contract 2.2). */
export const creationTime = (instant: Instant): XmlElement => {
  const ms = ((epochMs(instant) % 1000) + 1000) % 1000;
  return hl7('creationTime', { value: `${hl7Utc(instant)}.${String(ms).padStart(3, '0')}+0000` });
};

/** Element with text; nothing when there is no text (IHE-11). */
export const textElement = (local: string, text: string | undefined): XmlElement | undefined =>
  text === undefined || text.trim() === '' ? undefined : hl7(local, {}, text.trim());

/** First children down a path; absent as soon as one is. */
export const at = (owner: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined =>
  owner === undefined ? undefined : descendant(owner, NS.hl7, ...path);

const present = (text: string | undefined): string | undefined => {
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
};

export const readText = (owner: XmlElement | undefined, ...path: readonly string[]): string | undefined => {
  const found = at(owner, ...path);
  return found === undefined ? undefined : present(textOf(found));
};

export const readAttr = (found: XmlElement | undefined, name: string): string | undefined =>
  found === undefined ? undefined : present(attr(found, name));

/** An II with a root; one without is no identifier. */
export const readIdentifier = (found: XmlElement | undefined): InstanceIdentifier | undefined => {
  const root = readAttr(found, 'root');
  const extension = readAttr(found, 'extension');
  return root === undefined ? undefined : { root, ...(extension === undefined ? {} : { extension }) };
};

/** A homeCommunityId as a bare OID, whichever form was used; text of no form is kept, so that it equals none. */
export const readHome = (found: XmlElement | undefined): string | undefined => {
  const text = readAttr(found, 'root');
  if (text === undefined) return undefined;
  const home = parseHomeCommunityId(text);
  return home.ok ? home.value : text;
};

/** A point in time of HL7 from the day on. Whatever else begins with eight digits is no day (RS XML-31). */
const TIME_FROM_DAY = /^(\d{4})(\d{2})(\d{2})(?:\d{2,6}(?:\.\d{1,4})?)?(?:[+-]\d{4})?$/;

/** The day of a birth time: its first eight characters (wire-contract 2.3); else the text as sent. */
export const readBirthDate = (found: XmlElement | undefined): string | undefined => {
  const text = readAttr(found, 'value') ?? readAttr(at(found, 'center'), 'value') ?? readAttr(at(found, 'low'), 'value');
  if (text === undefined) return undefined;
  const day = parseDate(text.replace(TIME_FROM_DAY, '$1-$2-$3'));
  return day.ok ? day.value : text;
};

export const readName = (found: XmlElement | undefined): { readonly family?: string; readonly given?: string } =>
  given({ family: readParts(found, 'family'), given: readParts(found, 'given') });

export const readAddress = (found: XmlElement | undefined): XcpdAddress =>
  given({
    street: readText(found, 'streetAddressLine') ?? readText(found, 'streetName'),
    city: readText(found, 'city'),
    postalCode: readText(found, 'postalCode'),
    country: readText(found, 'country'),
  });

const readParts = (found: XmlElement | undefined, local: string): string | undefined => {
  if (found === undefined) return undefined;
  const parts = childrenOf(found, NS.hl7, local).map((part) => textOf(part).trim());
  return present(parts.filter((part) => part !== '').join(' '));
};
