import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { instantFromEpoch, NcpError, type Instant } from '@ncp/domain';
import { openStore, type KeyUseRow } from '@ncp/store';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import { sealingKeysOf, withDeployedDatabase } from './audit-verify.js';

export interface KeyUsesOptions {
  readonly state: string;
  readonly database?: string;
  readonly certificate: string;
  /** ISO instant. */
  readonly since: string;
}

const fingerprintOf = (file: string): string => {
  try {
    return new X509Certificate(readFileSync(file)).fingerprint256.replaceAll(':', '').toLowerCase();
  } catch (error) {
    throw new NcpError('NCP_CLI_INPUT', { file }, error);
  }
};

/** Every signature of one of our seals since an instant. @throws NcpError NCP_STORE_UNAVAILABLE */
export async function keyUses(url: string, fingerprint: string, since: Instant): Promise<readonly KeyUseRow[]> {
  const store = await openStore({ url, application: 'ncp keys uses', keys: sealingKeysOf(undefined), connections: 2 });
  try {
    return await store.audit.keyUses(fingerprint, since);
  } finally {
    await store.close();
  }
}

/**
 * What must be looked at when a key is withdrawn in an emergency (KEY-05): each use, with the exchange it belongs to.
 * @throws NcpError NCP_CLI_INPUT, NCP_CLI_NOT_RUNNING, NCP_STORE_UNAVAILABLE
 */
export async function keyUsesCommand(output: Output, { state, database, certificate, since }: KeyUsesOptions): Promise<ExitCode> {
  const [fingerprint, from] = [fingerprintOf(certificate), instantFromEpoch(Date.parse(since))];
  const uses = database === undefined ? await withDeployedDatabase(state, ({ url }) => keyUses(url, fingerprint, from)) : await keyUses(database, fingerprint, from);
  for (const { time, exchange, country, title } of uses) output.line(`${time}  ${exchange}  ${country}  ${title}`);
  const exchanges = new Set(uses.map(({ exchange }) => exchange)).size;
  output.line(`${String(uses.length)} signatures in ${String(exchanges)} exchanges since ${from}`);
  output.result({ ok: true, fingerprint, since: from, exchanges, uses: uses.map((use) => ({ ...use, sequence: String(use.sequence) })) });
  return EXIT.ok;
}
