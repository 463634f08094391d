import type { Article, ArticleKind, Authorisation } from '@ncp/domain';
import { codedValue, codeInSystem, codingsIn, identifierValue, quantityIn } from './coding.js';
import type { FhirValue } from './json.js';
import { extensionIn, flagIn, nodeIn, optional, requireText, resourceNode, textIn, type FhirNode } from './node.js';
import { LOCAL_PRODUCT_CLASSES, NLL_EXTENSIONS, NLL_SYSTEMS } from './national-constants.js';
import { unknownElements, type UnknownElement } from './unknown.js';

const KNOWN: ReadonlySet<string> = new Set<string>(Object.values(NLL_EXTENSIONS));

const C = LOCAL_PRODUCT_CLASSES;
const KIND_OF_CLASS: Readonly<Record<string, ArticleKind>> = {
  [C.merchandise]: 'merchandise', [C.food]: 'food', [C.technicalSpirit]: 'technical-spirit',
};
const AUTHORISATION_OF_CLASS: Readonly<Record<string, Authorisation>> = {
  [C.approved]: 'approved', [C.veterinary]: 'approved', [C.licence]: 'licence', [C.nationalLicence]: 'licence',
  [C.extempore]: 'extempore', [C.stock]: 'extempore', [C.deregistered]: 'deregistered',
};
/** Roman and plain spelling of the narcotic classes; anything else that is present stays as written: still a class. */
const CLASS_BY_DIGIT: Readonly<Record<string, string>> = { '1': 'I', '2': 'II', '3': 'III', '4': 'IV', '5': 'V' };

export interface DecodedArticle {
  readonly article: Article;
  readonly unknown: readonly UnknownElement[];
}

const child = (extension: FhirNode | undefined, url: string): FhirNode | undefined =>
  extension === undefined ? undefined : extensionIn(extension, url);
const textOf = (extension: FhirNode | undefined): string | undefined => (extension === undefined ? undefined : textIn(extension, 'valueString'));
const flagOf = (extension: FhirNode | undefined): boolean => extension !== undefined && flagIn(extension, 'valueBoolean') === true;
const conceptCode = (extension: FhirNode | undefined): string | undefined => {
  const concept = extension === undefined ? undefined : nodeIn(extension, 'valueCodeableConcept');
  const coding = codingsIn(concept)[0];
  return coding === undefined ? undefined : textIn(coding, 'code');
};

const kindOf = (medicinal: boolean, productClass: string | undefined): ArticleKind =>
  KIND_OF_CLASS[productClass ?? ''] ?? (medicinal ? 'medicinal-product' : 'unknown');

const narcoticClassOf = (regulations: FhirNode | undefined): string | undefined => {
  const extension = child(regulations, 'narcoticClassification');
  if (extension === undefined) return undefined;
  const code = conceptCode(extension) ?? 'unknown';
  return code === '0' ? undefined : CLASS_BY_DIGIT[code] ?? code;
};

/**
 * NLLMedication, one article of the product register (sweden-national 2.5.3).
 * What is not said is `unknown`, and a modifier we do not know makes the whole article so: the rules then refuse it.
 * An article outside NPL (merchandise) has no NPL-id: the member is the empty string.
 * @throws NcpError NCP_NATIONAL_MALFORMED
 */
export function decodeArticle(value: FhirValue): DecodedArticle {
  const node = resourceNode(value, 'Medication');
  const unknown = unknownElements(node.value, node.path, KNOWN);
  const understood = unknown.every((element) => element.kind !== 'modifier');

  const info = extensionIn(node, NLL_EXTENSIONS.articleInfo);
  const regulations = extensionIn(node, NLL_EXTENSIONS.articleRegulations);
  const packaging = child(info, 'package');
  const productClass = conceptCode(child(info, 'productType'));
  const code = nodeIn(node, 'code');
  const form = nodeIn(node, 'form');
  const amount = nodeIn(node, 'amount');
  const manufacturer = nodeIn(node, 'manufacturer');
  const atc = codeInSystem(code, NLL_SYSTEMS.atc);
  const npl = codeInSystem(code, NLL_SYSTEMS.nplId);
  const restriction = child(regulations, 'dispensingRestriction');
  const dispensable = textIn(node, 'status') !== 'inactive';
  const registered = AUTHORISATION_OF_CLASS[productClass ?? ''] ?? 'unknown';

  const article: Article = {
    nplId: npl === undefined ? '' : requireText(npl, 'code'),
    nplPackId: identifierValue(node, [NLL_SYSTEMS.nplPackId]) ?? '',
    ...optional('varunummer', identifierValue(node, [NLL_SYSTEMS.varunummer])),
    name: textOf(child(child(info, 'productName'), 'currentProductName')) ?? '',
    formText: (form === undefined ? undefined : textIn(form, 'text')) ?? '',
    strengthText: textOf(child(child(info, 'strength'), 'text')) ?? '',
    ...optional('substanceText', textOf(child(info, 'substanceDescription'))),
    ...optional('atc', atc === undefined ? undefined : codedValue(atc)),
    kind: understood ? kindOf(flagOf(child(info, 'medicinalProduct')), productClass) : 'unknown',
    authorisation: understood ? (dispensable ? registered : 'deregistered') : 'unknown',
    veterinary: productClass === C.veterinary,
    controlled: flagOf(child(regulations, 'controlledMedicinalProduct')),
    ...optional('narcoticClass', narcoticClassOf(regulations)),
    ...optional('dispensingRestriction', restriction === undefined ? undefined : conceptCode(restriction) ?? 'unknown'),
    ...optional('packAmount', amount === undefined ? undefined : quantityIn(amount, 'numerator')),
    ...optional('packText', (amount === undefined ? undefined : textOf(extensionIn(amount, NLL_EXTENSIONS.amountDescription))) ?? textOf(child(packaging, 'packageDescription'))),
    ...optional('containerText', textOf(child(packaging, 'packageContainer'))),
    ...optional('manufacturer', manufacturer === undefined ? undefined : textIn(manufacturer, 'display')),
  };
  return { article, unknown };
}
