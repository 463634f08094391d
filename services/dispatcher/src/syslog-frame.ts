import type { Instant } from '@ncp/domain';
import { utc } from '@ncp/domain';

/** facility 10 (security), severity 5 (notice): decisions D67. */
const PRIORITY = 85;
/** RFC 5424 6.4: marks the message as UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';
const HOST = /^[!-~]{1,255}$/;

/**
 * One RFC 5424 message in an RFC 5425 frame. The length counts the bytes that are sent, not characters (AUD-13).
 * @param host our name; anything but printable ASCII is written as unknown
 */
export function syslogFrame(message: { readonly time: Instant; readonly host: string; readonly xml: Uint8Array }): Uint8Array {
  const host = HOST.test(message.host) ? message.host : '-';
  const header = Buffer.from(`<${PRIORITY}>1 ${utc(message.time)} ${host} - - - - ${BYTE_ORDER_MARK}`, 'utf8');
  return Buffer.concat([Buffer.from(`${header.length + message.xml.length} `), header, message.xml]);
}
