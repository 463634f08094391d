import { IDENTIFIER_ROOTS, type Prescriber } from '@ncp/domain';
import { codeInSystem, identifierValue } from './coding.js';
import { extensionIn, nodeIn, nodesIn, optional, textIn, textsIn, type FhirNode } from './node.js';
import { HSA_ID_SYSTEMS, NLL_EXTENSIONS, NLL_SYSTEMS } from './national-constants.js';

const PRESCRIBER_CODE_SYSTEMS: readonly string[] = [NLL_SYSTEMS.prescriberCode, `urn:oid:${IDENTIFIER_ROOTS.prescriberCode}`];

/** The contained resource that a `#id` reference names. */
export const containedResource = (root: FhirNode, reference: FhirNode | undefined, type: string): FhirNode | undefined => {
  const id = reference === undefined ? undefined : textIn(reference, 'reference');
  if (id?.startsWith('#') !== true) return undefined;
  return nodesIn(root, 'contained').find(
    (candidate) => textIn(candidate, 'id') === id.slice(1) && textIn(candidate, 'resourceType') === type,
  );
};

const phoneOf = (node: FhirNode | undefined): string | undefined => {
  const phone = node === undefined ? undefined : nodesIn(node, 'telecom').find((contact) => textIn(contact, 'system') === 'phone');
  return phone === undefined ? undefined : textIn(phone, 'value');
};

const professionOf = (practitioner: FhirNode): Prescriber['profession'] => {
  for (const qualification of nodesIn(practitioner, 'qualification')) {
    const coding = codeInSystem(nodeIn(qualification, 'code'), NLL_SYSTEMS.profession);
    const code = coding === undefined ? undefined : textIn(coding, 'code');
    if (coding === undefined || code === undefined) continue;
    const display = textIn(coding, 'display');
    return { code, ...optional('display', display) };
  }
  return undefined;
};

/** Street, city and code of the prescriber's contact Location (NLLPrescriberContactInfo). */
const addressOf = (contact: FhirNode | undefined): Pick<Prescriber['workplace'], 'street' | 'city' | 'postalCode'> => {
  const address = contact === undefined ? undefined : nodeIn(contact, 'address');
  if (address === undefined) return {};
  const street = textsIn(address, 'line').join(', ');
  return {
    ...optional('street', street === '' ? undefined : street),
    ...optional('city', textIn(address, 'city')),
    ...optional('postalCode', textIn(address, 'postalCode')),
  };
};

/** The prescriber, contained in the prescription; undefined when there is none that can be named. */
export function prescriberIn(request: FhirNode): Prescriber | undefined {
  const practitioner = containedResource(request, nodeIn(request, 'requester'), 'Practitioner');
  const name = practitioner === undefined ? undefined : nodesIn(practitioner, 'name')[0];
  const family = name === undefined ? undefined : textIn(name, 'family');
  if (practitioner === undefined || name === undefined || family === undefined) return undefined;

  const contactExtension = extensionIn(request, NLL_EXTENSIONS.prescriberContact);
  const contact = contactExtension === undefined
    ? undefined
    : containedResource(request, nodeIn(contactExtension, 'valueReference'), 'Location');
  const dispenseRequest = nodeIn(request, 'dispenseRequest');
  const workplaceCode = dispenseRequest === undefined ? undefined : extensionIn(dispenseRequest, NLL_EXTENSIONS.workplaceCode);
  const workplaceName = extensionIn(practitioner, NLL_EXTENSIONS.workplaceName);

  return {
    given: textsIn(name, 'given'),
    family,
    ...optional('prescriberCode', identifierValue(practitioner, PRESCRIBER_CODE_SYSTEMS)),
    ...optional('hsaId', identifierValue(practitioner, HSA_ID_SYSTEMS)),
    ...optional('profession', professionOf(practitioner)),
    ...optional('phone', phoneOf(practitioner) ?? phoneOf(contact)),
    workplace: {
      ...optional('code', workplaceCode === undefined ? undefined : textIn(workplaceCode, 'valueCode')),
      ...optional('name', workplaceName === undefined ? undefined : textIn(workplaceName, 'valueString')),
      ...addressOf(contact),
    },
  };
}
