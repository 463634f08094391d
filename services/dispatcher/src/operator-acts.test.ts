import { describe, expect, it } from '@jest/globals';
import { chainLeaf, GENESIS, growingTree, hashFromHex, type ChainHead, type Leaf } from '@ncp/audit';
import { instant, NcpError, type ExchangeId } from '@ncp/domain';
import type { JournalEntry } from '@ncp/exchange';
import type { ActAnswer, OperatorAct } from '@ncp/store';
import { sampleEntry } from '@ncp/testkit';
import { hex } from '@ncp/xml';
import { createOperatorActs, type ActDeps } from './operator-acts.js';

const NOW = instant('2026-06-12T12:00:00Z');
const actOf = (id: string, kind: OperatorAct['kind']): OperatorAct => ({ id, kind, by: { subject: 'sim-sara', role: 'security' }, detail: '', reason: '', reference: '', askedAt: NOW });

/** A chain and acts in memory; `sound` and `signed` are what the database kept of earlier runs. */
function bench({ asked, length = 0, sound, signed, failing = '' }: { readonly asked: readonly OperatorAct[]; readonly length?: number; readonly sound?: ChainHead; readonly signed?: { readonly size: number; readonly root: string }; readonly failing?: string }) {
  const leaves: Leaf[] = [];
  const append = ({ leaf }: JournalEntry): void => { leaves.push(chainLeaf(leaf, leaves.at(-1) ?? GENESIS)); };
  for (let at = 0; at < length; at += 1) append({ ...sampleEntry(), leaf: { ...sampleEntry().leaf, eventHash: '' } });
  const answers = new Map<string, ActAnswer>();
  const alarms: string[] = [];
  const store = {
    audit: {
      leaves: async function* () { yield* leaves; }, head: () => Promise.resolve(leaves.at(-1) ?? GENESIS),
      leavesOf: (exchange: ExchangeId) => Promise.resolve(leaves.filter((leaf) => leaf.exchange === exchange)),
    },
    journal: {
      commit: (entry: JournalEntry) => {
        if (entry.facts.id === failing) return Promise.reject(new NcpError('NCP_STORE_UNAVAILABLE'));
        append(entry);
        return Promise.resolve({ ok: true });
      },
    },
    acts: {
      open: (kinds: readonly string[], limit: number) => Promise.resolve(asked.filter(({ id, kind }) => kinds.includes(kind) && (answers.get(id)?.state ?? 'working') === 'working').slice(0, limit)),
      answer: (id: string, answer: ActAnswer) => { answers.set(id, answer); return Promise.resolve(); },
      lastSound: () => Promise.resolve(sound),
    },
    checkpoints: { last: () => Promise.resolve(signed) },
    work: { exclusively: async (_: string, work: () => Promise<void>) => { await work(); return true; } },
  } as unknown as ActDeps['store'];
  const acts = createOperatorActs({ store, now: () => NOW, report: { job: () => undefined, alarm: (code) => { alarms.push(code); } } });
  return { acts, answers, alarms, leaves };
}

const rootOf = (leaves: readonly Leaf[]): string => {
  const tree = growingTree();
  for (const { hash } of leaves) tree.add(hashFromHex(hash));
  return hex(tree.root());
};

describe('what operators asked for', () => {
  it.each(['draw-sample', 'verify-audit'] as const)('%s: one that fails keeps none that came after it from being carried out, and stays open', async (kind) => {
    const { acts, answers } = bench({ asked: ['first', 'second', 'third'].map((id) => actOf(id, kind)), failing: 'first' });
    await expect(kind === 'verify-audit' ? acts.verify() : acts.carryOut()).rejects.toMatchObject({ code: 'NCP_STORE_UNAVAILABLE' });
    expect([...answers].map(([id, { state }]) => [id, state])).toEqual([['second', 'done'], ['third', 'done']]);
  });

  it('AUD-21 a chain that lost what an earlier verification saw is not sound, whichever process verified then', async () => {
    const { acts, answers, alarms } = bench({ asked: [actOf('a', 'verify-audit')], length: 5, sound: { sequence: 9n, hash: 'a'.repeat(64) } });
    await acts.verify();
    expect([answers.get('a')?.facts, alarms]).toEqual([expect.objectContaining({ ok: false, firstBad: '7', fault: 'head' }), ['NCP_AUDIT_CHAIN']]);
  });

  it('AUD-29 a chain that is shorter than the head that was signed last is not sound', async () => {
    const { acts, answers, alarms } = bench({ asked: [actOf('a', 'verify-audit')], length: 5, signed: { size: 20, root: 'a'.repeat(64) } });
    await acts.verify();
    expect([answers.get('a')?.facts, alarms]).toEqual([expect.objectContaining({ ok: false, firstBad: '7', fault: 'head' }), ['NCP_AUDIT_CHAIN']]);
  });

  it('AUD-21 a chain that was rebuilt with valid hashes is not the one whose head was signed', async () => {
    const { acts, answers, leaves } = bench({ asked: [actOf('a', 'verify-audit')], length: 5, signed: { size: 5, root: rootOf(bench({ asked: [], length: 5 }).leaves) } });
    expect(leaves).toHaveLength(5);
    await acts.verify();
    expect(answers.get('a')?.facts).toMatchObject({ ok: false, firstBad: '5', fault: 'signed-head' });
  });

  it('a chain that holds all that was seen and signed before is sound', async () => {
    const signed = { size: 0, root: '' };
    const sound = { sequence: 0n, hash: '' };
    const { acts, answers, alarms, leaves } = bench({ asked: [actOf('a', 'verify-audit')], length: 5, signed, sound });
    Object.assign(signed, { size: 3, root: rootOf(leaves.slice(0, 3)) });
    Object.assign(sound, { sequence: 4n, hash: leaves[3]?.hash });
    await acts.verify();
    expect([answers.get('a')?.facts['ok'], alarms]).toEqual([true, []]);
  });
});
