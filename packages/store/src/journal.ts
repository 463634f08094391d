import { NcpError } from '@ncp/domain';
import type { Committed, Journal, JournalEntry } from '@ncp/exchange';
import { isDataFault, isPassingFault, sqlStateOf, type Connection, type Pool } from './database.js';
import { prepareEntry, writeGroup, type PreparedEntry } from './journal-write.js';
import type { Sealer } from './seal.js';

/** Entries of one transaction; more would only make the first of them wait. */
const GROUP_LIMIT = 200;
/** Above this the writer is hopelessly behind: refusing at once costs the caller less than a time-out (P5). */
const WAITING_LIMIT = 5_000;

interface Waiting {
  readonly prepared: PreparedEntry;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: unknown) => void;
}

/** How a transaction failed: only before its commit was sent is it certain that nothing of it exists. */
class GroupFailure extends Error {
  readonly committing: boolean;
  constructor(committing: boolean, cause: unknown) {
    super('journal group failed', { cause });
    this.committing = committing;
  }
}

async function writeOnce(pool: Pool, group: readonly PreparedEntry[]): Promise<readonly Committed[]> {
  let committing = false;
  let client: Connection | undefined;
  try {
    client = await pool.connect();
    const results = await writeGroup(client, group);
    committing = true;
    await client.query('commit');
    client.release();
    return results;
  } catch (error) {
    // The connection may be in any state: closing it rolls back, and frees the chain, in every case.
    client?.release(true);
    throw new GroupFailure(committing, error);
  }
}

/** What failed in passing before the commit did nothing: once more on a new connection. */
async function writeGroupAgain(pool: Pool, group: readonly PreparedEntry[]): Promise<readonly Committed[]> {
  try {
    return await writeOnce(pool, group);
  } catch (error) {
    if (error instanceof GroupFailure && !error.committing && isPassingFault(error.cause)) return writeOnce(pool, group);
    throw error;
  }
}

export interface JournalWriter extends Journal {
  /** Resolves when everything accepted so far is committed or refused. */
  drained(): Promise<void>;
}

/**
 * One writer with group commit: while one transaction is on its way to the disk, the next group gathers. An idle
 * journal writes a single entry at once. Across processes an advisory lock makes one chain of all of them (AUD-26).
 */
export function createJournal(pool: Pool, sealer: Sealer, trace: () => string | undefined = () => undefined): JournalWriter {
  const waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  const settle = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const results = await writeGroupAgain(pool, group.map(({ prepared }) => prepared));
      group.forEach(({ resolve, reject }, index) => {
        const committed = results[index];
        if (committed === undefined) reject(new NcpError('NCP_AUDIT_UNAVAILABLE', { reason: 'no-result' }));
        else resolve(committed);
      });
    } catch (failure) {
      const cause = failure instanceof GroupFailure ? failure.cause : failure;
      const oneIsToBlame = failure instanceof GroupFailure && !failure.committing && isDataFault(cause);
      if (oneIsToBlame && group.length > 1) {
        // The database refused something of the group: alone, only the entry that holds it fails.
        for (const one of group) await settle([one]);
      } else {
        const refusal = new NcpError('NCP_AUDIT_UNAVAILABLE', { sqlState: sqlStateOf(cause) ?? 'none' }, cause);
        for (const { reject } of group) reject(refusal);
      }
    }
  };

  const run = async (): Promise<void> => {
    // Entries committed in the same turn of the event loop go together; nobody waits for a timer.
    await Promise.resolve();
    while (waiting.length > 0) await settle(waiting.splice(0, GROUP_LIMIT));
    running = undefined;
  };

  return {
    commit: (entry: JournalEntry) =>
      new Promise<Committed>((resolve, reject) => {
        if (waiting.length >= WAITING_LIMIT) {
          reject(new NcpError('NCP_AUDIT_UNAVAILABLE', { reason: 'too-many-waiting', waiting: waiting.length }));
          return;
        }
        waiting.push({ prepared: prepareEntry(sealer, entry, trace()), resolve, reject });
        running ??= run();
      }),
    drained: async () => { await running; },
  };
}
