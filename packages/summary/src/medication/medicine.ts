import {
  CODE_SYSTEMS, compareInstants, stockholmDate, type Article, type CalendarDate, type CodedValue, type Dosage, type MedicationItem,
  type OrdinationRecord, type SummaryTerm,
} from '@ncp/domain';
import { wordsOf, foldWords } from '../terms.js';
import { sourceOf, writtenOn, type Bench } from '../bench.js';
import { VACCINE_GROUP } from '../summary-constants.js';
import type { NationalMedication } from '../summary-input.js';

/** A current medicine, from either source, before it is merged with its likes (PS52). */
export interface Medicine {
  readonly product: {
    readonly name: string;
    readonly nplId?: string;
    readonly atc?: CodedValue;
    readonly formText?: string;
    readonly strengthText?: string;
  };
  readonly from: { readonly list: NationalMedication } | { readonly record: OrdinationRecord };
}

const blank = (text: string | undefined): boolean => text === undefined || text.trim() === '';
const filled = (text: string | undefined): text is string => !blank(text);

const ofArticle = (article: Article | undefined): Omit<Medicine['product'], 'name'> => ({
  ...(article === undefined ? {} : { nplId: article.nplId }),
  ...(article?.atc === undefined ? {} : { atc: article.atc }),
  ...(filled(article?.formText) ? { formText: article.formText } : {}),
  ...(filled(article?.strengthText) ? { strengthText: article.strengthText } : {}),
});

/** Product register first, then what the prescription says of itself (PS54). */
export const listedMedicine = (list: NationalMedication): Medicine => {
  const { article, prescription: { article: reference } } = list;
  return {
    product: {
      ...(reference.nplId === undefined ? {} : { nplId: reference.nplId }),
      ...(reference.atc === undefined ? {} : { atc: reference.atc }),
      ...ofArticle(article),
      name: filled(article?.name) ? article.name : reference.text.trim(),
    },
    from: { list },
  };
};

/** By NPL-id, or NPL pack id, from the register; of words alone nothing but the words (PS54, PS55). */
export const ordainedMedicine = (record: OrdinationRecord, { articles }: Bench): Medicine => {
  const { medicine } = record;
  const article = articles.get(medicine.nplId ?? '') ?? articles.get(medicine.nplPackId ?? '');
  const { nplId, atc } = medicine.kind === 'unstructured' ? {} : medicine;
  return {
    product: {
      ...(nplId === undefined ? {} : { nplId }),
      ...(atc === undefined ? {} : { atc }),
      ...(filled(medicine.formText) ? { formText: medicine.formText } : {}),
      ...(filled(medicine.strengthText) ? { strengthText: medicine.strengthText } : {}),
      ...(medicine.kind === 'unstructured' ? {} : ofArticle(article)),
      name: [medicine.kind === 'unstructured' ? undefined : article?.name, medicine.text, medicine.atc?.display].find(filled)?.trim() ?? '',
    },
    from: { record },
  };
};

/** PS58, of the register's article and the record's own kind. */
export const isExcluded = ({ product, from }: Medicine, { articles }: Bench): boolean => {
  const article = 'list' in from ? from.list.article : (articles.get(from.record.medicine.nplId ?? '') ?? articles.get(from.record.medicine.nplPackId ?? ''));
  const goods = article !== undefined && (article.veterinary || ['merchandise', 'food', 'technical-spirit'].includes(article.kind));
  return goods || product.name === '' || (product.atc?.code.startsWith(VACCINE_GROUP) ?? false) || ('record' in from && from.record.medicine.kind === 'merchandise');
};

const fold = (text: string): string => foldWords(text).replaceAll(' ', '').replaceAll('.', ',');

/** Substance at the fifth level of ATC with its strength; undefined where either is not known (PS52). */
export const substanceKey = ({ product: { atc, strengthText } }: Medicine): string | undefined =>
  atc !== undefined && atc.code.length === 7 && strengthText !== undefined ? `${atc.code}|${fold(strengthText)}` : undefined;

/** Two known forms that differ are two medicines, whatever the substance: a depot tablet is no tablet. */
export const contradictForm = (a: Medicine, b: Medicine): boolean =>
  a.product.formText !== undefined && b.product.formText !== undefined && fold(a.product.formText) !== fold(b.product.formText);

