import { IDENTIFIER_ROOTS, isPositive, type Article } from '@ncp/domain';
import type { Catalogue, PivotValue } from '@ncp/terminology';
import type { CodedElement } from '../building/coded-element.js';
import type { Ingredient, MedicinalProduct, PackageLayer } from '../building/product.js';
import { optionalLine, visibleLine } from '../building/visible-text.js';
import { transcoded, transcodedText } from './coding.js';
import type { FindingList } from './findings.js';
import { parseStrength } from './strength.js';
import { formUnits, measureOf, strengthUnits, type FormUnits } from './units.js';

interface Context {
  readonly catalogue: Catalogue;
  readonly findings: FindingList;
}

const INSULINS = 'A10A';
const FIFTH_LEVEL = /^[A-Z]\d{2}[A-Z]{2}\d{2}$/;
/** An ATC code of several substances says nothing of one of them. */
const COMBINATION = / and |combination|, /i;
const SEPARATORS = /\s*(?:,|;|\+|\/| och )\s*/;

const nonBlank = (text: string | undefined): string | undefined => optionalLine(text);

const atcOf = ({ atc }: Article, { catalogue, findings }: Context): CodedElement | undefined =>
  atc === undefined ? undefined : transcoded(catalogue, 'active-ingredient', atc, (missing) => { findings.optionalGap('Medication.code', missing); });

/** ATC of the product, when it names exactly one substance. */
const singleSubstance = (atc: CodedElement | undefined): CodedElement | undefined =>
  atc?.kind === 'coded' && FIFTH_LEVEL.test(atc.value.code) && !COMBINATION.test(atc.value.display) ? atc : undefined;

/**
 * Ingredients only when strength and substance belong together without doubt (decisions D39). Several strengths need
 * exactly as many substances in the register's own list; the order of the words in an ATC name is not the order of the
 * strengths (R03AK07 is "formoterol and budesonide", 160/4,5 is budesonide first).
 */
export const ingredientsOf = (article: Pick<Article, 'atc' | 'strengthText' | 'substanceText'>, atc: CodedElement | undefined, form: FormUnits, { catalogue }: Context): readonly Ingredient[] => {
  const insulin = article.atc?.code.startsWith(INSULINS) === true;
  const parts = parseStrength(article.strengthText, { catalogue, insulin, ...strengthUnits(form) });
  if (parts === undefined) return [];
  const names = (nonBlank(article.substanceText) ?? '').split(SEPARATORS).filter((name) => name !== '');
  const [part, ...more] = parts;
  if (part === undefined) return [];
  if (more.length === 0) {
    const substance = names.length <= 1 ? singleSubstance(atc) : undefined;
    const [name] = names;
    return substance === undefined ? [] : [{ substance, ...(name === undefined ? {} : { name }), ...part }];
  }
  if (names.length !== parts.length) return [];
  return parts.map((each, index) => ({ substance: { kind: 'null', nullFlavor: 'UNK', originals: [] }, name: names[index] ?? '', ...each }));
};

const packText = (article: Article): string | undefined =>
  nonBlank(article.packText) ?? (article.packAmount === undefined ? undefined : visibleLine(`${article.packAmount.value} ${article.packAmount.unit.text}`));

/** `Amlodipin Krka, tablett, 5 mg, 100 tabletter, Vnr 086625`: the varunummer is text only (decisions D37). */
const fullName = (article: Article): string =>
  [article.name, article.formText, article.strengthText, packText(article), article.varunummer === undefined ? undefined : `Vnr ${article.varunummer}`]
    .map(nonBlank).filter((part) => part !== undefined).join(', ');

/** The register knows one level: the amount in the pack (decisions D38). */
const layerOf = (article: Article, form: FormUnits, { catalogue, findings }: Context): readonly PackageLayer[] => {
  const { packAmount, nplPackId } = article;
  if (packAmount === undefined || !isPositive(packAmount.value)) {
    findings.notExpressible('Medication.amount', 'D38');
    return [];
  }
  const { measure, gap, missing } = measureOf(catalogue, packAmount, form, 'pack');
  if (gap) findings.optionalGap('Medication.amount.numerator.unit', missing);
  const display = [article.name, article.strengthText, packText(article)].map(nonBlank).filter((part) => part !== undefined).join(' ');
  const code: PivotValue | undefined = nplPackId === '' ? undefined : { code: nplPackId, codeSystem: IDENTIFIER_ROOTS.nplPackId, display };
  const container = transcodedText(catalogue, 'package', article.containerText, (missing) => { findings.optionalGap('Medication.package.container', missing); });
  return [{ amount: measure, ...(code === undefined ? {} : { code }), name: fullName(article), form: container }];
};

/** The prescribed product with every code in pivot form, and what one piece of it is. */
export const productModel = (article: Article, context: Context): { readonly product: MedicinalProduct; readonly form: FormUnits } => {
  const { catalogue, findings } = context;
  const name = nonBlank(article.name);
  if (name === undefined) findings.notExpressible('Medication.name', 'E17');
  const formCode = transcodedText(catalogue, 'dose-form', article.formText, (missing) => { findings.optionalGap('Medication.form', missing); });
  if (formCode.kind === 'null' && formCode.originalText === undefined) findings.optionalGap('Medication.form');
  const form = formUnits(catalogue, formCode.kind === 'coded' ? formCode.value : undefined);
  const atc = atcOf(article, context);
  const description = nonBlank(article.strengthText);
  const manufacturer = nonBlank(article.manufacturer);
  const ingredients = ingredientsOf(article, atc, form, context);
  const substances = nonBlank(article.substanceText);
  return {
    form,
    product: {
      ...(article.nplId === '' || name === undefined ? {} : { code: { code: article.nplId, codeSystem: IDENTIFIER_ROOTS.nplId, display: name } }),
      name: name ?? '',
      ...(description === undefined ? {} : { description }),
      form: formCode,
      packaging: layerOf(article, form, context),
      ...(atc === undefined ? {} : { atc }),
      ingredients,
      ...(ingredients.length > 0 || substances === undefined ? {} : { substanceText: substances }),
      ...(manufacturer === undefined ? {} : { manufacturer }),
    },
  };
};

/** `eHDSI ePrescription - <product, strength>`: nothing of the patient (decisions D43). */
export const documentTitle = (product: MedicinalProduct): string =>
  `eHDSI ePrescription - ${[product.name, product.description].filter((part) => part !== undefined && part !== '').join(', ')}`;

