import { createHash, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { instant, type Instant } from '@ncp/domain';
import { checkpointText, keyIdOf, openCheckpoint, signCheckpoint, witness, type Checkpoint, type CheckpointSigner, type CheckpointVerifier } from './checkpoint.js';
import { merkleTree, type TreeHash } from './merkle.js';

const [JUNE, JULY, AUGUST] = [instant('2026-06-01T00:00:00Z'), instant('2026-07-01T00:00:00Z'), instant('2026-08-01T00:00:00Z')];
const raw = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(-32));
const keyOf = (name: string): { readonly signer: CheckpointSigner; readonly verifier: CheckpointVerifier } => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const named = { name, publicKey: raw(publicKey) };
  return { signer: { ...named, sign: (bytes) => new Uint8Array(sign(null, bytes, privateKey)) }, verifier: { ...named, verify: (bytes, signature) => verify(null, bytes, publicKey, signature) } };
};
const leavesOf = (count: number, salt = ''): readonly TreeHash[] => Array.from({ length: count }, (_, at) => new Uint8Array(createHash('sha256').update(`${salt}${String(at)}`).digest()));
const tree = merkleTree(leavesOf(20));
const headAt = (size: number, time: Instant = JUNE): Checkpoint => ({ origin: 'ncp.se/audit', size, root: tree.root(size), time });
const faultOf = (note: string, verifiers: readonly CheckpointVerifier[]): string => {
  const opened = openCheckpoint(note, verifiers);
  return opened.ok ? 'believed' : opened.fault;
};

describe('checkpoints', () => {
  const [old, next, stranger, other] = [keyOf('ncp.se/audit-2026a'), keyOf('ncp.se/audit-2026b'), keyOf('ncp.se/audit-2026a'), keyOf('witness.example')];

  it('are notes that anybody can read, and are read as they were signed', () => {
    const note = signCheckpoint(headAt(13), old.signer);
    expect(note.split('\n')).toEqual(['ncp.se/audit', '13', Buffer.from(tree.root(13)).toString('base64'), 'time 2026-06-01T00:00:00Z', '', expect.stringMatching(/^— ncp\.se\/audit-2026a [A-Za-z0-9+/]{91}=$/), '']);
    expect(openCheckpoint(note, [old.verifier])).toMatchObject({ ok: true, checkpoint: headAt(13), body: checkpointText(headAt(13)) });
    // The key id of the form's own description: SHA-256 over name, newline, 1, key.
    expect(Buffer.from(keyIdOf(old.signer)).toString('hex')).toBe(createHash('sha256').update(`${old.signer.name}\n`).update(Buffer.of(1)).update(old.signer.publicKey).digest('hex').slice(0, 8));
  });

  it('AUD-25 an old key is believed for its period, an unknown one never', () => {
    const verifiers = [{ ...old.verifier, until: JULY }, { ...next.verifier, from: JULY }];
    expect([
      faultOf(signCheckpoint(headAt(5, JUNE), old.signer), verifiers), faultOf(signCheckpoint(headAt(5, JULY), old.signer), verifiers), faultOf(signCheckpoint(headAt(5, AUGUST), old.signer), verifiers),
      faultOf(signCheckpoint(headAt(5, JUNE), next.signer), verifiers), faultOf(signCheckpoint(headAt(5, JULY), next.signer), verifiers),
      faultOf(signCheckpoint(headAt(5), stranger.signer), verifiers), faultOf(signCheckpoint(headAt(5), other.signer), verifiers), faultOf(signCheckpoint(headAt(5), old.signer), []),
    ]).toEqual(['believed', 'time', 'time', 'time', 'believed', 'unknown', 'unknown', 'unknown']);
  });

  it('AUD-24 every changed character of the note is found', () => {
    const note = signCheckpoint(headAt(13), old.signer);
    for (let at = 0; at < note.length; at += 1) {
      for (const other of ['A', 'B', '='].filter((one) => one !== note[at])) {
        const changed = `${note.slice(0, at)}${other}${note.slice(at + 1)}`;
        expect([at, other, openCheckpoint(changed, [old.verifier]).ok]).toEqual([at, other, false]);
      }
    }
  });

  it.each(['', '\n', 'x', 'a\n1\n', `ncp\n01\n${'A'.repeat(43)}=\ntime 2026-06-01T00:00:00Z\n\n— a AAAA\n`, `ncp\n1\n${'A'.repeat(43)}=\ntime yesterday, at the latest\n\n— a AAAA\n`, `ncp\n1\n${'A'.repeat(43)}=\ntime 2026-06-01T00:00:00Z\n\n${'— a AAAA\n'.repeat(2_000)}`])('%j is no checkpoint', (note) => {
    expect(faultOf(note, [old.verifier])).toBe('form');
  });

  it('AUD-28 a witness signs what only adds to what it signed before', () => {
    const [first, second] = [signCheckpoint(headAt(8), old.signer), signCheckpoint(headAt(20), old.signer)];
    const taken = witness({ note: first, proof: [], log: [old.verifier] }, other.signer);
    const grown = witness({ last: headAt(8), note: second, proof: tree.consistency(8), log: [old.verifier] }, other.signer);
    expect([taken.ok, grown.ok]).toEqual([true, true]);
    const opened = openCheckpoint(grown.ok ? grown.note : '', [old.verifier, other.verifier]);
    expect(opened.ok ? opened.signedBy.map(({ name }) => name) : opened).toEqual(['ncp.se/audit-2026a', 'witness.example']);
  });

  it('AUD-28 it refuses a smaller tree, a changed past, another log, and what the log did not sign', () => {
    const refusal = (last: Checkpoint, note: string, proof: readonly TreeHash[]): string => {
      const answer = witness({ last, note, proof, log: [old.verifier] }, other.signer);
      return answer.ok ? 'signed' : answer.refusal;
    };
    const forged = merkleTree(leavesOf(20, 'forged'));
    const forgedNote = signCheckpoint({ ...headAt(20), root: forged.root() }, old.signer);
    expect([
      refusal(headAt(20), signCheckpoint(headAt(8), old.signer), tree.consistency(8)), refusal(headAt(8), forgedNote, forged.consistency(8)), refusal(headAt(8), signCheckpoint(headAt(20), old.signer), []),
      refusal(headAt(20), signCheckpoint({ ...headAt(20), root: forged.root() }, old.signer), []), refusal({ ...headAt(8), origin: 'ncp.fi/audit' }, signCheckpoint(headAt(20), old.signer), tree.consistency(8)),
      refusal(headAt(8), signCheckpoint(headAt(20), stranger.signer), tree.consistency(8)), refusal(headAt(8), 'nothing', []),
    ]).toEqual(['smaller', 'inconsistent', 'inconsistent', 'inconsistent', 'other-origin', 'not-signed', 'not-signed']);
  });
});
