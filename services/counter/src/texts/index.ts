import { en } from './en.js';
import { sv } from './sv.js';

export type Language = 'sv' | 'en';
/** The shape of a catalogue: the same keys and the same parameters in both languages. */
export type Texts = Widened<typeof sv>;

/** Values of one language are examples of those of the other. */
export type Widened<T> = T extends string ? string : T extends (...args: infer A) => string ? (...args: A) => string : T extends readonly string[] ? readonly string[] : { readonly [K in keyof T]: Widened<T[K]> };

const CATALOGUES: Readonly<Record<Language, Texts>> = { sv, en };

export const textsOf = (language: Language): Texts => CATALOGUES[language];
export const isLanguage = (text: unknown): text is Language => text === 'sv' || text === 'en';
