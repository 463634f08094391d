const SPELT = /[\p{L}\p{N}]/u;
/** A number goes on over these: `2,5`, `1 – 2`, `1/2`, `1 000`. */
const NUMBER_GOES_ON = /^[\d½¼¾](?:[.,:\s]|\s?[/×x–−-]\s?)[\d½¼¾]$/u;

const breaks = (outer: string, inner: string): boolean => !SPELT.test(outer) || !SPELT.test(inner);

/** Are these words in the earlier text, as words of their own? `1 E` is not said by `11 E`, `5 ml` not by `2,5 ml`, nor `mat` by `tomat`. */
export const isSaidIn = (earlier: string, words: string): boolean => {
  for (let at = earlier.indexOf(words); at >= 0; at = earlier.indexOf(words, at + 1)) {
    const end = at + words.length;
    const isInNumber = [3, 4, 5].some((reach) =>
      NUMBER_GOES_ON.test(`${earlier.slice(Math.max(0, at - reach + 1), at)}${words.at(0) ?? ''}`) || NUMBER_GOES_ON.test(`${words.at(-1) ?? ''}${earlier.slice(end, end + reach - 1)}`));
    const before = earlier.slice(0, at).at(-1) ?? '';
    const after = earlier.slice(end).at(0) ?? '';
    if (!isInNumber && breaks(before, words.at(0) ?? '') && breaks(after, words.at(-1) ?? '')) return true;
  }
  return false;
};
