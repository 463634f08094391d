import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashFromHex, merkleTree, openCheckpoint, signCheckpoint, verifyChain, verifyConsistency, type Checkpoint, type CheckpointVerifier, type Leaf, type MerkleTree } from '@ncp/audit';
import { NcpError } from '@ncp/domain';
import { boundBy, openStore, signAuditHead, type EarlierHead, type Store } from '@ncp/store';
import { hex } from '@ncp/xml';
import { verifyBundle, writeBundle } from '../audit-tree/bundle.js';
import { checkpointSigner, checkpointVerifier, type NamedSigner } from '../audit-tree/keys.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { nowIn, withDatabaseOf, type OperatorPlace } from '../operators/place.js';
import type { Output } from '../output.js';
import { sealingKeysOf } from './audit-verify.js';

/** The chain holds no sealed column: no key is needed to read it. */
const withStore = <T>(place: OperatorPlace, work: (store: Store) => Promise<T>): Promise<T> => withDatabaseOf(place, 'ncp_dispatcher', async (url) => {
  const store = await openStore({ url, application: 'ncp audit', keys: sealingKeysOf(undefined), connections: 2 });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
});

interface ReadTree {
  readonly tree: MerkleTree;
  /** Those that were asked for. */
  readonly kept: readonly Leaf[];
}

/** Reads the whole chain, proven leaf by leaf, and its tree. @throws NcpError NCP_AUDIT_CHAIN with the first bad leaf */
async function readTree(store: Store, keep: (leaf: Leaf) => boolean = () => false): Promise<ReadTree> {
  const hashes: Uint8Array[] = [];
  const kept: Leaf[] = [];
  const leaves = async function* (): AsyncIterable<Leaf> {
    for await (const leaf of store.audit.leaves()) {
      hashes.push(hashFromHex(leaf.hash));
      if (keep(leaf)) kept.push(leaf);
      yield leaf;
    }
  };
  const verdict = await verifyChain(leaves());
  if (!verdict.ok) throw new NcpError('NCP_AUDIT_CHAIN', { sequence: Number(verdict.firstBad), fault: verdict.fault });
  return { tree: merkleTree(hashes), kept };
}

const NOTE_FILE = /^checkpoint-(\d{1,15})\.note$/;

/** The largest head that was noted in a folder. */
function lastIn(folder: string, verifiers: readonly CheckpointVerifier[]): Checkpoint | undefined {
  const sizes = existsSync(folder) ? readdirSync(folder).flatMap((name) => NOTE_FILE.exec(name)?.[1] ?? []).map(Number) : [];
  if (sizes.length === 0) return undefined;
  const file = join(folder, `checkpoint-${String(Math.max(...sizes))}.note`);
  const opened = openCheckpoint(readFileSync(file, 'utf8'), verifiers);
  if (!opened.ok) throw new NcpError('NCP_AUDIT_CHAIN', { file, fault: opened.fault });
  return opened.checkpoint;
}

/** A tree that is smaller than what was signed, or another, is never signed (AUD-28): the database was cut, changed, or restored (AUD-29). */
function requireGrowth(tree: MerkleTree, { place, ...last }: EarlierHead): void {
  if (tree.size < last.size) throw new NcpError('NCP_AUDIT_CHAIN', { place, fault: 'smaller', signed: last.size, found: tree.size });
  if (!verifyConsistency(last, { size: tree.size, root: tree.root() }, tree.consistency(last.size))) throw new NcpError('NCP_AUDIT_CHAIN', { place, fault: 'inconsistent', signed: last.size, found: tree.size });
}

export interface CheckpointOptions extends OperatorPlace {
  readonly key: string;
  readonly out: string;
  readonly origin: string;
}

/** A private key in PEM form holds the public one. */
const selfVerifier = ({ name }: NamedSigner, file: string): CheckpointVerifier => checkpointVerifier(file, name);

