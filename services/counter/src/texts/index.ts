import type { Language, Texts } from './catalogue.js';
import { en } from './en.js';
import { sv } from './sv.js';

export type { Language, Texts } from './catalogue.js';

const CATALOGUES: Readonly<Record<Language, Texts>> = { sv, en };

export const textsOf = (language: Language): Texts => CATALOGUES[language];
export const isLanguage = (text: unknown): text is Language => text === 'sv' || text === 'en';
