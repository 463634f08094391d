export type Language = 'sv' | 'en';
export const isLanguage = (text: unknown): text is Language => text === 'sv' || text === 'en';

/** Values of one language are examples of those of the other. */
type Widened<T> = T extends string ? string : T extends (...args: infer A) => string ? (...args: A) => string : T extends readonly string[] ? readonly string[] : { readonly [K in keyof T]: Widened<T[K]> };

/** The shape of a catalogue of words: the same keys and the same parameters in every language. */
export type TextsLike<Catalogue> = Widened<Catalogue>;
