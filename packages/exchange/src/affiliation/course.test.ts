import { describe, expect, it } from '@jest/globals';
import { addMs, instant, type Instant } from '@ncp/domain';
import type { Observer } from '../ports/index.js';
import { courseOf } from './course.js';

const START = instant('2026-06-12T08:00:00Z');

describe('the course of a message', () => {
  let at: Instant;
  const pass = (ms: number): void => { at = addMs(at, ms); };
  const quiet: Observer = { step: (_, work) => work(), ended: () => undefined, alarm: () => undefined };
  const begun = () => {
    at = START;
    return courseOf(quiet, () => at);
  };

  it('notes each step in order, with its time, and the one that failed', async () => {
    const course = begun();
    await course.observer.step('envelope', async () => { pass(2); });
    await course.observer.step('assertions', async () => { pass(3); throw new TypeError('no'); }).catch(() => undefined);
    pass(4);
    expect(course.timing(START)).toEqual({
      direction: 'inbound', endedAt: addMs(START, 9), totalMs: 9, peerMs: 0, nationalMs: 0,
      steps: [{ step: 'envelope', ms: 2, failed: false }, { step: 'assertions', ms: 3, failed: true }],
    });
  });

  it('counts the time of national calls beside each other once, also of those that fail', async () => {
    const course = begun();
    const first = Promise.withResolvers<undefined>();
    const second = Promise.withResolvers<undefined>();
    const calls = [course.national(() => first.promise), course.national(() => second.promise).catch(() => undefined)];
    pass(10);
    first.resolve(undefined);
    await calls[0];
    pass(5);
    second.reject(new TypeError('no'));
    await calls[1];
    pass(100);
    await course.national(async () => { pass(1); });
    expect(course.timing(START)).toMatchObject({ totalMs: 116, nationalMs: 16 });
  });
});
