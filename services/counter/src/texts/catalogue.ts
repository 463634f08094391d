import type { sv } from './sv.js';

export type Language = 'sv' | 'en';

/** Values of one language are examples of those of the other. */
type Widened<T> = T extends string ? string : T extends (...args: infer A) => string ? (...args: A) => string : T extends readonly string[] ? readonly string[] : { readonly [K in keyof T]: Widened<T[K]> };

/** The shape of a catalogue: the same keys and the same parameters in both languages. */
export type Texts = Widened<typeof sv>;
