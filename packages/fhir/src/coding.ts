import { CODE_SYSTEMS, IDENTIFIER_ROOTS, type CodedValue, type Quantity } from '@ncp/domain';
import { decimalIn, malformed, nodeIn, nodesIn, optional, requireText, textIn, type FhirNode } from './node.js';
import { NLL_SYSTEMS } from './national-constants.js';

const OID_BY_URI: Readonly<Record<string, string>> = {
  [NLL_SYSTEMS.atc]: CODE_SYSTEMS.atc,
  [NLL_SYSTEMS.snomedCt]: CODE_SYSTEMS.snomedCt,
  [NLL_SYSTEMS.edqm]: CODE_SYSTEMS.edqm,
  [NLL_SYSTEMS.ucum]: CODE_SYSTEMS.ucum,
  [NLL_SYSTEMS.nplId]: IDENTIFIER_ROOTS.nplId,
  [NLL_SYSTEMS.nplPackId]: IDENTIFIER_ROOTS.nplPackId,
};

/** A FHIR code system as the OID the documents use; one we have no OID for keeps its URI. */
export const codeSystemOid = (uri: string): string =>
  OID_BY_URI[uri] ?? (uri.startsWith('urn:oid:') ? uri.slice('urn:oid:'.length) : uri);

/** The FHIR system of an OID: a known URI, else `urn:oid:`. */
export const systemOfOid = (oid: string): string =>
  Object.entries(OID_BY_URI).find(([, known]) => known === oid)?.[0] ?? `urn:oid:${oid}`;

export const codedValue = (coding: FhirNode): CodedValue => ({
  code: requireText(coding, 'code'),
  codeSystem: codeSystemOid(textIn(coding, 'system') ?? ''),
  ...optional('display', textIn(coding, 'display')),
});

/** The codings of a CodeableConcept. */
export const codingsIn = (concept: FhirNode | undefined): readonly FhirNode[] =>
  concept === undefined ? [] : nodesIn(concept, 'coding');

export const codeInSystem = (concept: FhirNode | undefined, system: string): FhirNode | undefined =>
  codingsIn(concept).find((coding) => textIn(coding, 'system') === system);

/** The value of the identifier with one of these systems; an `old` one only when there is no other. */
export function identifierValue(node: FhirNode, systems: readonly string[]): string | undefined {
  const fitting = nodesIn(node, 'identifier').filter((identifier) => systems.includes(textIn(identifier, 'system') ?? ''));
  const current = fitting.find((identifier) => textIn(identifier, 'use') !== 'old') ?? fitting[0];
  return current === undefined ? undefined : requireText(current, 'value');
}

/**
 * A Quantity with the unit as written. A comparator (`<`, `>=`) changes the meaning of the value: refused.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function quantityIn(node: FhirNode, name: string): Quantity | undefined {
  const quantity = nodeIn(node, name);
  if (quantity === undefined) return undefined;
  const value = decimalIn(quantity, 'value');
  if (value === undefined || textIn(quantity, 'comparator') !== undefined) throw malformed(quantity.path);
  const code = textIn(quantity, 'system') === NLL_SYSTEMS.ucum ? textIn(quantity, 'code') : undefined;
  return { value, unit: { text: textIn(quantity, 'unit') ?? code ?? '', ...optional('code', code) } };
}
