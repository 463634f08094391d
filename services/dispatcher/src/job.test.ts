import { describe, expect, it } from '@jest/globals';
import { forwardBackoffMs, jobBackoffMs } from './schedule.js';
import { isOutboxId, parseJob } from './job.js';

describe('jobs', () => {
  const job = { kind: 'forward-audit', id: '17', trace: '0190b5c4-0000-7000-8000-000000000000' };

  it('reads what this release writes, and nothing beside it', () => {
    expect(parseJob({ ...job, added: 'by a newer release' })).toEqual(job);
    expect([isOutboxId('17'), isOutboxId(job.trace)]).toEqual([true, false]);
  });

  it.each([
    ['nothing', undefined], ['text', 'forward-audit'], ['null', null], ['a list', []], ['an unknown kind', { ...job, kind: 'print-money' }],
    ['no id', { kind: job.kind, trace: job.trace }], ['a numeric id', { ...job, id: 17 }], ['an id that is content', { ...job, id: 'Alma Testdotter' }],
    ['no trace', { kind: job.kind, id: job.id }], ['a long trace', { ...job, trace: 'x'.repeat(65) }],
  ])('QUE-06 refuses %s', (_, data) => {
    expect(parseJob(data)).toBeUndefined();
  });
});

describe('schedule', () => {
  it('doubles from 5 s, caps at 10 min, takes off at most half', () => {
    expect([1, 2, 3, 8, 20].map((failures) => jobBackoffMs(failures, 0))).toEqual([5_000, 10_000, 20_000, 600_000, 600_000]);
    expect(jobBackoffMs(1, 1)).toBe(2_500);
  });

  it('forwarding rests at most 5 min', () => {
    expect([1, 2, 7, 100].map(forwardBackoffMs)).toEqual([5_000, 10_000, 300_000, 300_000]);
  });
});
