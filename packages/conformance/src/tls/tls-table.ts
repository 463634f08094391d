import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agreedSuite, openssl, shake, type TlsTarget } from './openssl-client.js';

/** One question to a server, as testssl would ask it, and what it answered. */
export interface TlsRow {
  readonly group: 'protocol' | 'suite of TLS 1.2' | 'suite of TLS 1.3' | 'group' | 'feature';
  readonly what: string;
  readonly offered: boolean;
  readonly detail: string;
}

const ANY = 'ALL:COMPLEMENTOFALL@SECLEVEL=0';
const BESIDE = 4;

const PROTOCOLS: readonly (readonly [name: string, option: string])[] = [['TLS 1.0', '-tls1'], ['TLS 1.1', '-tls1_1'], ['TLS 1.2', '-tls1_2'], ['TLS 1.3', '-tls1_3']];
const SUITES_13 = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256'];
const GROUPS = ['X25519', 'P-256', 'P-384', 'P-521', 'X448', 'secp256k1', 'brainpoolP256r1', 'secp224r1', 'ffdhe2048', 'ffdhe4096'];

type Question = () => Promise<TlsRow>;

const asked = (target: TlsTarget, row: Pick<TlsRow, 'group' | 'what'>, options: readonly string[]): Question => async () => {
  const suite = agreedSuite(await shake(target, options));
  return { ...row, offered: suite !== undefined, detail: suite ?? 'refused' };
};

/** Asked for in the middle of a connection; a server that refuses ends it. */
const renegotiation = (target: TlsTarget): Question => async () => {
  const said = await shake(target, ['-tls1_2', '-cipher', ANY], 'R\n');
  const offered = /RENEGOTIATING/.test(said) && /verify return:1[\s\S]*RENEGOTIATING[\s\S]*verify return:1/.test(said);
  return { group: 'feature', what: 'renegotiation by the client', offered, detail: /RENEGOTIATING/.test(said) ? (offered ? 'done' : 'refused') : 'not asked' };
};

const compression = (target: TlsTarget): Question => async () => {
  const said = await shake(target, ['-tls1_2', '-comp']);
  const [, kind = 'unknown'] = /^\s*Compression: (.+)$/m.exec(said) ?? [];
  return { group: 'feature', what: 'compression', offered: !/NONE/.test(kind), detail: kind.trim() };
};

const resumption = (target: TlsTarget, version: '1.2' | '1.3'): Question => async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-tls-'));
  try {
    const [session, option] = [join(folder, 'session'), `-tls1_${version.slice(2)}`];
    const request = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    await shake(target, [option, '-sess_out', session, '-ign_eof'], request);
    const said = await shake(target, [option, '-sess_in', session, '-ign_eof'], request).catch(() => '');
    return { group: 'feature', what: `resumption with TLS ${version}`, offered: /^Reused, /m.test(said), detail: /^Reused, /m.test(said) ? 'reused' : 'a full handshake each time' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const withoutCertificate = ({ host, port, authority }: TlsTarget, version: '1.2' | '1.3'): Question => async () => {
  const said = await shake({ host, port, authority }, [`-tls1_${version.slice(2)}`, '-ign_eof'], 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return { group: 'feature', what: `a client without certificate, TLS ${version}`, offered: /HTTP\/1\.1 /.test(said), detail: /alert certificate required|alert handshake failure|alert bad certificate/i.exec(said)?.[0] ?? 'closed' };
};

/** Suites of TLS 1.2 and below that openssl itself can offer. */
async function suitesToAsk(): Promise<readonly string[]> {
  const names = (await openssl(['ciphers', '-s', '-tls1_2', ANY])).trim().split(':');
  return names.filter((name) => /^[A-Z0-9-]+$/.test(name) && !/PSK|SRP/.test(name));
}

/**
 * What a server offers and what it refuses, asked with openssl's own client one by one: protocols, suites, groups, renegotiation,
 * compression, resumption, a client without certificate.
 */
export async function tlsTable(target: TlsTarget): Promise<readonly TlsRow[]> {
  const questions: Question[] = [
    ...PROTOCOLS.map(([what, option]) => asked(target, { group: 'protocol', what }, [option, ...(option === '-tls1_3' ? [] : ['-cipher', ANY])])),
    ...(await suitesToAsk()).map((what) => asked(target, { group: 'suite of TLS 1.2', what }, ['-tls1_2', '-cipher', `${what}@SECLEVEL=0`])),
    ...SUITES_13.map((what) => asked(target, { group: 'suite of TLS 1.3', what }, ['-tls1_3', '-ciphersuites', what])),
    ...GROUPS.map((what) => asked(target, { group: 'group', what }, what.startsWith('ffdhe') ? ['-tls1_3', '-groups', what] : ['-tls1_2', '-groups', what, '-cipher', 'ECDHE@SECLEVEL=0'])),
    renegotiation(target), compression(target), resumption(target, '1.2'), resumption(target, '1.3'), withoutCertificate(target, '1.2'), withoutCertificate(target, '1.3'),
  ];
  const rows: TlsRow[] = [];
  for (let at = 0; at < questions.length; at += BESIDE) rows.push(...await Promise.all(questions.slice(at, at + BESIDE).map((question) => question())));
  return rows;
}

/** The table as Markdown. */
export const tlsMarkdown = (rows: readonly TlsRow[]): string => [
  '# TLS: what is offered, what is refused', '', '| | asked for | answer | detail |', '|---|---|---|---|',
  ...rows.map(({ group, what, offered, detail }) => `| ${group} | ${what} | ${offered ? '**offered**' : 'refused'} | ${detail} |`), '',
].join('\n');
