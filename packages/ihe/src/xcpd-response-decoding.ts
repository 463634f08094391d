import { childrenOf, NS, type XmlElement } from '@ncp/xml';
import { given } from './given.js';
import { requireMessage } from './message-root.js';
import { canonicalErrorCode } from './received-codes.js';
import type { XcpdCandidate, XcpdResult } from './xcpd-types.js';
import { at, readAddress, readAttr, readBirthDate, readName, readText } from './xcpd-values.js';

/**
 * Reads PRPA_IN201306UV02. The presence of a subject decides; acknowledgement and query codes do not, because
 * OpenNCP sends AE for a match too (wire-contract 2.3).
 * @throws NcpError NCP_IHE_STRUCTURE when it is another message
 */
export const decodeXcpdResponse = (body: XmlElement): XcpdResult => {
  requireMessage(body, NS.hl7, 'PRPA_IN201306UV02');
  const act = at(body, 'controlActProcess');
  const candidates = act === undefined ? [] : childrenOf(act, NS.hl7, 'subject').flatMap((one) => readCandidate(one) ?? []);
  return candidates.length > 0 ? { candidates } : { candidates, error: readError(body, act) };
};

const readCandidate = (subject: XmlElement): XcpdCandidate | undefined => {
  const patient = at(subject, 'registrationEvent', 'subject1', 'patient');
  if (patient === undefined) return undefined;
  const person = at(patient, 'patientPerson');
  const address = at(person, 'addr') ?? at(patient, 'addr');
  return {
    ids: childrenOf(patient, NS.hl7, 'id').flatMap(readId),
    ...readName(at(person, 'name')),
    ...given({
      gender: readAttr(at(person, 'administrativeGenderCode'), 'code'),
      birthDate: readBirthDate(at(person, 'birthTime')),
      address: address === undefined ? undefined : readAddress(address),
    }),
  };
};

/** German test answers carry ids without root: shown, and for the person at the counter to judge. */
const readId = (found: XmlElement): XcpdCandidate['ids'] => {
  const id = given({ root: readAttr(found, 'root'), extension: readAttr(found, 'extension') });
  return id.root === undefined && id.extension === undefined ? [] : [id];
};

const readError = (body: XmlElement, act: XmlElement | undefined): NonNullable<XcpdResult['error']> => {
  const detail = at(body, 'acknowledgement', 'acknowledgementDetail');
  const issue = at(act, 'reasonOf', 'detectedIssueEvent');
  const reason =
    readAttr(at(issue, 'mitigatedBy', 'detectedIssueManagement', 'code'), 'code') ??
    readAttr(at(issue, 'triggerFor', 'actOrderRequired', 'code'), 'code');
  const detailCode = readAttr(at(detail, 'code'), 'code');
  const notFound = detailCode === undefined && readAttr(at(act, 'queryAck', 'queryResponseCode'), 'code') === 'NF';
  return {
    ...(notFound ? { notFound } : {}),
    code: canonicalErrorCode(detailCode ?? 'ERROR_PI_GENERIC'),
    ...given({ reason, text: readText(detail, 'text'), location: readText(detail, 'location') }),
  };
};
