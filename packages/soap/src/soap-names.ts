/** Fixed URIs of SOAP 1.2, WS-Addressing and the media types of XOP. */
export const SOAP11 = 'http://schemas.xmlsoap.org/soap/envelope/';
export const ANONYMOUS = 'http://www.w3.org/2005/08/addressing/anonymous';
export const FAULT_ACTION = 'http://www.w3.org/2005/08/addressing/soap/fault';
export const ADDRESSING_FAULT_ACTION = 'http://www.w3.org/2005/08/addressing/fault';

const ROLE = 'http://www.w3.org/2003/05/soap-envelope/role/';
/** Roles that the last receiver plays; an absent role means the last receiver (SOAP 1.2 part 1, 2.2). */
export const OUR_ROLES: ReadonlySet<string> = new Set(['', `${ROLE}next`, `${ROLE}ultimateReceiver`]);

export const SOAP_XML = 'application/soap+xml';
export const XOP_XML = 'application/xop+xml';
export const MULTIPART_RELATED = 'multipart/related';
