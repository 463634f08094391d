import { NcpError } from '@ncp/domain';
import { childrenOf, NS, type XmlElement } from '@ncp/xml';
import { given } from './given.js';
import { DEFAULT_IHE_LIMITS, type IheLimits } from './limits.js';
import { requireMessage } from './message-root.js';
import type { XcpdHead, XcpdRequest } from './xcpd-types.js';
import { at, readAddress, readAttr, readBirthDate, readHome, readIdentifier, readName } from './xcpd-values.js';

const ROOT = 'PRPA_IN201305UV02';

/** Device id, else the organisation the device acts for. */
const partyHome = (body: XmlElement, local: 'receiver' | 'sender'): string | undefined => {
  const device = at(body, local, 'device');
  return readHome(at(device, 'id')) ?? readHome(at(device, 'asAgent', 'representedOrganization', 'id'));
};

/**
 * Reads what a refusal must repeat, from any message that has the right root: a typed answer is possible even when
 * the content is not acceptable (decisions D63).
 * @throws NcpError NCP_IHE_STRUCTURE when it is another message
 */
export const readXcpdHead = (body: XmlElement): XcpdHead => {
  requireMessage(body, NS.hl7, ROOT);
  const query = at(body, 'controlActProcess', 'queryByParameter');
  return given({
    id: readIdentifier(at(body, 'id')),
    versionCode: readAttr(at(body, 'versionCode'), 'code'),
    interactionRoot: readAttr(at(body, 'interactionId'), 'root'),
    senderHome: partyHome(body, 'sender'),
    receiverHome: partyHome(body, 'receiver'),
    queryId: readIdentifier(at(query, 'queryId')),
    queryByParameter: query,
  });
};

/**
 * Reads PRPA_IN201305UV02 (wire-contract 2.2). Whether receiver and sender are right, and whether there is an
 * identifier, is for the use case (decisions UC-A1 4): it must be able to answer each in its own way.
 * @throws NcpError NCP_IHE_STRUCTURE, NCP_IHE_LIMIT
 */
export const decodeXcpdRequest = (body: XmlElement, limits: IheLimits = DEFAULT_IHE_LIMITS): XcpdRequest => {
  const head = readXcpdHead(body);
  const { id, senderHome, receiverHome, queryByParameter } = head;
  const parameters = at(queryByParameter, 'parameterList');
  if (id === undefined || senderHome === undefined || receiverHome === undefined || queryByParameter === undefined || parameters === undefined) {
    throw new NcpError('NCP_IHE_STRUCTURE', { expected: ROOT });
  }
  const values = (local: string): readonly XmlElement[] =>
    childrenOf(parameters, NS.hl7, local).flatMap((one) => childrenOf(one, NS.hl7, 'value'));
  const ids = values('livingSubjectId');
  if (ids.length > limits.maxValues) throw new NcpError('NCP_IHE_LIMIT', { identifiers: ids.length });

  const [name] = values('livingSubjectName');
  const [address] = values('patientAddress');
  return {
    ...head, id, senderHome, receiverHome, queryByParameter,
    identifiers: ids.flatMap((value) => readIdentifier(value) ?? []),
    ...given({
      processingCode: readAttr(at(body, 'processingCode'), 'code'),
      birthDate: readBirthDate(values('livingSubjectBirthTime')[0]),
      gender: readAttr(values('livingSubjectAdministrativeGender')[0], 'code'),
      name: name === undefined ? undefined : readName(name),
      address: address === undefined ? undefined : readAddress(address),
    }),
  };
};
