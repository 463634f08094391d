import type { Article } from '../product.js';

/** A product register in memory, as `packages/exchange` asks for it. */
export interface ProductIndex {
  byPackId(nplPackId: string): Article | undefined;
  byVarunummer(varunummer: string): Article | undefined;
  byAtc(atc: string): readonly Article[];
  byName(prefix: string, limit: number): readonly Article[];
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase().trim();

/** Indexes packs; of two with one pack id the first counts. */
export const productIndex = (articles: readonly Article[]): ProductIndex => {
  const byPack = new Map<string, Article>();
  const byVarunummer = new Map<string, Article>();
  const byAtc = new Map<string, Article[]>();
  for (const article of articles) {
    if (byPack.has(article.nplPackId)) continue;
    byPack.set(article.nplPackId, article);
    if (article.varunummer !== undefined && !byVarunummer.has(article.varunummer)) byVarunummer.set(article.varunummer, article);
    const atc = article.atc?.code;
    if (atc === undefined) continue;
    const same = byAtc.get(atc) ?? [];
    same.push(article);
    byAtc.set(atc, same);
  }
  const named = [...byPack.values()].map((article) => ({ article, name: folded(article.name) })).toSorted((a, b) => a.name.localeCompare(b.name, 'sv'));
  return Object.freeze<ProductIndex>({
    byPackId: (nplPackId) => byPack.get(nplPackId),
    byVarunummer: (varunummer) => byVarunummer.get(varunummer),
    byAtc: (atc) => byAtc.get(atc) ?? [],
    byName: (prefix, limit) => {
      const wanted = folded(prefix);
      return wanted === '' ? [] : named.filter(({ name }) => name.startsWith(wanted)).slice(0, limit).map(({ article }) => article);
    },
  });
};