/** Same product, or same substance, strength and form; a medicine of words by its words. */
export const identityKeys = (medicine: Medicine): readonly string[] => {
  const { nplId, formText, name } = medicine.product;
  const substance = substanceKey(medicine);
  return [
    ...(nplId === undefined ? [] : [`npl|${nplId}`]),
    ...(substance === undefined ? [] : [`atc|${substance}|${formText === undefined ? '' : fold(formText)}`]),
    ...(nplId === undefined && substance === undefined ? [`name|${foldWords(name)}|${fold(medicine.product.strengthText ?? '')}`] : []),
  ];
};

export const startOf = ({ from }: Medicine): CalendarDate | undefined =>
  ('list' in from ? stockholmDate(from.list.prescription.authoredOn) : (from.record.start ?? writtenOn(from.record.origin)));

/** Newest prescription or ordination first: its dosage is the one that counts (PS52). */
export const newestMedicine = (a: Medicine, b: Medicine): number => {
  const written = (one: Medicine): string => ('list' in one.from ? one.from.list.prescription.id : one.from.record.origin.key);
  const byKey = written(a) < written(b) ? -1 : 1;
  if ('list' in a.from && 'list' in b.from) return compareInstants(b.from.list.prescription.authoredOn, a.from.list.prescription.authoredOn) || byKey;
  return (startOf(b) ?? '').localeCompare(startOf(a) ?? '') || byKey;
};

const ROUTE = 'route';

const listedRoute = ({ steps }: Dosage, { terms }: Bench): SummaryTerm | undefined => {
  const [first, ...others] = steps.map(({ route }) => route);
  if (first === undefined || others.some((route) => route?.code !== first.code || route.codeSystem !== first.codeSystem)) return undefined;
  const term = terms.term(ROUTE, { codings: [first] }, { words: true });
  return term.pivot === undefined ? undefined : term;
};

const productOf = ({ product }: Medicine, { terms }: Bench): MedicationItem['product'] => {
  const atc = product.atc === undefined ? undefined : { ...product.atc, codeSystem: CODE_SYSTEMS.atc };
  const atcTerm = atc === undefined ? undefined : terms.term('active-ingredient', { codings: [atc] }, { words: false });
  const form = product.formText === undefined ? undefined : terms.term('dose-form', { codings: [], text: product.formText }, { words: true });
  return {
    name: product.name,
    ...(product.nplId === undefined ? {} : { nplId: product.nplId }),
    ...(atcTerm === undefined ? {} : { atc: atcTerm }),
    ...(form === undefined ? {} : { form }),
    ...(product.strengthText === undefined ? {} : { strengthText: product.strengthText }),
  };
};

/** PS53-PS57. */
export const medicationItem = (medicine: Medicine, bench: Bench): MedicationItem => {
  const { from } = medicine;
  const product = productOf(medicine, bench);
  if ('list' in from) {
    const { prescription } = from.list;
    const route = listedRoute(prescription.dosage, bench);
    const { workplace, given, family } = prescription.prescriber;
    return {
      id: bench.idOf('medication', prescription.id),
      source: { providers: [workplace.name ?? [...given, family].join(' ')], unsigned: false },
      kind: 'ordination', origin: 'national-list', product, dosage: prescription.dosage,
      start: stockholmDate(prescription.authoredOn),
      ...(route === undefined ? {} : { route }),
    };
  }
  const { record } = from;
  const route = record.route === undefined ? undefined : bench.terms.term(ROUTE, record.route, { words: true });
  const reason = record.reason === undefined || !bench.policy.exportReason ? undefined : bench.terms.diagnosis(record.reason).term;
  return {
    id: bench.idOf('medication', record.origin.key),
    source: sourceOf([record]),
    kind: record.selfMedication ? 'self-medication' : 'ordination', origin: 'care-record', product,
    ...(record.start === undefined ? {} : { start: record.start }),
    ...(record.end === undefined ? {} : { end: record.end }),
    dosage: { text: record.dosageTexts.map((text) => text.trim()).filter((text) => text !== '').join('; '), steps: [] },
    ...(route?.pivot === undefined ? {} : { route }),
    ...(reason === undefined || wordsOf(record.reason ?? { codings: [] }) === '' ? {} : { reason }),
  };
};
