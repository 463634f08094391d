import type { Article } from '@ncp/domain';
import type { z } from 'zod';
import type { productList } from '../api/products.js';
import { optional } from './optional.js';

export function articleAnswer(article: Article): z.input<typeof productList>['products'][number] {
  const { nplId, nplPackId, name, formText, strengthText, kind, authorisation, controlled, packAmount } = article;
  const { varunummer, substanceText, atc, narcoticClass, packText, containerText, manufacturer } = article;
  return {
    nplId, nplPackId, name, formText, strengthText, kind, authorisation, controlled,
    ...optional({ varunummer, substanceText, atc, narcoticClass, packText, containerText, manufacturer }),
    ...(packAmount === undefined ? {} : { packAmount: { value: packAmount.value, unit: packAmount.unit.text } }),
  };
}
