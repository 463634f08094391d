import { globSync, readFileSync } from 'node:fs';
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { sameToken } from './session.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Ratio of the quickest of two works that take turns, best of some rounds: noise of the machine only ever adds. */
function ratio(one: () => unknown, two: () => unknown, { rounds, repeats }: { readonly rounds: number; readonly repeats: number }): number {
  const ratios = Array.from({ length: rounds }, () => {
    const times: [number[], number[]] = [[], []];
    for (let n = 0; n < 101; n += 1) for (const [at, work] of [one, two].entries()) {
      const begun = performance.now();
      for (let again = 0; again < repeats; again += 1) work();
      times[at]?.push(performance.now() - begun);
    }
    return Math.min(...times[0]) / Math.min(...times[1]);
  });
  return ratios.toSorted((a, b) => Math.abs(a - 1) - Math.abs(b - 1))[0] ?? 0;
}

describe('KEY-08 secrets are compared without an early exit', () => {
  it('KEY-08 a token that differs in its first character takes as long as one that differs in its last', () => {
    const token = 'a'.repeat(4_096);
    // Joined strings are flattened when they are first read: that must not be measured.
    const [first = '', last = ''] = [`b${token.slice(1)}`, `${token.slice(1)}b`].map((text) => Buffer.from(text).toString());
    expect([sameToken(first, token), sameToken(last, token), sameToken(token, token), sameToken(token.slice(1), token), sameToken(undefined, token)]).toEqual([false, false, true, false, false]);
    const measured = ratio(() => sameToken(first, token), () => sameToken(last, token), { rounds: 3, repeats: 20 });
    expect(measured).toBeGreaterThan(0.8);
    expect(measured).toBeLessThan(1.25);
  });

  it('KEY-08 the measurement notices a comparison that exits early', () => {
    const token = 'a'.repeat(4_096);
    const early = (given: string): boolean => {
      for (let at = 0; at < token.length; at += 1) if (given[at] !== token[at]) return false;
      return true;
    };
    expect(ratio(() => early(`b${token.slice(1)}`), () => early(`${token.slice(1)}b`), { rounds: 3, repeats: 20 })).toBeLessThan(0.5);
  });

  it('KEY-08 a signature takes as long for one message as for another', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const [zeros, ones] = [Buffer.alloc(64), Buffer.alloc(64, 0xff)];
    const measured = ratio(() => sign('sha256', zeros, key), () => sign('sha256', ones, key), { rounds: 3, repeats: 1 });
    expect(measured).toBeGreaterThan(0.8);
    expect(measured).toBeLessThan(1.25);
  });

  it('KEY-08 no source compares a secret with an operator', () => {
    const secret = /\b(?:\w+\.)*\w*(?:csrf|password|passphrase|clientSecret|macTag|authTag|formToken|sessionToken)\w*\s*(?:===|!==)(?!\s*(?:undefined|null|''|""))/i;
    expect(secret.test('if (given.csrfToken === expected) return')).toBe(true);
    const files = globSync('{packages,services}/*/src/**/*.ts', { cwd: ROOT, exclude: (path) => /(^|\/)(node_modules|dist)(\/|$)/.test(String(path)) }).filter((file) => !file.endsWith('.test.ts'));
    expect(files.length).toBeGreaterThan(400);
    expect(files.filter((file) => secret.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
  });
});
