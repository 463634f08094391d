import { describe, expect, it } from '@jest/globals';
import type { Article } from '@ncp/domain';
import type { NationalList } from '@ncp/exchange';
import { call } from '../fixtures/fake-list.js';
import { withArticleCache } from './article-cache.js';

/** A list of which only articles are asked. */
const listOf = (answer: (pack: string) => Promise<Article | undefined>): { readonly list: NationalList; readonly asked: string[] } => {
  const asked: string[] = [];
  const unused = (): never => { throw new Error('only articles are asked'); };
  return {
    asked,
    list: {
      findPatients: unused, consents: unused, prescriptions: unused, prescription: unused, dispensesOf: unused, medicationHistory: unused, dispensesByActorId: unused,
      registerDispense: unused, reverseDispense: unused,
      article: (pack) => {
        asked.push(pack);
        return answer(pack);
      },
    },
  };
};
const articleOf = (nplPackId: string): Article => ({ nplPackId }) as Article;

describe('withArticleCache', () => {
  it('asks once while an article is fresh, and again afterwards', async () => {
    const { list, asked } = listOf(async (pack) => articleOf(pack));
    let nowMs = 0;
    const cached = withArticleCache(list, { epochMs: () => nowMs }, { keepMs: 1000, articles: 10 });
    const first = await cached.article('1', call);
    nowMs = 999;
    expect(await cached.article('1', call)).toBe(first);
    expect(asked).toEqual(['1']);
    nowMs = 1000;
    await cached.article('1', call);
    expect(asked).toEqual(['1', '1']);
  });

  it('keeps no refusal and no absence', async () => {
    const { list, asked } = listOf(async (pack) => {
      if (pack === 'broken') throw new Error('no answer');
      return undefined;
    });
    const cached = withArticleCache(list, { epochMs: () => 0 });
    for (let time = 0; time < 2; time += 1) {
      expect(await cached.article('unknown', call)).toBeUndefined();
      await expect(cached.article('broken', call)).rejects.toThrow('no answer');
    }
    expect(asked).toEqual(['unknown', 'broken', 'unknown', 'broken']);
  });

  it('never holds more than its bound, and lets the oldest go', async () => {
    const { list, asked } = listOf(async (pack) => articleOf(pack));
    const cached = withArticleCache(list, { epochMs: () => 0 }, { keepMs: 1000, articles: 2 });
    for (const pack of ['1', '2', '3', '3', '2', '1']) await cached.article(pack, call);
    expect(asked).toEqual(['1', '2', '3', '1']);
  });

  it('asks everything about a person each time', () => {
    const { list } = listOf(async (pack) => articleOf(pack));
    const { article: _article, ...rest } = withArticleCache(list, { epochMs: () => 0 });
    expect(Object.entries(rest).every(([name, member]) => (list as unknown as Record<string, unknown>)[name] === member)).toBe(true);
  });
});
