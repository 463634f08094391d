import type { Article, Finding } from '@ncp/domain';
import type { Catalogue, MissingTerm } from '@ncp/terminology';
import { optionalLine } from '../building/visible-text.js';
import type { MedicinalProduct } from '../building/product.js';
import { FindingList } from '../prescription/findings.js';
import { productModel } from '../prescription/product.js';

/** A Swedish article as the product of an eDispensation, with the lot number when it was scanned (decisions D75). */
export const dispensedProduct = (input: {
  readonly article: Article;
  readonly catalogue: Catalogue;
  readonly lotNumber?: string;
}): { readonly product: MedicinalProduct; readonly findings: readonly Finding[]; readonly missingTerms: readonly MissingTerm[] } => {
  const findings = new FindingList();
  const { product } = productModel(input.article, { catalogue: input.catalogue, findings });
  const lotNumber = optionalLine(input.lotNumber);
  return { product: lotNumber === undefined ? product : { ...product, lotNumber }, findings: findings.all(), missingTerms: findings.missingTerms() };
};
