import {
  growingTree, hashFromHex, openCheckpoint, sameHash, signCheckpoint, verifyChain, type Checkpoint, type CheckpointSigner, type CheckpointVerifier, type Leaf, type SizedRoot,
} from '@ncp/audit';
import { NcpError, type Instant } from '@ncp/domain';
import type { AuditReader } from './audit-reader.js';
import type { Checkpoints, StoredCheckpoint } from './checkpoints.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A head that was signed before, and where it was found. */
export interface EarlierHead extends SizedRoot {
  readonly place: string;
}

export interface SignHeadOptions {
  /** Which log it is. */
  readonly origin: string;
  readonly now: Instant;
  readonly signer: CheckpointSigner;
  /** Whose notes are believed: the signer's own at least. */
  readonly verifiers: readonly CheckpointVerifier[];
  /** A head that was noted outside the database. */
  readonly noted?: EarlierHead;
}

export interface SignedHead {
  readonly checkpoint: Checkpoint;
  /** Signed note; undefined of a log without leaves. */
  readonly note: string | undefined;
}

/**
 * What the last head in the database binds, whoever's key signed it: after a rotation it is another's. A note of a known key that does
 * not hold was changed.
 * @throws NcpError NCP_AUDIT_CHAIN
 */
export function boundBy(stored: StoredCheckpoint | undefined, verifiers: readonly CheckpointVerifier[]): readonly EarlierHead[] {
  if (stored === undefined) return [];
  const opened = openCheckpoint(stored.note, verifiers);
  if (!opened.ok && opened.fault !== 'unknown') throw new NcpError('NCP_AUDIT_CHAIN', { place: 'database', fault: opened.fault, signed: stored.size });
  const written = { size: stored.size, root: hashFromHex(stored.root), place: 'database' };
  return opened.ok ? [written, { ...opened.checkpoint, place: 'database' }] : [written];
}

/**
 * Signs the head of the audit tree and keeps it in the database. The chain is walked from its first leaf, in the memory of a few
 * hashes, and must contain every head that was signed before: a log that is smaller, or has another past, is never signed (AUD-28).
 * A head that is there already, under a key that is known, is given as it is.
 * @throws NcpError NCP_AUDIT_CHAIN, NCP_STORE_UNAVAILABLE
 */
export async function signAuditHead(
  { audit, checkpoints }: { readonly audit: Pick<AuditReader, 'leaves'>; readonly checkpoints: Checkpoints },
  { origin, now, signer, verifiers, noted }: SignHeadOptions,
): Promise<SignedHead> {
  const stored = await checkpoints.last();
  const earlier = [...(noted === undefined ? [] : [noted]), ...boundBy(stored, verifiers)];
  const tree = growingTree();
  const others = new Set<EarlierHead>();
  const leaves = async function* (): AsyncIterable<Leaf> {
    for await (const leaf of audit.leaves()) {
      yield leaf;
      // The chain asks for the next leaf only after this one held.
      tree.add(hashFromHex(leaf.hash));
      for (const head of earlier) if (head.size === tree.size && !sameHash(head.root, tree.root())) others.add(head);
    }
  };
  const verdict = await verifyChain(leaves());
  if (!verdict.ok) throw new NcpError('NCP_AUDIT_CHAIN', { sequence: Number(verdict.firstBad), fault: verdict.fault });
  for (const head of earlier) {
    const fault = head.size > tree.size ? 'smaller' : others.has(head) ? 'inconsistent' : undefined;
    if (fault !== undefined) throw new NcpError('NCP_AUDIT_CHAIN', { place: head.place, fault, signed: head.size, found: tree.size });
  }
  const checkpoint: Checkpoint = { origin, size: tree.size, root: tree.root(), time: now };
  if (tree.size === 0) return { checkpoint, note: undefined };
  if (stored?.size === tree.size && openCheckpoint(stored.note, verifiers).ok) return { checkpoint, note: stored.note };
  const note = signCheckpoint(checkpoint, signer);
  await checkpoints.add({ size: tree.size, root: hex(checkpoint.root), frontier: tree.frontier().map(hex), madeAt: now, note });
  return { checkpoint, note };
}
