import { attr, childrenOf, parseOwn, type XmlElement } from '@ncp/xml';

/** What an event of ours tells people: who, where, about which documents. */
export interface ToldEvent {
  /** Name and id of the professional. */
  readonly professional?: string;
  /** Organisation or locality. */
  readonly pointOfCare?: string;
  /** Patient ids, CX form. */
  readonly patients: readonly string[];
  readonly documents: readonly string[];
}

const POINT_OF_CARE = '110152';
const HUMAN_REQUESTOR = '110153';
const PERSON = '1';
const SYSTEM_OBJECT = '2';
/** Roles of documents: listed, dispensed, discarded (4); retrieved (3). */
const DOCUMENT_ROLES = ['4', '3'];
/** An error is an object with role 3 too. */
const ERROR_TYPE = '9';

const codeIn = (of: XmlElement, name: string): string | undefined => childrenOf(of, '', name).flatMap((code) => attr(code, 'csd-code') ?? [])[0];

/**
 * Reads an event that `auditEventFor` wrote, from its bytes as stored.
 * @throws NcpError NCP_XML_* when they are no document
 */
export function readAuditEvent(xml: Uint8Array): ToldEvent {
  const message = parseOwn(xml);
  const participants = childrenOf(message, '', 'ActiveParticipant');
  const withRole = (role: string): XmlElement | undefined => participants.find((one) => codeIn(one, 'RoleIDCode') === role);
  const [human, place] = [withRole(HUMAN_REQUESTOR), withRole(POINT_OF_CARE)];
  const professional = human === undefined ? '' : [attr(human, 'AlternativeUserID'), attr(human, 'UserID')].filter((part) => part !== undefined && part !== '').join(', ');
  const pointOfCare = place === undefined ? '' : attr(place, 'UserID') ?? '';
  const objects = childrenOf(message, '', 'ParticipantObjectIdentification');
  const idsOf = (fits: (type: string, role: string, kind: string) => boolean): readonly string[] => objects.flatMap((one) => {
    const [type, role, kind] = [attr(one, 'ParticipantObjectTypeCode') ?? '', attr(one, 'ParticipantObjectTypeCodeRole') ?? '', codeIn(one, 'ParticipantObjectIDTypeCode') ?? ''];
    return fits(type, role, kind) ? [attr(one, 'ParticipantObjectID') ?? ''] : [];
  });
  return {
    ...(professional === '' ? {} : { professional }), ...(pointOfCare === '' ? {} : { pointOfCare }),
    patients: idsOf((type, role) => type === PERSON && role === PERSON),
    documents: idsOf((type, role, kind) => type === SYSTEM_OBJECT && DOCUMENT_ROLES.includes(role) && kind !== ERROR_TYPE),
  };
}
