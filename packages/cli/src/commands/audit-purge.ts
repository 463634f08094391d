import { resolve } from 'node:path';
import { NcpError, instantFromEpoch, type Instant } from '@ncp/domain';
import { withPassword } from '@ncp/runtime';
import { AUDIT_YEARS, purgeAuditLog } from '@ncp/store';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';

export interface PurgeOptions {
  /** Of the owner of the database: nobody else may. */
  readonly database: string;
  /** The password of the owner's URL. */
  readonly passwordFile?: string;
  /** A day. */
  readonly before: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Midnight UTC of the day, and not younger than the log must be kept. @throws NcpError NCP_CLI_USAGE */
function limitOf(day: string, nowMs: number): Instant {
  const latest = new Date(nowMs);
  latest.setUTCFullYear(latest.getUTCFullYear() - AUDIT_YEARS);
  const ms = DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (!(ms <= latest.getTime())) throw new NcpError('NCP_CLI_USAGE', { option: '--before', needed: `a day, at least ${String(AUDIT_YEARS)} years ago` });
  return instantFromEpoch(ms);
}

/**
 * Deletes what the audit log holds of people from before a day: events, evidence, and whom each leaf was about. Leaves stay, so
 * that the chain can be verified for ever. The dispatcher puts what was deleted into the chain within the hour (DAT-09).
 * @throws NcpError NCP_CLI_USAGE, NCP_STORE_UNAVAILABLE
 */
export async function auditPurgeCommand(output: Output, { database, passwordFile, before }: PurgeOptions): Promise<ExitCode> {
  const nowMs = Date.now();
  const limit = limitOf(before, nowMs);
  const { url } = withPassword({ url: database, passwordFile }, resolve);
  const deleted = await purgeAuditLog(url, { now: instantFromEpoch(nowMs), before: limit });
  for (const { table, rows } of deleted) output.line(`${table.padEnd(16)} ${String(rows)}`);
  output.result({ ok: true, before: limit, deleted });
  return EXIT.ok;
}
