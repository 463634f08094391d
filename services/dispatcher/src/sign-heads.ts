import { epochMs, type Instant } from '@ncp/domain';
import { signAuditHead, type Store } from '@ncp/store';
import type { CheckpointKey } from '@ncp/trust';

export interface HeadSigning {
  /** Which log it is. */
  readonly origin: string;
  readonly everyMs: number;
  /** Opened for each head: a new key needs no restart. */
  readonly openKey: () => Promise<CheckpointKey>;
}

export interface HeadDeps {
  readonly store: Pick<Store, 'audit' | 'checkpoints' | 'work'>;
  readonly now: () => Instant;
}

/**
 * Signs a head of the audit tree when the last one is old enough and the log has grown; of several processes one does. A log that does
 * not contain what was signed before is not signed: the fault is thrown each time, after the same pause.
 */
export function createHeadSigner({ store, now }: HeadDeps, { origin, everyMs, openKey }: HeadSigning): () => Promise<void> {
  let triedMs = Number.NEGATIVE_INFINITY;
  const isDue = async (): Promise<boolean> => {
    const [last, head] = [await store.checkpoints.last(), await store.audit.head()];
    return last === undefined ? head.sequence > 0n : head.sequence !== BigInt(last.size) && epochMs(now()) - epochMs(last.madeAt) >= everyMs;
  };
  return async () => {
    if (epochMs(now()) - triedMs < everyMs || !await isDue()) return;
    await store.work.exclusively('audit-checkpoint', async () => {
      // Meanwhile another process may have signed.
      if (!await isDue()) return;
      triedMs = epochMs(now());
      const key = await openKey();
      await signAuditHead(store, { origin, now: now(), signer: key, verifiers: [key] });
    });
  };
}
