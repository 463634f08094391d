import {
  CODE_SYSTEMS, compareDates, IDENTIFIER_ROOTS, type AlertRecord, type AllergyItem, type AlertText, type CodedValue, type SummaryTerm,
} from '@ncp/domain';
import { alertText } from './alert-text.js';
import { distinct, earliest, groupBy, laterFirst, sourceOf, tell, type Bench, type Told } from '../bench.js';
import { DENIAL, DOUBTFUL_DEGREE, HYPERSENSITIVITY_WORDS, WRITTEN } from '../summary-constants.js';
import { foldWords, isAtc, summaryTerm, wordsOf, type Terms } from '../terms.js';

/** Hypersensitivities (sweden-patient-summary 2, PS11-PS19, PS21). */
export interface Allergies {
  /** By criticality, then the latest day first. */
  readonly allergies: readonly AllergyItem[];
  readonly allergyTexts: readonly AlertText[];
  readonly told: readonly Told<AlertRecord>[];
}

interface Candidate {
  readonly row: AlertRecord;
  readonly agent: AllergyItem['agent'];
}

/** Over when its last day is past (PS17). */
export const isOver = ({ end }: AlertRecord, { today }: Bench): boolean => end !== undefined && compareDates(end, today) < 0;

/** The one ATC code of all products that caused it; undefined when they differ or the register lacks one (PS12). */
const atcOfProducts = ({ products }: AlertRecord, { articles }: Bench): CodedValue | undefined => {
  const codes = products.map((product) => articles.get(product)?.atc);
  const [first] = codes;
  return first !== undefined && codes.every((atc) => atc?.code === first.code) ? { code: first.code, codeSystem: CODE_SYSTEMS.atc } : undefined;
};

const productTerm = (row: AlertRecord, bench: Bench): SummaryTerm | undefined => {
  const atc = row.subject.codings.some(isAtc) ? undefined : atcOfProducts(row, bench);
  const [nplId] = row.products;
  if (atc === undefined || nplId === undefined) return undefined;
  const pivot = bench.terms.pivot('allergen', atc.code, atc.codeSystem);
  const words = wordsOf(row.subject) || (bench.articles.get(nplId)?.name ?? nplId);
  return summaryTerm({ words, national: { code: nplId, codeSystem: IDENTIFIER_ROOTS.nplId }, ...(pivot === undefined ? {} : { pivot }) });
};

/** PS12-PS14: codes first, then the whole words. Words of a medicine name no other agent, though they may name a group of ATC. */
const agentOf = (row: AlertRecord, bench: Bench): AllergyItem['agent'] => {
  const byWords = bench.terms.term('allergen', row.subject, { words: true });
  const isOther = byWords.pivot !== undefined && !isAtc(byWords.pivot);
  const stated = row.agentKind === 'drug' && isOther ? bench.terms.term('allergen', row.subject, { words: false }) : byWords;
  const term = stated.pivot === undefined ? (productTerm(row, bench) ?? stated) : stated;
  const drug = term.pivot === undefined ? row.agentKind === 'drug' || row.products.length > 0 : isAtc(term.pivot);
  return { ...term, agentKind: drug ? 'drug' : 'other' };
};

const agentKey = ({ pivot, national, text }: SummaryTerm): string => {
  const code = pivot ?? national;
  return code === undefined ? `text|${foldWords(text)}` : `${code.codeSystem}|${code.code}`;
};

const KINDS = { allergy: WRITTEN.allergicDisposition, intolerance: WRITTEN.intolerance } as const;

const kindOf = ({ hypersensitivityType }: AlertRecord, terms: Terms): CodedValue | undefined => {
  if (hypersensitivityType === undefined) return undefined;
  const coded = terms.term('adverse-event-type', hypersensitivityType, { words: false }).pivot;
  const named = HYPERSENSITIVITY_WORDS[foldWords(wordsOf(hypersensitivityType))];
  return coded ?? (named === undefined ? undefined : terms.pivot(...KINDS[named]));
};

/** What the records say of the kind, where those that say anything agree (PS11). */
const mergedKind = (rows: readonly AlertRecord[], terms: Terms): CodedValue | undefined => {
  const kinds = rows.map((row) => kindOf(row, terms)).filter((kind) => kind !== undefined);
  const [first] = kinds;
  return first !== undefined && kinds.every(({ code }) => code === first.code) ? first : terms.pivot(...WRITTEN.propensity);
};

const SEVEREST = ['high', 'low', 'unable-to-assess'];

const criticalityOf = ({ severity }: AlertRecord, terms: Terms): CodedValue | undefined =>
  severity === undefined || wordsOf(severity) === '' ? undefined : (terms.word('criticality', severity) ?? terms.pivot(...WRITTEN.notAssessed));

const bySeverity = (terms: Terms) => (a: AlertRecord, b: AlertRecord): number => {
  const rank = (row: AlertRecord): number => {
    const criticality = criticalityOf(row, terms);
    return criticality === undefined ? SEVEREST.length : SEVEREST.indexOf(criticality.code);
  };
  return rank(a) - rank(b);
};

