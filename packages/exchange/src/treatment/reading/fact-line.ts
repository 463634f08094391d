import { CODE_SYSTEMS, type CodedValue, type ReadLine } from '@ncp/domain';
import type { DocumentFact } from '@ncp/cda';
import type { Catalogue } from '@ncp/terminology';
import { codeText, nullText } from './code-text.js';
import { factKey } from './fact-key.js';
import { labelOf } from './labels.js';
import { writtenQuantity, writtenTime } from './written.js';

/** What turning facts into lines takes and collects. */
export interface LineContext {
  readonly catalogue: Catalogue;
  /** Of the document or the section. */
  readonly language: string | undefined;
  readonly gap: (code: CodedValue, key: string) => void;
}

type LineContent = Omit<ReadLine, 'key' | 'label' | 'at'>;

const FREE_TEXT: ReadonlySet<string> = new Set(['text', 'title', 'value']);
const YES_NO: Readonly<Record<string, { readonly sv: string; readonly en: string }>> = { true: { sv: 'ja', en: 'yes' }, false: { sv: 'nej', en: 'no' } };

const inLanguage = (text: string, language: string | undefined): { readonly text: string; readonly language?: string } =>
  ({ text, ...(language === undefined ? {} : { language }) });

/** What a statement is, where it is not that something was done or found (HL7 ActMood). */
const MOODS: Readonly<Record<string, { readonly sv: string; readonly en: string }>> = {
  INT: { sv: 'avsett, inte utfört', en: 'intended, not done' }, RQO: { sv: 'begärt, inte utfört', en: 'requested, not done' },
  PRP: { sv: 'föreslaget, inte utfört', en: 'proposed, not done' }, PRMS: { sv: 'utlovat, inte utfört', en: 'promised, not done' },
  ARQ: { sv: 'tid begärd, inte utfört', en: 'appointment requested, not done' }, APT: { sv: 'tid bokad, inte utfört', en: 'appointment made, not done' },
  DEF: { sv: 'en definition, inte utfört', en: 'a definition, not done' }, GOL: { sv: 'ett mål, inte uppnått', en: 'a goal, not reached' },
};

const textContent = (text: string, path: string, { language }: LineContext): LineContent => {
  const words = YES_NO[text];
  if (words !== undefined) return { original: { text }, ...words, mark: 'as-written' };
  const mood = path === 'moodCode' && Object.hasOwn(MOODS, text) ? MOODS[text] : undefined;
  if (mood !== undefined) return { original: { text }, ...mood, mark: 'translated' };
  // Free text is never translated by machine (decisions G15).
  if (FREE_TEXT.has(path.split('/').at(-1) ?? '')) return { original: inLanguage(text, language), mark: 'untranslated' };
  return { original: { text }, mark: 'as-written' };
};

const quantityContent = (fact: Extract<DocumentFact, { readonly kind: 'quantity' }>, key: string, context: LineContext): LineContent => {
  const { original, sv, en, terms, unknownUnits } = writtenQuantity(fact, context.catalogue);
  if (fact.amounts.every(({ value }) => value === undefined)) {
    const nullFlavor = fact.amounts.find((amount) => amount.nullFlavor !== undefined)?.nullFlavor ?? 'NI';
    return { ...(original === '' ? {} : { original: { text: original } }), mark: 'missing', ...nullText(nullFlavor, context.catalogue) };
  }
  // A value beside a reason for having none: nobody may take the one without the other.
  if (fact.amounts.some(({ value, nullFlavor }) => value !== undefined && nullFlavor !== undefined)) return { original: { text: original }, mark: 'untranslated' };
  for (const unit of unknownUnits) context.gap({ code: unit, codeSystem: CODE_SYSTEMS.ucum }, key);
  if (unknownUnits.length > 0) return { original: { text: original }, mark: 'untranslated' };
  const mark = terms.length === 0 ? 'as-written' : terms.some(({ mapped }) => mapped !== undefined) ? 'mapped' : 'translated';
  return { original: { text: original }, sv, en, mark };
};

const codeContent = (fact: Extract<DocumentFact, { readonly kind: 'code' }>, key: string, context: LineContext): LineContent => {
  const { mark, original, sv, en, gap } = codeText(fact, context.catalogue);
  const [code, ...translations] = fact.codes;
  if (gap !== undefined) context.gap(gap, key);
  return {
    ...(original === undefined ? {} : { original: inLanguage(original, context.language) }),
    ...(sv === undefined ? {} : { sv }),
    ...(en === undefined ? {} : { en }),
    ...(code === undefined ? {} : { code }),
    ...(translations.length === 0 ? {} : { translations }),
    mark,
  };
};

const contentOf = (fact: DocumentFact, key: string, context: LineContext): LineContent => {
  switch (fact.kind) {
    case 'code': return codeContent(fact, key, context);
    case 'quantity': return quantityContent(fact, key, context);
    case 'time': return { original: { text: fact.time.written }, sv: writtenTime(fact.time), en: writtenTime(fact.time), mark: 'as-written' };
    case 'text': return textContent(fact.text, fact.path, context);
    case 'identifier': return { original: { text: fact.extension === undefined ? fact.root : `${fact.extension} (${fact.root})` }, mark: 'as-written' };
    case 'absent': return { mark: 'missing', ...nullText(fact.nullFlavor, context.catalogue) };
    case 'negation': return { sv: 'NEKAS: dokumentet säger att detta inte är fallet', en: 'NEGATED: the document says that this is not the case', mark: 'translated' };
  }
};

const NEGATED = { sv: 'Nekande uppgift', en: 'Negation' };

/** One fact as one line; `key` is unique in the document. */
export const factLine = (fact: DocumentFact, key: string, context: LineContext): ReadLine => ({
  key,
  label: fact.kind === 'negation' ? NEGATED : labelOf(fact.role, factKey(fact.path)),
  ...contentOf(fact, key, context),
  at: fact.at,
});

/** Makes keys unique: the second `x` is `x.2`. */
export const uniqueKeys = (): ((key: string) => string) => {
  const counts = new Map<string, number>();
  return (key) => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count === 1 ? key : `${key}.${String(count)}`;
  };
};
