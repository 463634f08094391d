import { NcpError } from '@ncp/domain';
import type { TokenKey } from './token-key.js';

const SCHEME = 'pkcs11:';
const FILE = 'file:';

export const isTokenUri = (text: string): boolean => text.trimStart().startsWith(SCHEME);

const attributes = (text: string, separator: ';' | '&'): ReadonlyMap<string, string> =>
  new Map(text.split(separator).filter((one) => one !== '').map((one) => {
    const [name = '', value = ''] = one.split('=', 2);
    return [name, decodeURIComponent(value)] as const;
  }));

/**
 * Reads a PKCS#11 URI (RFC 7512) that names one private key: `token`, `object`, `module-path` and `pin-source`. A PIN in the URI
 * itself is refused: configuration holds no secret.
 * @throws NcpError NCP_TRUST_KEY
 */
export function readTokenUri(role: string, uri: string): TokenKey {
  const refuse = (reason: string): never => {
    throw new NcpError('NCP_TRUST_KEY', { role, reason });
  };
  const [path = '', query = ''] = uri.trim().slice(SCHEME.length).split('?', 2);
  let named: readonly [ReadonlyMap<string, string>, ReadonlyMap<string, string>];
  try {
    named = [attributes(path, ';'), attributes(query, '&')];
  } catch {
    return refuse('token-uri');
  }
  const [inPath, inQuery] = named;
  if (inQuery.has('pin-value')) refuse('pin-in-configuration');
  const unknown = [...inPath.keys()].some((name) => !['token', 'object', 'type'].includes(name)) || [...inQuery.keys()].some((name) => !['module-path', 'pin-source'].includes(name));
  const [token, label, module, pin] = [inPath.get('token'), inPath.get('object'), inQuery.get('module-path'), inQuery.get('pin-source')];
  if (unknown || (inPath.get('type') ?? 'private') !== 'private' || token === undefined || label === undefined || module === undefined || pin === undefined) return refuse('token-uri');
  return { module, token, label, pinFile: pin.startsWith(FILE) ? pin.slice(FILE.length) : pin };
}