/** PS16; an unsigned record confirms nothing (PS06), and neither does a degree that is itself a doubt. */
const certaintyOf = ({ certainty, origin }: AlertRecord, terms: Terms): CodedValue | undefined => {
  const words = certainty === undefined ? '' : foldWords(wordsOf(certainty));
  if (certainty === undefined || words === '') return undefined;
  const known = terms.word('allergy-certainty', certainty);
  if (known !== undefined) return known;
  return origin.signed && !DOUBTFUL_DEGREE.test(words) ? terms.pivot(...WRITTEN.confirmed) : undefined;
};

/** Confirmed by anybody is confirmed; unconfirmed only when nobody is silent. */
const mergedCertainty = (rows: readonly AlertRecord[], terms: Terms): CodedValue | undefined => {
  const said = rows.map((row) => certaintyOf(row, terms));
  return said.find((certainty) => certainty?.code === 'confirmed') ?? (said.every((certainty) => certainty !== undefined) ? said[0] : undefined);
};

/** PS19: highest severity, earliest day, comments newest first. `rows` are of one agent, newest first. */
const itemOf = (group: readonly [Candidate, ...Candidate[]], bench: Bench): AllergyItem | undefined => {
  const { terms } = bench;
  const [{ row: newest, agent }] = group;
  const rows = group.map(({ row }) => row);
  const bySevere = rows.toSorted(bySeverity(terms));
  const kind = mergedKind(rows, terms);
  const status = terms.pivot(...WRITTEN.active);
  if (kind === undefined || status === undefined) return undefined;
  const criticality = bySevere[0] === undefined ? undefined : criticalityOf(bySevere[0], terms);
  const certainty = mergedCertainty(rows, terms);
  const ascertained = earliest(rows.map((row) => row.ascertained));
  const severityText = bySevere.map(({ severity }) => (severity === undefined ? '' : wordsOf(severity))).find((words) => words !== '');
  const certaintyText = distinct(rows.map((row) => (row.certainty === undefined ? '' : wordsOf(row.certainty))).filter((words) => words !== ''));
  return {
    id: bench.idOf('allergy', newest.origin.key),
    source: sourceOf(rows),
    kind, agent, status,
    ...(criticality === undefined ? {} : { criticality }),
    ...(certainty === undefined ? {} : { certainty }),
    ...(ascertained === undefined ? {} : { ascertained }),
    ...(severityText === undefined ? {} : { severityText }),
    ...(certaintyText.length === 0 ? {} : { certaintyText: certaintyText.join('; ') }),
    comments: distinct(rows.flatMap(({ comments }) => comments)),
  };
};

const ruleOf = ({ pivot }: AllergyItem['agent']): 'PS12' | 'PS13' | 'PS14' => {
  if (pivot === undefined) return 'PS14';
  return isAtc(pivot) ? 'PS12' : 'PS13';
};

const inOrder = (a: AllergyItem, b: AllergyItem): number => {
  const rank = ({ criticality }: AllergyItem): number => (criticality === undefined ? SEVEREST.length : SEVEREST.indexOf(criticality.code));
  return rank(a) - rank(b) || laterFirst(a.ascertained, b.ascertained) || (agentKey(a.agent) < agentKey(b.agent) ? -1 : 1);
};

/** An agent that is no agent: words that deny (PS21), or none at all. */
const isOnlyWords = ({ subject, products }: AlertRecord): boolean =>
  subject.codings.length === 0 && products.length === 0 && (wordsOf(subject) === '' || DENIAL.test(foldWords(wordsOf(subject))));

/** `rows`: alerts of kind `hypersensitivity`, newest first. */
export const allergiesOf = (rows: readonly AlertRecord[], bench: Bench): Allergies => {
  const over = rows.filter((row) => isOver(row, bench));
  const current = rows.filter((row) => !isOver(row, bench));
  const texts = current.filter(isOnlyWords);
  const candidates = current.filter((row) => !isOnlyWords(row)).map((row): Candidate => ({ row, agent: agentOf(row, bench) }));
  const groups = groupBy(candidates, ({ agent }) => agentKey(agent));
  const items = groups.map((group) => itemOf(group, bench));
  // A release without the codes of kind and status cannot write an entry; the words still cross.
  const unwritten = groups.filter((_, index) => items[index] === undefined).flat().map(({ row }) => row);
  const written = groups.filter((_, index) => items[index] !== undefined);
  return {
    allergies: items.filter((item) => item !== undefined).toSorted(inOrder),
    allergyTexts: [...texts, ...unwritten].map((row) => alertText(row, bench)),
    told: [
      ...over.map((row) => tell(row, 'dropped', 'PS17')),
      ...texts.map((row) => tell(row, 'narrative', 'PS21')),
      ...unwritten.map((row) => tell(row, 'narrative', 'PS14')),
      ...written.flatMap(([first, ...others]) => [
        tell(first.row, 'entry', ruleOf(first.agent)), ...others.map(({ row }) => tell(row, 'merged', 'PS19')),
      ]),
    ],
  };
};
