import { existsSync } from 'node:fs';
import type { ChainHead } from '@ncp/audit';
import { NcpError } from '@ncp/domain';
import { readSealingKeys } from '@ncp/runtime';
import { openStore, startEmbedded, verifyAuditLog, type AuditVerdict } from '@ncp/store';
import { withDatabase } from '../deployment/database.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { layoutIn } from '../layout.js';
import type { Output } from '../output.js';

export interface AuditPlace {
  /** Of a role that may read the audit tables. */
  readonly url: string;
  /** Opens the stored events, so that they are compared with their leaves too; without it only the chain is computed. */
  readonly keyFile?: string;
  readonly checkpoint?: ChainHead;
}

const KEY_BYTES = 32;

/** Without the file nothing sealed is opened, and the store wants a key all the same. */
export const sealingKeysOf = (keyFile: string | undefined): ReturnType<typeof readSealingKeys> =>
  (keyFile === undefined ? { current: { id: 'none', key: new Uint8Array(KEY_BYTES) }, older: [] } : readSealingKeys({ keyEncryptionKeyFile: keyFile }));

/** Walks the chain of a database. @throws NcpError NCP_STORE_UNAVAILABLE, NCP_STORE_MIGRATION */
export async function verifyAudit({ url, keyFile, checkpoint }: AuditPlace): Promise<AuditVerdict> {
  const store = await openStore({ url, application: 'ncp audit verify', keys: sealingKeysOf(keyFile), connections: 2 });
  try {
    return await verifyAuditLog(store.audit, { events: keyFile !== undefined, ...(checkpoint === undefined ? {} : { checkpoint }) });
  } finally {
    await store.close();
  }
}

const CHECKPOINT = /^(\d{1,18}):([0-9a-f]{64})$/;

function checkpointOf(text: string | undefined): ChainHead | undefined {
  if (text === undefined) return undefined;
  const [, sequence, hash] = CHECKPOINT.exec(text) ?? [];
  if (sequence === undefined || hash === undefined) throw new NcpError('NCP_CLI_USAGE', { option: '--checkpoint', needed: 'SEQUENCE:HASH as printed by this command' });
  return { sequence: BigInt(sequence), hash };
}

/**
 * Verifies the chain of a deployment, running or not: a stopped embedded server is started for it and stopped again.
 * @throws NcpError NCP_CLI_NOT_RUNNING when nothing was ever started there
 */
export const verifyDeployment = (state: string, ownDatabase?: string, checkpoint?: ChainHead): Promise<AuditVerdict> =>
  withDeployedDatabase(state, (place) => verifyAudit({ ...place, ...(checkpoint === undefined ? {} : { checkpoint }) }), ownDatabase);

/**
 * Works on the database of a deployment, running or not.
 * @throws NcpError NCP_CLI_NOT_RUNNING when nothing was ever started there
 */
export async function withDeployedDatabase<T>(state: string, work: (place: Pick<AuditPlace, 'url' | 'keyFile'>) => Promise<T>, ownDatabase?: string): Promise<T> {
  const layout = layoutIn(state);
  const keys = existsSync(layout.keyEncryptionKey) ? { keyFile: layout.keyEncryptionKey } : {};
  const given = process.env['DATABASE_URL'];
  if (given !== undefined && given !== '') return work({ url: ownDatabase === undefined ? given : withDatabase(given, ownDatabase), ...keys });
  if (!existsSync(layout.postgres)) throw new NcpError('NCP_CLI_NOT_RUNNING', { state: layout.state });
  const server = await startEmbedded({ dataDir: layout.postgres });
  try {
    return await work({ url: server.url('ncp_a'), ...keys });
  } finally {
    if (!server.reused) await server.stop();
  }
}

export interface VerifyOptions {
  readonly state: string;
  readonly database?: string;
  readonly checkpoint?: string;
  readonly key?: string;
}

export async function auditVerifyCommand(output: Output, options: VerifyOptions): Promise<ExitCode> {
  const checkpoint = checkpointOf(options.checkpoint);
  const verdict = options.database === undefined
    ? await verifyDeployment(options.state, undefined, checkpoint)
    : await verifyAudit({
      url: options.database, ...(options.key === undefined ? {} : { keyFile: options.key }), ...(checkpoint === undefined ? {} : { checkpoint }),
    });
  if (verdict.ok) {
    output.line(`the chain holds: ${verdict.leaves} leaves, ${verdict.events} audit events compared`);
    output.line(`head ${verdict.head?.sequence ?? 0n}:${verdict.head?.hash ?? ''}   (note it elsewhere, and give it back with --checkpoint)`);
  } else if (verdict.missing !== undefined) {
    output.line(`the chain holds for ${verdict.leaves} leaves, ${verdict.events} audit events compared`);
    output.line(`GAP: leaves ${verdict.missing.first} to ${verdict.missing.last} were noted elsewhere and are MISSING here`);
  } else {
    output.line(`the chain is BROKEN at leaf ${verdict.firstBad ?? ''}: ${verdict.fault ?? ''}`);
  }
  output.result({ ...verdict, verified: verdict.ok });
  return verdict.ok ? EXIT.ok : EXIT.negative;
}
