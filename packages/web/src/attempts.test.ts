import { describe, expect, it } from '@jest/globals';
import { Attempts, type Attempt } from './attempts.js';

describe('attempts to sign in, kept by the browser', () => {
  let now = 1000;
  const attempts = new Attempts(() => now);
  const attempt: Attempt = { verifier: 'v', state: 's', nonce: 'n', endsAt: 2000 };

  it('come back as they were, sealed each time anew, and tell nothing', () => {
    const sealed = [attempts.seal(attempt), attempts.seal(attempt)];
    expect(sealed.map((one) => attempts.open(one))).toEqual([attempt, attempt]);
    expect(sealed[0]).not.toBe(sealed[1]);
    expect(sealed[0]).toMatch(/^[\w-]+$/);
    expect(Buffer.from(sealed[0] ?? '', 'base64url').toString('latin1')).not.toContain('verifier');
  });

  it('are refused when changed in any character, cut, of another process, or absent', () => {
    const sealed = attempts.seal(attempt);
    const changed = Array.from(sealed, (character, at) => sealed.slice(0, at) + (character === 'A' ? 'Q' : 'A') + sealed.slice(at + 1));
    const cut = Array.from({ length: 60 }, (_, length) => sealed.slice(0, length));
    for (const one of [...changed, ...cut, new Attempts(() => now).seal(attempt), undefined]) expect(() => attempts.open(one)).toThrow(TypeError);
  });

  it('lead to one session, and to none when they have ended', () => {
    const [first, second] = [attempts.seal(attempt), attempts.seal({ ...attempt, state: 't' })];
    attempts.finish(attempts.open(first));
    expect(() => attempts.open(first)).toThrow(TypeError);
    now = 1999;
    expect(attempts.open(second).state).toBe('t');
    now = 2000;
    expect(() => attempts.open(second)).toThrow(TypeError);
  });
});
