import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { NcpError } from '@ncp/domain';

const OTHERS = 0o077;

function contentAndMode(path: string): { readonly text: string; readonly mode: number } {
  const file = openSync(path, 'r');
  try {
    // Of the file that was opened: the name may lead to another one a moment later.
    return { text: readFileSync(file, 'utf8'), mode: fstatSync(file).mode };
  } finally {
    closeSync(file);
  }
}

/**
 * Reads a key or what opens one: the file is its owner's alone (RS TLS-43). Errors name its role, never its content.
 * @throws NcpError NCP_CONFIG_FILE, NCP_TRUST_KEY
 */
export function readPrivately(role: string, path: string): string {
  let read: ReturnType<typeof contentAndMode>;
  try {
    read = contentAndMode(path);
  } catch (error) {
    throw new NcpError('NCP_CONFIG_FILE', { role }, error);
  }
  if ((read.mode & OTHERS) !== 0) throw new NcpError('NCP_TRUST_KEY', { role, reason: 'key-file-open-to-others' });
  return read.text;
}
