import { describe, expect, it } from '@jest/globals';
import { movedIn, pairOf } from './hung-country.js';
import { figuresOf } from './operations.js';

const figures = (ms: number): ReturnType<typeof figuresOf> => figuresOf([{ own: ms / 2, peer: ms / 2, seen: ms }]);

describe('movedIn', () => {
  it('is the median over the pairs, each compared with its own neighbour, beside what healthy rounds do by themselves', () => {
    const { moved, ownMoved, noise } = movedIn([pairOf(figures(100), figures(110)), pairOf(figures(200), figures(204)), pairOf(figures(100), figures(90))]);
    expect(moved).toBeCloseTo(0.02);
    expect(ownMoved).toBeCloseTo(0.02);
    expect(noise).toBeCloseTo(1);
  });
});
