import { IDENTIFIER_ROOTS, kindOf, NcpError, type PersonalNumber } from '@ncp/domain';
import { NLL_SYSTEMS } from '../national-constants.js';
import { malformed, nodeIn, textIn, type FhirNode } from '../node.js';

const SYSTEMS: Readonly<Record<'personnummer' | 'samordningsnummer', readonly string[]>> = {
  personnummer: [NLL_SYSTEMS.personnummer, `urn:oid:${IDENTIFIER_ROOTS.personnummer}`],
  samordningsnummer: [NLL_SYSTEMS.samordningsnummer, `urn:oid:${IDENTIFIER_ROOTS.samordningsnummer}`],
};

/**
 * The resource is about the person with that number, and says so itself.
 * @throws NcpError NCP_NATIONAL_MALFORMED when it names nobody; NCP_NATIONAL_WRONG_PATIENT when it names somebody else
 */
export function isAbout(node: FhirNode, number: PersonalNumber): void {
  const name = node.value['subject'] === undefined ? 'patient' : 'subject';
  const person = nodeIn(node, name);
  const identifier = person === undefined ? undefined : nodeIn(person, 'identifier');
  const value = identifier === undefined ? undefined : textIn(identifier, 'value');
  if (identifier === undefined || value === undefined) throw malformed(`${node.path}.${name}.identifier`);
  const known = SYSTEMS[kindOf(number)].includes(textIn(identifier, 'system') ?? '');
  if (!known || value.replaceAll('-', '') !== number) throw new NcpError('NCP_NATIONAL_WRONG_PATIENT', { resource: node.path });
}
