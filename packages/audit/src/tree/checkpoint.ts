import { compareInstants, parseInstant, type Instant } from '@ncp/domain';
import { decodeBase64, encodeBase64, hex, sha256, utf8 } from '@ncp/xml';
import { verifyConsistency, type SizedRoot, type TreeHash } from './merkle.js';

/** A head of the audit tree: whoever keeps one can show later that nothing before it was changed or cut off (RS 5). */
export interface Checkpoint extends SizedRoot {
  /** Which log it is of. */
  readonly origin: string;
  readonly time: Instant;
}

/** Who signs checkpoints with Ed25519: a name without spaces, and the raw public key of 32 bytes. */
export interface CheckpointSigner {
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
}

/** Whose signatures are believed, and of which time: after a rotation the old key stays good for its own (AUD-25). */
export interface CheckpointVerifier {
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly from?: Instant;
  /** The first instant for which it no longer signs. */
  readonly until?: Instant;
  readonly verify: (bytes: Uint8Array, signature: Uint8Array) => boolean;
}

const ED25519 = 1;
const HASH_BYTES = 32;
const SIGNATURE_BYTES = 64;
const KEY_ID_BYTES = 4;
const DASH = '\u2014 ';

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/** The first four bytes of SHA-256 over name, newline, algorithm and key (signed-note form). */
export const keyIdOf = ({ name, publicKey }: Pick<CheckpointSigner, 'name' | 'publicKey'>): Uint8Array =>
  sha256(joined(utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey)).slice(0, KEY_ID_BYTES);

/** What is signed: origin, size, root, and our line with the time, each with its newline (tlog-checkpoint form). */
export const checkpointText = ({ origin, size, root, time }: Checkpoint): string => `${origin}\n${String(size)}\n${encodeBase64(root)}\ntime ${time}\n`;

const signatureLine = (signer: CheckpointSigner, body: string): string =>
  `${DASH}${signer.name} ${encodeBase64(joined(keyIdOf(signer), signer.sign(utf8(body))))}\n`;

/** A signed note: the text, an empty line, and a line for each signature. */
export const signCheckpoint = (checkpoint: Checkpoint, signer: CheckpointSigner): string => {
  const body = checkpointText(checkpoint);
  return `${body}\n${signatureLine(signer, body)}`;
};

/** Why a note is not believed. `form`: it is no checkpoint. `unknown`: nobody known signed it. `signature`: it was changed. `time`: its key was not in use then. */
export type CheckpointFault = 'form' | 'unknown' | 'signature' | 'time';

export interface SignatureOf {
  readonly name: string;
  readonly signature: Uint8Array;
}

export type OpenedCheckpoint =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly body: string; readonly signedBy: readonly SignatureOf[] }
  | { readonly ok: false; readonly fault: CheckpointFault };

// Base64 in its one spelling: bits that say nothing are zero, so that no two notes say the same.
const BODY = /^([^\n ]{1,200})\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)\ntime ([^\n]{20,40})\n$/;
const SIGNATURE = /^\u2014 ([^\n ]{1,200}) ((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==))$/;
/** A note is small; what is larger is none. */
const MAX_CHARACTERS = 10_000;

function readBody(body: string): Checkpoint | undefined {
  const [, origin, size, root, time] = BODY.exec(body) ?? [];
  if (origin === undefined || size === undefined || root === undefined || time === undefined) return undefined;
  const at = parseInstant(time);
  const bytes = decodeBase64(root);
  return at.ok && bytes.length === HASH_BYTES && Number.isSafeInteger(Number(size)) ? { origin, size: Number(size), root: bytes, time: at.value } : undefined;
}

const inUse = ({ from, until }: CheckpointVerifier, { time }: Checkpoint): boolean =>
  (from === undefined || compareInstants(time, from) >= 0) && (until === undefined || compareInstants(time, until) < 0);

/** Reads a signed note and believes it when at least one known key signed it in its time. Every signature of a known key must hold. */
export function openCheckpoint(note: string, verifiers: readonly CheckpointVerifier[]): OpenedCheckpoint {
  const at = note.indexOf('\n\n');
  const body = note.slice(0, at + 1);
  const checkpoint = at < 0 || note.length > MAX_CHARACTERS || !note.endsWith('\n') ? undefined : readBody(body);
  const lines = note.slice(at + 2, -1).split('\n').map((line) => SIGNATURE.exec(line));
  if (checkpoint === undefined || lines.some((line) => line === null)) return { ok: false, fault: 'form' };
  const signedBy: SignatureOf[] = [];
  let outOfTime = false;
  for (const [, name = '', coded = ''] of lines.flatMap((line) => (line === null ? [] : [line]))) {
    const bytes = decodeBase64(coded);
    const [keyId, signature] = [bytes.slice(0, KEY_ID_BYTES), bytes.slice(KEY_ID_BYTES)];
    const verifier = verifiers.find((one) => one.name === name && hex(keyIdOf(one)) === hex(keyId));
    if (verifier === undefined) continue;
    if (signature.length !== SIGNATURE_BYTES || !verifier.verify(utf8(body), signature)) return { ok: false, fault: 'signature' };
    if (inUse(verifier, checkpoint)) signedBy.push({ name, signature });
    else outOfTime = true;
  }
  if (signedBy.length === 0) return { ok: false, fault: outOfTime ? 'time' : 'unknown' };
  return { ok: true, checkpoint, body, signedBy };
}

/** Why a witness does not sign. `smaller`: the log lost leaves. `inconsistent`: its past was changed. */
export type WitnessRefusal = 'other-origin' | 'smaller' | 'inconsistent' | 'not-signed';

export type Witnessed = { readonly ok: true; readonly note: string } | { readonly ok: false; readonly refusal: WitnessRefusal };

/**
 * What a witness does: it signs a head only when it has seen that it merely adds to the last head it signed (AUD-28). The first
 * head of a log it takes as it is. @param proof consistency of both
 */
export function witness({ last, note, proof, log }: { readonly last?: Checkpoint; readonly note: string; readonly proof: readonly TreeHash[]; readonly log: readonly CheckpointVerifier[] }, signer: CheckpointSigner): Witnessed {
  const opened = openCheckpoint(note, log);
  if (!opened.ok) return { ok: false, refusal: 'not-signed' };
  const { checkpoint, body } = opened;
  if (last !== undefined && last.origin !== checkpoint.origin) return { ok: false, refusal: 'other-origin' };
  if (last !== undefined && checkpoint.size < last.size) return { ok: false, refusal: 'smaller' };
  if (last !== undefined && !verifyConsistency(last, checkpoint, proof)) return { ok: false, refusal: 'inconsistent' };
  return { ok: true, note: `${note}${signatureLine(signer, body)}` };
}
