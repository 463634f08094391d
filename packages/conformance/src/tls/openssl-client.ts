import { spawn } from 'node:child_process';

/** A TLS server, and what a client needs to be let in. */
export interface TlsTarget {
  readonly host: string;
  readonly port: number;
  /** PEM files. */
  readonly authority: string;
  readonly certificate?: string;
  readonly key?: string;
}

const LIMIT_MS = 10_000;

/** Runs `openssl` to its end with these lines as its input; what it says, both streams. */
export function openssl(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('openssl', [...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    const said: string[] = [];
    const limit = setTimeout(() => { child.kill(); }, LIMIT_MS);
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('latin1').on('data', (text: string) => { said.push(text); });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(limit);
      resolve(said.join(''));
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** One connection of openssl's own client; security level 0, so that it offers what we must refuse. */
export const shake = ({ host, port, authority, certificate, key }: TlsTarget, more: readonly string[], input = ''): Promise<string> => openssl([
  's_client', '-connect', `${host}:${String(port)}`, '-CAfile', authority, '-servername', 'localhost',
  ...(certificate === undefined || key === undefined ? [] : ['-cert', certificate, '-key', key]), ...more,
], input);

/** The suite of a handshake that came about; undefined when it did not. With TLS 1.3 a refused client learns it only when it reads. */
export function agreedSuite(said: string): string | undefined {
  const [, suite = '(NONE)'] = /Cipher is (\S+)/.exec(said) ?? [];
  return suite === '(NONE)' || /alert (?:certificate required|handshake failure|protocol version|bad certificate|unknown ca)/i.test(said) ? undefined : suite;
}
