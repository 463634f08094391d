import type { NcpErrorCode } from '@ncp/domain';

const STATUS: ReadonlyMap<string, number> = new Map([
  ['NCP_HTTP_CONTENT_TYPE', 415],
  ['NCP_HTTP_ENCODING', 415],
  ['NCP_HTTP_TOO_LARGE', 413],
  ['NCP_HTTP_TIMEOUT', 408],
  ['NCP_HTTP_BUSY', 503],
]);

/** Refusals of the transport are answered with this status and no body; undefined for every other code (RS 3). */
export const httpRefusal = (code: NcpErrorCode): number | undefined => STATUS.get(code);
