import { createHash, randomUUID } from 'node:crypto';
import { NcpError, subjectAsTyped, SWEDEN, type ExchangeId } from '@ncp/domain';
import { openStore, type PatientLog } from '@ncp/store';
import { EXIT, type ExitCode } from '../exit-code.js';
import { nowIn } from '../operators/place.js';
import type { Output } from '../output.js';
import { sealingKeysOf, withDeployedDatabase } from './audit-verify.js';

/** Why somebody may look: it stands in the audit log and in the patient's own extract. */
export type LogReason = 'patient-asked' | 'suspected-misuse' | 'incident' | 'authority';

export interface PatientLogOptions {
  readonly state: string;
  readonly reason: LogReason;
  /** Who asks. */
  readonly as: string;
  readonly limit: number;
}

/** What no name may hold: it stands in the log for ten years. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} .@_-]{1,79}$/u;

/**
 * A patient's log extract (decisions G06): each access and uttag, who, where, when, what. The access is in the audit chain, and in the
 * extract itself, before anything of it is read. The number comes over standard input: an argument can be seen by every process.
 * @throws NcpError NCP_PI_FORMAT, NCP_CLI_USAGE, NCP_CLI_NOT_RUNNING, NCP_AUDIT_UNAVAILABLE, NCP_STORE_UNAVAILABLE, NCP_STORE_SEALED
 */
export async function patientLogCommand(output: Output, typed: string, { state, reason, as, limit }: PatientLogOptions): Promise<ExitCode> {
  if (!NAME.test(as)) throw new NcpError('NCP_CLI_USAGE', { option: '--as', needed: 'name of whoever asks' });
  const now = nowIn({ state });
  const subject = subjectAsTyped(typed.trim(), now);
  if (!subject.ok) throw new NcpError(subject.error);
  const log = await withDeployedDatabase(state, async ({ url, keyFile }): Promise<PatientLog> => {
    if (keyFile === undefined) throw new NcpError('NCP_CLI_NOT_RUNNING', { state, needed: 'the key that seals personal data' });
    const store = await openStore({ url, application: 'ncp patient-log', keys: sealingKeysOf(keyFile), connections: 2 });
    try {
      const exchange = randomUUID() as ExchangeId;
      const committed = await store.journal.commit({
        facts: { id: exchange, transaction: 'unknown', country: SWEDEN, messageId: `urn:uuid:${exchange}`, receivedAt: now, outcome: 0, codes: [reason] },
        leaf: {
          time: now, kind: 'operator-patient-log', exchange, countryA: SWEDEN, countryB: SWEDEN, actor: `command-line@${as}`, eventHash: '',
          requestHash: createHash('sha256').update(JSON.stringify(['ncp-patient-log-1', exchange, reason, as, now])).digest('hex'), responseHash: '', outcome: 0, codes: [reason],
        },
        subject: subject.value,
      });
      if (!committed.ok) throw new NcpError('NCP_AUDIT_UNAVAILABLE', { guard: committed.guard });
      return await store.patientLogs.of({ subject: subject.value, now, limit });
    } finally {
      await store.close();
    }
  });
  for (const { at, what, who, where, countryA, countryB, outcome, codes } of log.lines) output.line([at, what.padEnd(24), `${countryA}-${countryB}`, who, where, outcome === 0 ? '' : codes.join(' ')].join('  ').trimEnd());
  output.line(`${String(log.lines.length)} of ${String(log.total)} accesses, newest first; this one is among them`);
  output.result({ ok: true, ...log });
  return EXIT.ok;
}
