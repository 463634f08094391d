import { isNcpError, NcpError, type CareContract } from '@ncp/domain';
import { decodeBundle } from '../bundle.js';
import { isFhirObject, type FhirValue } from '../json.js';
import { malformed, nodeIn, nodesIn, textIn, type FhirNode } from '../node.js';

/** Resource types that are asked for; documents never are (PS91). */
export const CARE_RESOURCES = [
  'Flag', 'AllergyIntolerance', 'Condition', 'Immunization', 'MedicationStatement', 'DiagnosticReport', 'Observation',
] as const;
export type CareResource = (typeof CARE_RESOURCES)[number];

/** The contracts that speak through each resource type (sweden-patient-summary 1). */
export const CONTRACTS_OF: Readonly<Record<CareResource, readonly CareContract[]>> = {
  Flag: ['alerts'],
  AllergyIntolerance: ['alerts'],
  Condition: ['diagnoses', 'functional-status'],
  Immunization: ['vaccinations'],
  MedicationStatement: ['ordinations'],
  DiagnosticReport: ['laboratory'],
  Observation: ['laboratory', 'maternity', 'observations'],
};

/** One resource of an answer, with the names others may refer to it by. */
export interface CareEntry {
  readonly node: FhirNode;
  readonly names: ReadonlySet<string>;
}

/** One answer taken apart. */
export interface CareBundle {
  readonly matches: readonly CareEntry[];
  readonly provenances: readonly FhirNode[];
  readonly outcomes: readonly FhirNode[];
}

const VERSION = /\/_history\/[^/]+$/;

/** `urn:uuid:...` as it stands; of any other reference `Type/id`, without server and version. */
export const referenceName = (reference: string): string => {
  if (reference.startsWith('urn:')) return reference;
  return /[^/]+\/[^/]+$/.exec(reference.replace(VERSION, ''))?.[0] ?? reference;
};

const ifText = (value: FhirValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** A name that cannot be read is none: nothing is then found under it. */
const namesOf = (node: FhirNode, fullUrl: string | undefined): ReadonlySet<string> => {
  const id = ifText(node.value['id']);
  return new Set([
    ...(fullUrl === undefined ? [] : [referenceName(fullUrl)]),
    ...(id === undefined ? [] : [`${node.path}/${id}`, `urn:uuid:${id}`]),
  ]);
};

/**
 * A Bundle of type searchset as the answer to a question about one resource type. What is neither a match nor known beside it
 * (a Device, an Organization) is left aside.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function readCareBundle(value: FhirValue): CareBundle {
  decodeBundle(value);
  if (!isFhirObject(value)) throw malformed('Bundle');
  const matches: CareEntry[] = [];
  const provenances: FhirNode[] = [];
  const outcomes: FhirNode[] = [];
  for (const entry of nodesIn({ value, path: 'Bundle' }, 'entry')) {
    const resource = nodeIn(entry, 'resource');
    if (resource === undefined) throw malformed(entry.path);
    const type = ifText(resource.value['resourceType']) ?? 'Resource';
    const node = { value: resource.value, path: type };
    const search = nodeIn(entry, 'search');
    const mode = (search === undefined ? undefined : textIn(search, 'mode')) ?? 'match';
    if (type === 'OperationOutcome') outcomes.push(node);
    else if (type === 'Provenance') provenances.push(node);
    else if (mode === 'match') matches.push({ node, names: namesOf(node, ifText(entry.value['fullUrl'])) });
  }
  return { matches, provenances, outcomes };
}

/** The place of what could not be read; anything else than that goes on. */
export const placeOf = (error: unknown): string => {
  if (!isNcpError(error) || error.code !== 'NCP_NATIONAL_MALFORMED') throw error;
  const { at } = error.details;
  return typeof at === 'string' ? at : 'resource';
};

/** A resource that says something we must not carry on: a negation, an error, a status that takes it back. */
export const notCarried = (at: string): NcpError => malformed(at);
