import { createHash } from 'node:crypto';
import { growingTree, hashFromHex, sameHash, verifyChain, type ChainHead, type ChainVerdict, type Leaf } from '@ncp/audit';
import { isNcpError } from '@ncp/domain';
import type { AuditReader } from './audit-reader.js';
import type { StoredCheckpoint } from './checkpoints.js';

export interface AuditVerdict {
  readonly ok: boolean;
  readonly leaves: bigint;
  /** Audit events whose bytes were opened and compared with their leaf. */
  readonly events: bigint;
  readonly head?: ChainHead;
  readonly firstBad?: bigint;
  readonly fault?: string;
  /** The chain holds as far as it goes, and these leaves, which the checkpoint says there were, are not there (AUD-29). */
  readonly missing?: { readonly first: bigint; readonly last: bigint };
}

export interface VerifyAuditOptions {
  /** Opens the stored events and compares them with their leaves too; without it only the chain is computed. */
  readonly events: boolean;
  /** A head that was noted elsewhere: shows that nothing was cut off. */
  readonly checkpoint?: ChainHead;
  /** A head of the tree that was signed: size in leaves, root in hex. */
  readonly signed?: Pick<StoredCheckpoint, 'size' | 'root'>;
  /** Told of every leaf that held, in order; the walk waits for it. */
  readonly passed?: (sequence: bigint) => Promise<void> | void;
}

/** What a restore to an earlier moment leaves behind: a sound chain that ends before the head that was noted elsewhere. */
const missingIn = (verdict: Extract<ChainVerdict, { ok: false }>, last: bigint, checkpoint: ChainHead | undefined): Pick<AuditVerdict, 'missing'> =>
  checkpoint === undefined || verdict.fault !== 'head' || verdict.firstBad !== last + 1n ? {} : { missing: { first: verdict.firstBad, last: checkpoint.sequence } };

class LeafFault extends Error {
  readonly sequence: bigint;
  readonly fault: string;
  constructor(sequence: bigint, fault: string) {
    super(fault);
    this.sequence = sequence;
    this.fault = fault;
  }
}

async function faultOfEvent(audit: AuditReader, leaf: Leaf): Promise<string | undefined> {
  try {
    const event = await audit.event(leaf.sequence);
    if (event === undefined) return 'event-missing';
    return createHash('sha256').update(event.xml).digest('hex') === leaf.eventHash ? undefined : 'event-altered';
  } catch (error) {
    if (isNcpError(error) && error.code === 'NCP_STORE_SEALED') return 'event-altered';
    throw error;
  }
}

/** The leaves as they come, each after its event was found to be the one it names. */
async function* compared(audit: AuditReader, { events, passed, signed }: VerifyAuditOptions, seen: { events: bigint }): AsyncIterable<Leaf> {
  const tree = growingTree();
  for await (const leaf of audit.leaves()) {
    if (events && leaf.eventHash !== '') {
      const fault = await faultOfEvent(audit, leaf);
      if (fault !== undefined) throw new LeafFault(leaf.sequence, fault);
      seen.events += 1n;
    }
    yield leaf;
    // The chain asks for the next leaf only after this one held.
    if (signed !== undefined && tree.size < signed.size) {
      tree.add(hashFromHex(leaf.hash));
      if (tree.size === signed.size && !sameHash(tree.root(), hashFromHex(signed.root))) throw new LeafFault(leaf.sequence, 'signed-head');
    }
    await passed?.(leaf.sequence);
  }
}

/**
 * Walks the whole chain of a database, from its first leaf (AUD-20).
 * @throws NcpError NCP_STORE_UNAVAILABLE
 */
export async function verifyAuditLog(audit: AuditReader, options: VerifyAuditOptions): Promise<AuditVerdict> {
  const seen = { events: 0n };
  try {
    const verdict = await verifyChain(compared(audit, options, seen), options.checkpoint === undefined ? {} : { checkpoint: options.checkpoint });
    const { signed } = options;
    if (verdict.ok && signed !== undefined && verdict.leaves < BigInt(signed.size)) {
      const first = verdict.leaves + 1n;
      return { ok: false, leaves: verdict.leaves, events: seen.events, firstBad: first, fault: 'head', missing: { first, last: BigInt(signed.size) } };
    }
    if (verdict.ok) return { ok: true, leaves: verdict.leaves, events: seen.events, head: verdict.head };
    return {
      ok: false, leaves: verdict.firstBad - 1n, events: seen.events, firstBad: verdict.firstBad, fault: verdict.fault,
      ...missingIn(verdict, (await audit.head()).sequence, options.checkpoint),
    };
  } catch (error) {
    if (error instanceof LeafFault) return { ok: false, leaves: error.sequence - 1n, events: seen.events, firstBad: error.sequence, fault: error.fault };
    throw error;
  }
}
