import type { Language } from '@ncp/web';
import type { Texts } from './catalogue.js';
import { en } from './en.js';
import { sv } from './sv.js';

export type { Texts } from './catalogue.js';

const CATALOGUES: Readonly<Record<Language, Texts>> = { sv, en };

export const textsOf = (language: Language): Texts => CATALOGUES[language];
