import { NcpError } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';

/** @throws NcpError NCP_IHE_STRUCTURE when the body is not the message that was expected */
export const requireMessage = (body: XmlElement, ns: string, local: string): void => {
  if (body.ns !== ns || body.local !== local) throw new NcpError('NCP_IHE_STRUCTURE', { expected: local });
};