/**
 * Signs the head of the audit tree, keeps it in the database and in a folder that should be somewhere else. Exit 1 and nothing signed
 * when the log does not contain what was signed before.
 * @throws NcpError NCP_AUDIT_CHAIN, NCP_CLI_INPUT, NCP_CLI_NOT_RUNNING, NCP_STORE_UNAVAILABLE
 */
export async function auditCheckpointCommand(output: Output, options: CheckpointOptions): Promise<ExitCode> {
  const signer = checkpointSigner(options.key, options.origin);
  const verifiers = [selfVerifier(signer, options.key)];
  const last = lastIn(options.out, verifiers);
  const signed = await withStore(options, (store) => signAuditHead(store, {
    origin: options.origin, now: nowIn(options), signer, verifiers, ...(last === undefined ? {} : { noted: { ...last, place: options.out } }),
  }));
  const { size, root } = signed.checkpoint;
  const note = size === last?.size ? undefined : signed.note;
  mkdirSync(options.out, { recursive: true, mode: 0o700 });
  const file = join(options.out, `checkpoint-${String(size)}.note`);
  if (note !== undefined) writeFileSync(file, note, { mode: 0o600 });
  output.line(note === undefined ? `nothing new: ${String(size)} leaves` : `${String(size)} leaves, root ${hex(root)}: ${file}`);
  output.result({ ok: true, size, root: hex(root), ...(note === undefined ? {} : { file }) });
  return EXIT.ok;
}

export interface ProveOptions extends CheckpointOptions {
  readonly exchange: string;
}

/** Writes an evidence bundle: the leaves of an exchange with their proofs and a signed head. Exit 1 when the log has no such exchange, or does not contain what was signed before. */
export async function auditProveCommand(output: Output, options: ProveOptions): Promise<ExitCode> {
  const signer = checkpointSigner(options.key, options.origin);
  const verifiers = [selfVerifier(signer, options.key)];
  const { tree, kept } = await withStore(options, async (store) => {
    const read = await readTree(store, ({ exchange }) => exchange === options.exchange);
    for (const head of boundBy(await store.checkpoints.last(), verifiers)) requireGrowth(read.tree, head);
    return read;
  });
  if (kept.length === 0) {
    output.line(`the log has no leaf of ${options.exchange}`);
    output.result({ ok: false, leaves: 0 });
    return EXIT.negative;
  }
  const note = signCheckpoint({ origin: options.origin, size: tree.size, root: tree.root(), time: nowIn(options) }, signer);
  const opened = openCheckpoint(note, verifiers);
  const [signed] = opened.ok ? opened.signedBy : [];
  if (!opened.ok || signed === undefined) throw new NcpError('NCP_INTERNAL', { step: 'sign' });
  writeBundle(options.out, { note, body: opened.body, signature: signed.signature, publicPem: signer.publicPem, leaves: kept, tree, size: tree.size });
  output.line(`${String(kept.length)} leaves of ${options.exchange} with their proofs: ${options.out}`);
  output.line('sh verify.sh KEY.pem in that folder checks it with openssl alone');
  output.result({ ok: true, leaves: kept.length, size: tree.size, out: options.out });
  return EXIT.ok;
}

/** Verifies a bundle offline. Exit 1 names the part that does not hold. @throws NcpError NCP_CLI_INPUT, NCP_CLI_USAGE */
export function auditBundleCommand(output: Output, { bundle, publicKey, origin }: { readonly bundle: string; readonly publicKey?: string; readonly origin: string }): ExitCode {
  if (publicKey === undefined) throw new NcpError('NCP_CLI_USAGE', { option: '--public-key', needed: 'the key that the owner of the log published' });
  const verdict = verifyBundle(bundle, [checkpointVerifier(publicKey, origin)]);
  output.line(verdict.ok ? `valid: ${String(verdict.leaves)} leaves stand in a log of ${String(verdict.size)}` : `INVALID: ${verdict.part} (${verdict.fault})`);
  output.result(verdict);
  return verdict.ok ? EXIT.ok : EXIT.negative;
}
