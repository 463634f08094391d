import { NcpError } from '@ncp/domain';
import { pathOf, walk, type XmlElement } from '@ncp/xml';

/**
 * No clinical document holds a SAML assertion: one that does is an attempt to have it read in place of the signed one
 * (RS XSW-17). In whatever namespace and case, as in the message around it.
 * @throws NcpError NCP_XSW_WRAPPING
 */
export const refuseAssertions = (root: XmlElement): void => {
  for (const element of walk(root)) {
    if (element.local.toLowerCase() === 'assertion') throw new NcpError('NCP_XSW_WRAPPING', { at: pathOf(element) });
  }
};
