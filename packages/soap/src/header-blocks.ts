import { NcpError } from '@ncp/domain';
import { NS, attr, childrenOf, type XmlElement } from '@ncp/xml';
import { OUR_ROLES } from './soap-names.js';

/** Header blocks we act upon; only these may carry a true mustUnderstand. */
const UNDERSTOOD: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [NS.wsa, new Set(['Action', 'MessageID', 'To', 'From', 'ReplyTo', 'FaultTo', 'RelatesTo'])],
  [NS.wsse, new Set(['Security'])],
]);

const TRUE = new Set(['1', 'true']);
const FALSE = new Set(['0', 'false']);

/** Names go into the NotUnderstood header of the fault: bounded, because the sender chose them. */
const MAX_NAMED = 5;
const MAX_NAME_CHARACTERS = 256;

const isFlagged = (block: XmlElement): boolean => {
  const value = attr(block, 'mustUnderstand', NS.soap)?.trim();
  if (value === undefined || FALSE.has(value)) return false;
  if (TRUE.has(value)) return true;
  throw new NcpError('NCP_SOAP_STRUCTURE', { attribute: 'mustUnderstand' });
};

const isUnderstood = (block: XmlElement): boolean => UNDERSTOOD.get(block.ns)?.has(block.local) ?? false;

const isOurs = (block: XmlElement): boolean => OUR_ROLES.has(attr(block, 'role', NS.soap)?.trim() ?? '');

/**
 * The header blocks that are addressed to us.
 * Blocks for another role and unknown blocks without mustUnderstand are left out, wherever they stand: OpenNCP's
 * retrieve client adds addressing blocks in a namespace that does not exist (wire-contract 1.3).
 * @throws NcpError NCP_SOAP_STRUCTURE (illegal mustUnderstand), NCP_SOAP_MUST_UNDERSTAND
 */
export const blocksForUs = (header: XmlElement | undefined): readonly XmlElement[] => {
  if (header === undefined) return [];
  const blocks = childrenOf(header);
  const flagged = blocks.filter(isFlagged);
  const notUnderstood = flagged.filter((block) => isOurs(block) && !isUnderstood(block));
  if (notUnderstood.length > 0) {
    const headers = notUnderstood.map((block) => `{${block.ns}}${block.local}`)
      .filter((name) => name.length <= MAX_NAME_CHARACTERS).slice(0, MAX_NAMED);
    throw new NcpError('NCP_SOAP_MUST_UNDERSTAND', { count: notUnderstood.length, headers });
  }
  return blocks.filter((block) => isOurs(block) && isUnderstood(block));
};

/**
 * The one security header. Two are refused even when one is for another role: a verifier and a reader
 * could disagree on which of them counts (RS XSW-10).
 * @throws NcpError NCP_XSW_WRAPPING
 */
export const securityHeader = (header: XmlElement | undefined, ours: readonly XmlElement[]): XmlElement | undefined => {
  const all = header === undefined ? [] : childrenOf(header, NS.wsse, 'Security');
  if (all.length > 1) throw new NcpError('NCP_XSW_WRAPPING', { securityHeaders: all.length });
  return ours.find((block) => block.ns === NS.wsse);
};
