import { z } from 'zod';
import { coded, text } from './values.js';

const article = z.strictObject({
  nplId: z.string(), nplPackId: z.string(), varunummer: z.string().optional(),
  name: z.string(), formText: z.string(), strengthText: z.string(), substanceText: z.string().optional(), atc: coded.optional(),
  kind: z.string(), authorisation: z.string(), controlled: z.boolean(), narcoticClass: z.string().optional(),
  packText: z.string().optional(), containerText: z.string().optional(), manufacturer: z.string().optional(),
  packAmount: z.strictObject({ value: z.string(), unit: z.string() }).optional(),
}).meta({ id: 'Article', description: 'A pack of the Swedish product register.' });

export const suggestionList = z.strictObject({
  notice: text.describe('A proposal (förslag): the pharmacist decides.'),
  suggestions: z.array(z.strictObject({
    article, tier: z.enum(['same', 'same-other-size', 'other-strength']), packs: z.string().optional(), arithmetic: text,
  }).meta({ id: 'Suggestion' })),
}).meta({ id: 'SuggestionList' });

/** One of them. */
export const productQuery = z.strictObject({
  name: z.string().trim().min(2).max(60).optional(),
  atc: z.string().regex(/^[A-Z]\d{2}[A-Z]{2}\d{2}$/, 'seven characters of an ATC code').optional(),
  varunummer: z.string().regex(/^\d{6}$/, 'six digits').optional(),
  nplPackId: z.string().regex(/^\d{14}$/, 'fourteen digits').optional(),
}).refine((query) => Object.values(query).filter((value) => value !== undefined).length === 1, 'exactly one of name, atc, varunummer, nplPackId');

export const productList = z.strictObject({ products: z.array(article) }).meta({ id: 'ProductList' });
