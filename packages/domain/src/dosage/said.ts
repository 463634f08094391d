const SPELT = /[\p{L}\p{N}]/u;

const breaks = (outer: string, inner: string): boolean => !SPELT.test(outer) || !SPELT.test(inner);

/** Are these words in the earlier text, as words of their own? `1 E` is not said by `11 E`, nor `mat` by `tomat`. */
export const isSaidIn = (earlier: string, words: string): boolean => {
  for (let at = earlier.indexOf(words); at >= 0; at = earlier.indexOf(words, at + 1)) {
    const before = earlier.slice(0, at).at(-1) ?? '';
    const after = earlier.slice(at + words.length).at(0) ?? '';
    if (breaks(before, words.at(0) ?? '') && breaks(after, words.at(-1) ?? '')) return true;
  }
  return false;
};
