import type { Topic } from './topic.js';

/** Edits that lead from one text to the other (Levenshtein). */
export function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** What can be explained: by its id, and which ids there are. */
export interface Explanations {
  readonly ids: readonly string[];
  readonly explain: (id: string) => Topic | undefined;
}

export type Found = { readonly topic: Topic } | { readonly nearest: readonly string[] };

const MOST_SUGGESTIONS = 5;
/** Further away than half of its letters, a suggestion helps nobody. */
const FARTHEST = 0.5;

/** The topic of that id, in any case of letters; else ids that look like it, nearest first. */
export function findTopic({ ids, explain }: Explanations, id: string): Found {
  const wanted = id.trim().toLowerCase();
  const exact = explain(id.trim()) ?? explain(ids.find((known) => known.toLowerCase() === wanted) ?? '');
  if (exact !== undefined) return { topic: exact };
  const ranked = ids.map((known) => {
    const name = known.toLowerCase();
    // What contains the words that were typed is nearer than what merely has similar letters.
    const away = name.includes(wanted) && wanted.length > 2 ? 0 : distance(wanted, name) / Math.max(wanted.length, name.length);
    return { known, away };
  });
  return {
    nearest: ranked.filter(({ away }) => away <= FARTHEST).toSorted((a, b) => a.away - b.away || a.known.length - b.known.length || (a.known < b.known ? -1 : 1))
      .slice(0, MOST_SUGGESTIONS).map(({ known }) => known),
  };
}
