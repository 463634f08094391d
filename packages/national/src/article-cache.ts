import type { Article } from '@ncp/domain';
import type { NationalList } from '@ncp/exchange';
import type { Clock } from '@ncp/runtime';

export interface ArticleCacheLimits {
  /** How long an article is taken for true; milliseconds. */
  readonly keepMs: number;
  readonly articles: number;
}

/** A register that changes once a day is asked once a minute for what is dispensed abroad all the time. */
export const DEFAULT_ARTICLE_CACHE: ArticleCacheLimits = { keepMs: 60_000, articles: 2_000 };

/**
 * The same list, its articles kept for a short while. An article is a fact about a product, the same for everybody: nothing
 * about a person is kept, and everything about a person is asked each time (decisions D18, D30). An article that is not in
 * the register, or could not be read, is asked for again.
 */
export function withArticleCache(list: NationalList, clock: Pick<Clock, 'epochMs'>, limits: ArticleCacheLimits = DEFAULT_ARTICLE_CACHE): NationalList {
  const kept = new Map<string, { readonly article: Article; readonly untilMs: number }>();
  return {
    ...list,
    async article(nplPackId, call) {
      const known = kept.get(nplPackId);
      const askedMs = clock.epochMs();
      if (known !== undefined && askedMs < known.untilMs) return known.article;
      kept.delete(nplPackId);
      const article = await list.article(nplPackId, call);
      if (article === undefined) return undefined;
      // The oldest goes first; counted from the question, so that a slow answer is not kept longer.
      const [oldest] = kept.keys();
      if (oldest !== undefined && kept.size >= limits.articles) kept.delete(oldest);
      kept.set(nplPackId, { article, untilMs: askedMs + limits.keepMs });
      return article;
    },
  };
}
