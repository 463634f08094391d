import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { createSealer } from './seal.js';

const key = (id: string, fill: number) => ({ id, key: new Uint8Array(32).fill(fill) });
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const reasonOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return isNcpError(error) && error.code === 'NCP_STORE_SEALED' ? error.details.reason : error;
  }
  return 'no error';
};

describe('sealed values', () => {
  const sealer = createSealer({ current: key('k1', 1) });

  it('opens what it sealed, also an empty value', () => {
    expect(text(sealer.open(sealer.seal(Buffer.from('åäö'), 'dispense/1'), 'dispense/1'))).toBe('åäö');
    expect(sealer.open(sealer.seal(new Uint8Array(), 'dispense/1'), 'dispense/1')).toHaveLength(0);
  });

  it('never seals the same value to the same bytes', () => {
    expect(sealer.seal(Buffer.from('x'), 'p').equals(sealer.seal(Buffer.from('x'), 'p'))).toBe(false);
  });

  it('does not open in another place', () => {
    const sealed = sealer.seal(Buffer.from('x'), 'audit_event/1');
    expect(reasonOf(() => sealer.open(sealed, 'audit_event/2'))).toBe('altered');
  });

  it('does not open when any byte was changed', () => {
    const sealed = sealer.seal(Buffer.from('x'), 'p');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(['altered', 'form', 'unknown-key']).toContain(reasonOf(() => sealer.open(changed, 'p')));
    }
    expect(reasonOf(() => sealer.open(sealed.subarray(0, 40), 'p'))).toBe('form');
  });

  it('opens older values after a rotation, and only with the key that sealed them', () => {
    const old = sealer.seal(Buffer.from('x'), 'p');
    const rotated = createSealer({ current: key('k2', 2), older: [key('k1', 1)] });
    expect(text(rotated.open(old, 'p'))).toBe('x');
    expect(reasonOf(() => createSealer({ current: key('k2', 2) }).open(old, 'p'))).toBe('unknown-key');
    expect(reasonOf(() => createSealer({ current: key('k1', 3) }).open(old, 'p'))).toBe('altered');
  });

  it('refuses a key that is not 32 bytes', () => {
    expect(reasonOf(() => createSealer({ current: { id: 'k', key: new Uint8Array(16) } }))).toBe('key-form');
  });

  it('DAT-10 a destroyed key leaves nothing readable that it sealed, also not in an older back-up', () => {
    const [old, next] = [key('k1', 1), key('k2', 2)];
    const live = createSealer({ current: old });
    const before = live.seal(Buffer.from('document'), 'visit/1');
    const backup = Buffer.from(before);
    live.replace({ current: next, older: [old] });
    const after = live.seal(Buffer.from('document'), 'visit/2');
    expect([text(live.open(before, 'visit/1')), text(live.open(after, 'visit/2'))]).toEqual(['document', 'document']);
    live.replace({ current: next });
    expect([reasonOf(() => live.open(before, 'visit/1')), reasonOf(() => live.open(backup, 'visit/1')), text(live.open(after, 'visit/2'))]).toEqual(['unknown-key', 'unknown-key', 'document']);
    // The same name with another key opens nothing either.
    expect(reasonOf(() => createSealer({ current: key('k1', 3) }).open(backup, 'visit/1'))).toBe('altered');
  });

  it('KEY-07 refuses an old key that is the new one, and one name for two', () => {
    expect(reasonOf(() => createSealer({ current: key('k2', 1), older: [key('k1', 1)] }))).toBe('old-and-new-key-equal');
    expect(reasonOf(() => createSealer({ current: key('k1', 2), older: [key('k1', 1)] }))).toBe('key-id-twice');
    const kept = createSealer({ current: key('k1', 1) });
    expect(reasonOf(() => { kept.replace({ current: { id: 'k2', key: new Uint8Array(16) } }); })).toBe('key-form');
    expect(text(kept.open(kept.seal(Buffer.from('x'), 'p'), 'p'))).toBe('x');
  });
});
