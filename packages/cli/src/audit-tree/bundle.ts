import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashFromHex, leafBytes, openCheckpoint, pathOf, verifyInclusion, type CheckpointVerifier, type Leaf, type MerkleTree } from '@ncp/audit';
import { NcpError } from '@ncp/domain';
import { hex, sha256, utf8 } from '@ncp/xml';

/** Checks a bundle with nothing but a shell and openssl: signature of the head, then each leaf up to its root. */
const VERIFY_SH = `#!/bin/sh
# usage: sh verify.sh PUBLIC-KEY.pem      (the key as its owner published it, not the one beside this file)
set -eu
key=\${1:?the public key of the log, PEM}
folder=$(dirname "$0")
fail() { echo "INVALID: $1"; exit 1; }
hash() { openssl dgst -sha256 -binary | od -An -v -tx1 | tr -d ' \\n'; }
bytes() { rest=$1; while [ -n "$rest" ]; do pair=\${rest%"\${rest#??}"}; rest=\${rest#??}; printf "\\\\$(printf '%03o' "0x$pair")"; done; }
openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$folder/checkpoint.txt" -sigfile "$folder/checkpoint.sig" >/dev/null 2>&1 || fail "checkpoint: not signed by this key, or changed"
root=$(sed -n 3p "$folder/checkpoint.txt" | openssl base64 -d | od -An -v -tx1 | tr -d ' \\n')
for leaf in "$folder"/leaf-*.json; do
  name=$(basename "$leaf" .json)
  found=$({ printf '\\000'; cat "$leaf"; } | hash)
  while read -r side other; do
    case $side in
      left) found=$({ printf '\\001'; bytes "$other"; bytes "$found"; } | hash) ;;
      right) found=$({ printf '\\001'; bytes "$found"; bytes "$other"; } | hash) ;;
    esac
  done <"$folder/$name.proof"
  [ "$found" = "$root" ] || fail "$name: this leaf is not in the log, or it or its proof was changed"
done
echo "valid: every leaf stands in the log whose head was signed"
sed -n '1,4p' "$folder/checkpoint.txt"
`;

const README = `Evidence from the audit log of Sweden's National Contact Point for eHealth (demonstration gateway; not connected to E-hälsomyndigheten).

checkpoint.note   the signed head of the log; checkpoint.txt and checkpoint.sig are its text and its Ed25519 signature
leaf-N.json       what the log says in its place N: hashes, codes and identifiers, in the exact bytes that were hashed
leaf-N.proof      the way from that leaf to the head (RFC 6962): SHA-256 of byte 0 and the leaf, then of byte 1 and both sides
public-key.pem    the key of the log; compare it with the one that its owner published

sh verify.sh KEY.pem         checks it with openssl alone
ncp audit verify --bundle FOLDER --public-key KEY.pem
`;

export interface Bundle {
  /** Signed note, and the raw signature of the log in it. */
  readonly note: string;
  readonly body: string;
  readonly signature: Uint8Array;
  readonly publicPem: string;
  readonly leaves: readonly Leaf[];
  readonly tree: MerkleTree;
  /** Leaves that the head covers. */
  readonly size: number;
}

const proofText = ({ tree, size }: Bundle, index: number): string =>
  [`index ${String(index)}`, `size ${String(size)}`, ...(pathOf({ index, size, proof: tree.inclusion(index, size) }) ?? []).map(({ side, hash }) => `${side} ${hex(hash)}`), ''].join('\n');

/** Writes everything that an outsider needs. */
export function writeBundle(folder: string, bundle: Bundle): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = (name: string, content: string | Uint8Array): void => { writeFileSync(join(folder, name), content, { mode: 0o600 }); };
  file('checkpoint.note', bundle.note);
  file('checkpoint.txt', bundle.body);
  file('checkpoint.sig', bundle.signature);
  file('public-key.pem', bundle.publicPem);
  file('verify.sh', VERIFY_SH);
  file('README.txt', README);
  for (const leaf of bundle.leaves) {
    file(`leaf-${String(leaf.sequence)}.json`, leafBytes(leaf));
    file(`leaf-${String(leaf.sequence)}.proof`, proofText(bundle, Number(leaf.sequence) - 1));
  }
}

export type BundleVerdict = { readonly ok: true; readonly leaves: number; readonly size: number } | { readonly ok: false; readonly part: string; readonly fault: string };

const LEAF_FILE = /^leaf-(\d{1,15})\.json$/;
const PROOF = /^index (\d{1,15})\nsize (\d{1,15})\n((?:(?:left|right) [0-9a-f]{64}\n)*)$/;

/** Says of a bundle whether it holds, offline, and which part does not. @throws NcpError NCP_CLI_INPUT when it is not there */
export function verifyBundle(folder: string, verifiers: readonly CheckpointVerifier[]): BundleVerdict {
  const read = (name: string): Buffer => {
    try {
      return readFileSync(join(folder, name));
    } catch (error) {
      throw new NcpError('NCP_CLI_INPUT', { file: join(folder, name) }, error);
    }
  };
  const opened = openCheckpoint(read('checkpoint.note').toString(), verifiers);
  if (!opened.ok) return { ok: false, part: 'checkpoint.note', fault: opened.fault };
  const { body, checkpoint, signedBy } = opened;
  if (!read('checkpoint.txt').equals(Buffer.from(utf8(body)))) return { ok: false, part: 'checkpoint.txt', fault: 'other-than-note' };
  if (!signedBy.some(({ signature }) => Buffer.from(signature).equals(read('checkpoint.sig')))) return { ok: false, part: 'checkpoint.sig', fault: 'other-than-note' };
  const names = readdirSync(folder).flatMap((name) => LEAF_FILE.exec(name)?.[1] ?? []);
  for (const sequence of names) {
    const [, index, size, steps = ''] = PROOF.exec(read(`leaf-${sequence}.proof`).toString()) ?? [];
    if (Number(index) !== Number(sequence) - 1 || Number(size) !== checkpoint.size) return { ok: false, part: `leaf-${sequence}.proof`, fault: 'place' };
    const leaf = sha256(Uint8Array.from([0, ...read(`leaf-${sequence}.json`)]));
    const proof = steps.split('\n').slice(0, -1).map((line) => hashFromHex(line.split(' ')[1] ?? ''));
    if (!verifyInclusion({ leaf, index: Number(index), size: checkpoint.size, proof }, checkpoint.root)) return { ok: false, part: `leaf-${sequence}`, fault: 'not-in-the-tree' };
    const sides = pathOf({ index: Number(index), size: checkpoint.size, proof })?.map(({ side }) => side).join();
    if (sides !== steps.split('\n').slice(0, -1).map((line) => line.split(' ')[0]).join()) return { ok: false, part: `leaf-${sequence}.proof`, fault: 'sides' };
  }
  return names.length === 0 ? { ok: false, part: 'leaves', fault: 'none' } : { ok: true, leaves: names.length, size: checkpoint.size };
}
