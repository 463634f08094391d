import { parseCountryCode, type ConsentCategory, type CountryCode, type CrossBorderConsent } from '@ncp/domain';
import { codingsIn } from './coding.js';
import type { FhirValue } from './json.js';
import { dayIn, extensionIn, nodeIn, nodesIn, optional, referencedId, resourceNode, textIn, type FhirNode } from './node.js';
import { LOCAL_CODES, LOCAL_EXTENSIONS, LOCAL_SYSTEMS } from './national-constants.js';
import { unknownElements, type UnknownElement } from './unknown.js';

const KNOWN: ReadonlySet<string> = new Set<string>(Object.values(LOCAL_EXTENSIONS));
const isCategory = (code: string): code is ConsentCategory =>
  code === 'cross-border-eprescription' || code === 'cross-border-patient-summary';

export interface DecodedConsent {
  /** Undefined when the consent is of another kind: not ours to read. */
  readonly consent?: CrossBorderConsent;
  readonly patientNationalId: string;
  readonly unknown: readonly UnknownElement[];
}

const categoryOf = (node: FhirNode): ConsentCategory | undefined => {
  for (const concept of nodesIn(node, 'category')) {
    for (const coding of codingsIn(concept)) {
      const code = textIn(coding, 'code') ?? '';
      if (textIn(coding, 'system') === LOCAL_SYSTEMS.consentCategory && isCategory(code)) return code;
    }
  }
  return undefined;
};

/** Undefined when a country cannot be read: an unread restriction must not widen the consent to every country. */
const countriesOf = (provision: FhirNode | undefined): readonly CountryCode[] | undefined => {
  if (provision === undefined) return [];
  const countries: CountryCode[] = [];
  for (const extension of nodesIn(provision, 'extension')) {
    if (textIn(extension, 'url') !== LOCAL_EXTENSIONS.consentCountry) continue;
    const country = parseCountryCode(textIn(extension, 'valueCode') ?? '');
    if (!country.ok) return undefined;
    countries.push(country.value);
  }
  return countries;
};

/**
 * Cross-border consent (local stand-in, sweden-national 2.5.8, decisions D18). Fails closed: what is not understood
 * makes it inactive, never wider.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function decodeConsent(value: FhirValue): DecodedConsent {
  const node = resourceNode(value, 'Consent');
  const unknown = unknownElements(node.value, node.path, KNOWN);
  const patientNationalId = referencedId(nodeIn(node, 'patient'), 'Patient') ?? '';
  const category = categoryOf(node);
  if (category === undefined) return { patientNationalId, unknown };

  const provision = nodeIn(node, 'provision');
  const period = provision === undefined ? undefined : nodeIn(provision, 'period');
  const countries = countriesOf(provision);
  const understood =
    unknown.every((element) => element.kind !== 'modifier') && countries !== undefined &&
    // A nested provision is an exception to this one; we have no use for exceptions and must not overlook them.
    (provision === undefined || nodesIn(provision, 'provision').length === 0);
  const permits = provision === undefined || (textIn(provision, 'type') ?? 'permit') === 'permit';
  const registeredBy = extensionIn(node, LOCAL_EXTENSIONS.consentRegisteredBy);
  const consent: CrossBorderConsent = {
    category,
    active: textIn(node, 'status') === 'active' && understood && permits,
    countries: countries ?? [],
    ...optional('from', period === undefined ? undefined : dayIn(period, 'start')),
    ...optional('until', period === undefined ? undefined : dayIn(period, 'end')),
    byGuardian: registeredBy !== undefined && textIn(registeredBy, 'valueCode') === LOCAL_CODES.guardian,
  };
  return { consent, patientNationalId, unknown };
}
