import { parsePersonalNumber, stockholmDate, type AdministrativeGender, type Patient, type PersonalNumber } from '@ncp/domain';
import { identifierValue } from './coding.js';
import type { FhirValue } from './json.js';
import {
  dayIn, extensionIn, flagIn, malformed, nodeIn, nodesIn, requireInstant, requireText, resourceNode, textIn, textsIn, type FhirNode,
} from './node.js';
import { LOCAL_CODES, NLL_EXTENSIONS, NLL_SYSTEMS } from './national-constants.js';
import { unknownElements, type UnknownElement } from './unknown.js';

const KNOWN: ReadonlySet<string> = new Set([NLL_EXTENSIONS.populationRegistered, NLL_EXTENSIONS.municipality, NLL_EXTENSIONS.region]);
/** Documented as a modifier, written as a plain extension in what was seen: both places are read. */
const KNOWN_MODIFIERS: ReadonlySet<string> = new Set([NLL_EXTENSIONS.populationRegistered]);

const GENDERS: Readonly<Record<string, AdministrativeGender>> = { female: 'F', male: 'M' };

const folded = (code: string): string => code.replaceAll('_', '').toLowerCase();
const PROTECTED: ReadonlySet<string> = new Set([folded(LOCAL_CODES.protectedSecrecy), folded(LOCAL_CODES.protectedRegistration)]);

export interface DecodedPatient {
  readonly patient: Patient;
  readonly unknown: readonly UnknownElement[];
}

const populationStatus = (node: FhirNode): string | undefined => {
  const extension = extensionIn(node, NLL_EXTENSIONS.populationRegistered) ??
    nodesIn(node, 'modifierExtension').find((candidate) => textIn(candidate, 'url') === NLL_EXTENSIONS.populationRegistered);
  const coding = extension === undefined ? undefined : nodeIn(extension, 'valueCoding');
  return coding === undefined ? undefined : textIn(coding, 'code');
};

/**
 * NLLPatient (sweden-national 2.5.1). Security labels are read in the spelling of the list and of HL7 Sweden.
 * A label that we do not know counts as protected: it restricts something.
 * @throws NcpError NCP_NATIONAL_MALFORMED, also for a modifier we do not know (CDA-05)
 */
export function decodePatient(value: FhirValue): DecodedPatient {
  const node = resourceNode(value, 'Patient');
  const unknown = unknownElements(node.value, node.path, KNOWN, KNOWN_MODIFIERS);
  const modifier = unknown.find((element) => element.kind === 'modifier');
  if (modifier !== undefined) throw malformed(modifier.path);

  const name = nodesIn(node, 'name').find((candidate) => textIn(candidate, 'use') !== 'old');
  const meta = nodeIn(node, 'meta');
  if (name === undefined || meta === undefined) throw malformed(node.path);
  const labels = nodesIn(meta, 'security').map((label) => folded(textIn(label, 'code') ?? ''));
  const status = populationStatus(node);
  const deceased = flagIn(node, 'deceasedBoolean') === true || textIn(node, 'deceasedDateTime') !== undefined || status === LOCAL_CODES.deceased;
  const birthDate = dayIn(node, 'birthDate');
  if (birthDate === undefined) throw malformed(`${node.path}.birthDate`);

  return {
    patient: {
      nationalId: requireText(node, 'id'),
      personalNumber: personalNumber(node),
      given: textsIn(name, 'given'),
      family: requireText(name, 'family'),
      gender: GENDERS[textIn(node, 'gender') ?? ''] ?? 'UN',
      birthDate,
      // Absent says nothing: only a clear `true` is an active person.
      active: flagIn(node, 'active') === true && !deceased,
      deceased,
      emigrated: status !== undefined && status !== LOCAL_CODES.registered && status !== LOCAL_CODES.deceased,
      protectedIdentity: labels.length > 0,
    },
    unknown: [
      ...unknown,
      ...labels.filter((label) => !PROTECTED.has(label)).map((label): UnknownElement => ({ kind: 'extension', path: `${node.path}.meta.security`, name: label })),
    ],
  };
}

const personalNumber = (node: FhirNode): PersonalNumber => {
  const written = identifierValue(node, [NLL_SYSTEMS.personnummer, NLL_SYSTEMS.samordningsnummer]);
  const meta = nodeIn(node, 'meta');
  const today = meta === undefined ? undefined : stockholmDate(requireInstant(meta, 'lastUpdated'));
  const parsed = written === undefined || today === undefined || !/^[0-9]{12}$/.test(written)
    ? undefined
    : parsePersonalNumber(written, today);
  if (parsed?.ok !== true) throw malformed(`${node.path}.identifier`);
  return parsed.value.number;
};
