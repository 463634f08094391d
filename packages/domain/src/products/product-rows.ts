import { CODE_SYSTEMS } from '../constants.js';
import { isPositive, parseDecimal } from '../decimal.js';
import type { Article, ArticleKind, Authorisation } from '../product.js';

/** Columns of a product file; those that `REQUIRED` does not name may be empty or absent. */
export const PRODUCT_COLUMNS = [
  'nplId', 'nplPackId', 'varunummer', 'name', 'form', 'strength', 'substance', 'atc', 'atcName', 'packAmount', 'packUnit', 'packText', 'container',
  'manufacturer', 'kind', 'authorisation', 'narcoticClass', 'controlled', 'veterinary', 'restriction',
] as const;
export type ProductColumn = (typeof PRODUCT_COLUMNS)[number];
export type ProductRow = Partial<Readonly<Record<ProductColumn, string>>>;

/** What is wrong with one row: it is left out, the others are used. */
export interface ProductFault {
  /** Counted from 1, the heading not included. */
  readonly row: number;
  readonly column: ProductColumn;
  readonly rule: 'missing' | 'fourteen-digits' | 'six-digits' | 'atc' | 'positive-decimal' | 'unknown-value' | 'twice';
}

const REQUIRED: readonly ProductColumn[] = ['nplId', 'nplPackId', 'name', 'form'];
const SHAPES: Partial<Readonly<Record<ProductColumn, readonly [RegExp, ProductFault['rule']]>>> = {
  nplId: [/^\d{14}$/, 'fourteen-digits'], nplPackId: [/^\d{14}$/, 'fourteen-digits'], varunummer: [/^\d{6}$/, 'six-digits'],
  atc: [/^Q?[A-Z]\d{2}[A-Z]{2}\d{2}$/, 'atc'],
};

const KINDS: readonly ArticleKind[] = ['medicinal-product', 'merchandise', 'food', 'technical-spirit', 'unknown'];
const AUTHORISATIONS: readonly Authorisation[] = ['approved', 'licence', 'extempore', 'deregistered', 'unknown'];
const VALUES: Partial<Readonly<Record<ProductColumn, readonly string[]>>> = {
  kind: KINDS, authorisation: AUTHORISATIONS, narcoticClass: ['I', 'II', 'III', 'IV', 'V'], controlled: ['true', 'false'], veterinary: ['true', 'false'],
};

/** Register units in the annotations that amounts are compared by. */
const UNIT_CODES: Readonly<Record<string, string>> = {
  'tablett(er)': '{tablett}', 'kapsel/kapslar': '{kapsel}', 'dos(er)': '{dos}', 'suppositorium/suppositorier': '{suppositorium}', 'droppe/droppar': '{droppe}',
  milliliter: 'ml', gram: 'g', styck: '1',
};

const cell = (row: ProductRow, column: ProductColumn): string => row[column]?.trim() ?? '';

const faultsOf = (row: ProductRow, index: number): readonly ProductFault[] => PRODUCT_COLUMNS.flatMap((column): readonly ProductFault[] => {
  const value = cell(row, column);
  if (value === '') return REQUIRED.includes(column) ? [{ row: index, column, rule: 'missing' }] : [];
  const [shape, rule] = SHAPES[column] ?? [];
  if (shape !== undefined && rule !== undefined && !shape.test(value)) return [{ row: index, column, rule }];
  const values = VALUES[column];
  if (values !== undefined && !values.includes(value)) return [{ row: index, column, rule: 'unknown-value' }];
  if (column !== 'packAmount') return [];
  const amount = parseDecimal(value);
  return amount.ok && isPositive(amount.value) ? [] : [{ row: index, column, rule: 'positive-decimal' }];
});

const articleOf = (row: ProductRow): Article => {
  const text = <Name extends string>(name: Name, column: ProductColumn): { readonly [K in Name]?: string } => {
    const value = cell(row, column);
    return value === '' ? {} : ({ [name]: value } as { readonly [K in Name]?: string });
  };
  const amount = parseDecimal(cell(row, 'packAmount'));
  const unit = cell(row, 'packUnit');
  const atc = cell(row, 'atc');
  return {
    nplId: cell(row, 'nplId'), nplPackId: cell(row, 'nplPackId'), ...text('varunummer', 'varunummer'),
    name: cell(row, 'name'), formText: cell(row, 'form'), strengthText: cell(row, 'strength'), ...text('substanceText', 'substance'),
    ...(atc === '' ? {} : { atc: { code: atc, codeSystem: CODE_SYSTEMS.atc, ...text('display', 'atcName') } }),
    // What the file does not say is not assumed: such a pack is found and never suggested.
    kind: KINDS.find((kind) => kind === cell(row, 'kind')) ?? 'unknown',
    authorisation: AUTHORISATIONS.find((authorisation) => authorisation === cell(row, 'authorisation')) ?? 'unknown',
    veterinary: cell(row, 'veterinary') === 'true', controlled: cell(row, 'controlled') === 'true',
    ...text('narcoticClass', 'narcoticClass'), ...text('dispensingRestriction', 'restriction'),
    ...(amount.ok && unit !== '' ? { packAmount: { value: amount.value, unit: { text: unit, code: UNIT_CODES[unit] ?? `{${unit}}` } } } : {}),
    ...text('packText', 'packText'), ...text('containerText', 'container'), ...text('manufacturer', 'manufacturer'),
  };
};

/** Packs of a product file, and row by row what could not be used. */
export const articlesOfRows = (rows: readonly ProductRow[]): { readonly articles: readonly Article[]; readonly faults: readonly ProductFault[] } => {
  const articles: Article[] = [];
  const faults: ProductFault[] = [];
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const found = faultsOf(row, index + 1);
    const pack = cell(row, 'nplPackId');
    const twice: readonly ProductFault[] = found.length === 0 && seen.has(pack) ? [{ row: index + 1, column: 'nplPackId', rule: 'twice' }] : [];
    faults.push(...found, ...twice);
    if (found.length > 0 || twice.length > 0) continue;
    seen.add(pack);
    articles.push(articleOf(row));
  }
  return { articles, faults };
};
