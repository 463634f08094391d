import {
  compareInstants, IDENTIFIER_ROOTS, stockholmDate, type CalendarDate, type CodedValue, type ImmunizationItem, type ImmunizationText,
  type SummaryTerm, type VaccinationRecord,
} from '@ncp/domain';
import { groupBy, laterFirst, newestFirst, sourceOf, tell, type Bench, type Told } from '../bench.js';
import { SEASONAL_VACCINES } from '../summary-constants.js';
import { foldWords, isAtc, summaryTerm, wordsOf } from '../terms.js';

/** Vaccinations (sweden-patient-summary 4, PS41-PS49). */
export interface Immunizations {
  /** Newest first; a vaccination without a date last. */
  readonly immunizations: readonly ImmunizationItem[];
  readonly immunizationTexts: readonly ImmunizationText[];
  readonly told: readonly Told<VaccinationRecord>[];
}

interface Candidate {
  readonly row: VaccinationRecord;
  readonly vaccine: SummaryTerm;
  readonly rule: 'PS41' | 'PS42' | 'PS43' | 'PS44';
  readonly given?: CalendarDate;
}

const isNplId = ({ codeSystem }: CodedValue): boolean => codeSystem === IDENTIFIER_ROOTS.nplId;

/** PS41, then PS42, then PS43; else the words alone (PS44). */
const vaccineOf = (row: VaccinationRecord, bench: Bench): Pick<Candidate, 'vaccine' | 'rule'> | undefined => {
  const { terms, articles } = bench;
  if (row.vaccine === undefined || wordsOf(row.vaccine) === '') return undefined;
  const product = row.vaccine.codings.find(isNplId);
  const stated = { ...row.vaccine, codings: row.vaccine.codings.filter((coding) => !isNplId(coding)) };
  const byCode = stated.codings.length === 0 ? undefined : terms.term('vaccine', { ...stated, text: wordsOf(row.vaccine) }, { words: false });
  if (byCode?.pivot !== undefined) return { vaccine: byCode, rule: 'PS41' };
  const article = product === undefined ? undefined : articles.get(product.code);
  const byProduct = article?.atc === undefined ? undefined : terms.pivot('vaccine', article.atc.code, article.atc.codeSystem);
  const words = row.vaccine.text ?? product?.display ?? article?.name ?? wordsOf(row.vaccine);
  if (product !== undefined && byProduct !== undefined) return { vaccine: summaryTerm({ pivot: byProduct, national: product, words }), rule: 'PS42' };
  const byWords = terms.term('vaccine', stated, { words: true });
  const national = product ?? byWords.national;
  const vaccine = summaryTerm({
    words, broader: byWords.broader, ...(byWords.pivot === undefined ? {} : { pivot: byWords.pivot }), ...(national === undefined ? {} : { national }),
  });
  return { vaccine, rule: vaccine.pivot === undefined ? 'PS44' : 'PS43' };
};

/** Registered afterwards with no time of its own: what stands as its time is the time of registration (PS47). */
const isBackRegistered = ({ occurred, primarySource, origin }: VaccinationRecord): boolean =>
  !primarySource && occurred !== undefined && origin.recorded !== undefined && compareInstants(occurred, origin.recorded) === 0;

const givenOn = (row: VaccinationRecord): CalendarDate | undefined =>
  row.occurred === undefined || isBackRegistered(row) ? undefined : stockholmDate(row.occurred);

const registeredOn = (row: VaccinationRecord): CalendarDate | undefined =>
  row.registered ?? (row.origin.recorded === undefined ? undefined : stockholmDate(row.origin.recorded));

const vaccineKey = ({ pivot, national, text }: SummaryTerm): string => {
  const code = pivot ?? national;
  return code === undefined ? `text|${foldWords(text)}` : `${code.codeSystem}|${code.code}`;
};

/** The same vaccine on the same day (PS49). Without a day, only what is registered alike in every respect. */
const sameKey = ({ row, vaccine, given }: Candidate): string =>
  JSON.stringify([vaccineKey(vaccine), given ?? ['unknown', registeredOn(row) ?? '', row.doseNumber ?? '', row.lotNumber ?? '']]);

const preferred = (a: Candidate, b: Candidate): number =>
  Number(b.row.lotNumber !== undefined) - Number(a.row.lotNumber !== undefined) ||
  Number(b.row.primarySource) - Number(a.row.primarySource) || newestFirst(a.row, b.row);

const isDoseNumber = (value: number | undefined): value is number => value !== undefined && Number.isSafeInteger(value) && value >= 1;

const itemOf = (group: readonly [Candidate, ...Candidate[]], bench: Bench): ImmunizationItem => {
  const [{ row, vaccine, given }] = group;
  const registered = registeredOn(row);
  const doseNumber = [row, ...group.map((other) => other.row)].map((one) => one.doseNumber).find(isDoseNumber);
  const manufacturer = row.manufacturer;
  return {
    id: bench.idOf('immunization', row.origin.key),
    source: sourceOf(group.map((one) => one.row)),
    vaccine,
    ...(given === undefined ? {} : { given }),
    ...(registered === undefined ? {} : { registered }),
    ...(row.lotNumber === undefined ? {} : { lotNumber: row.lotNumber }),
    ...(manufacturer === undefined ? {} : { manufacturer }),
    targets: row.targetDiseases.filter((disease) => wordsOf(disease) !== '').map((disease) => bench.terms.term('target-disease', disease, { words: true })),
    ...(doseNumber === undefined ? {} : { doseNumber }),
  };
};

/** Which seasonal vaccine it is; undefined for one whose every dose counts (PS49). */
const seasonOf = ({ vaccine: { pivot } }: Candidate): string | undefined => {
  if (pivot === undefined) return undefined;
  return SEASONAL_VACCINES.find(({ atcGroup, snomedCt }) =>
    (isAtc(pivot) ? pivot.code.startsWith(atcGroup) : snomedCt.includes(pivot.code)))?.atcGroup;
};

type Group = readonly [Candidate, ...Candidate[]];

const byDay = ([a]: Group, [b]: Group): number =>
  laterFirst(a.given, b.given) || laterFirst(registeredOn(a.row), registeredOn(b.row)) ||
  (vaccineKey(a.vaccine) < vaccineKey(b.vaccine) ? -1 : Number(vaccineKey(a.vaccine) > vaccineKey(b.vaccine))) || newestFirst(a.row, b.row);

const tooOld = (groups: readonly Group[], doses: number): ReadonlySet<Group> =>
  new Set(SEASONAL_VACCINES.flatMap(({ atcGroup }) => groups.filter(([first]) => seasonOf(first) === atcGroup).slice(doses)));

const lineOf = (row: VaccinationRecord): string => {
  const given = givenOn(row);
  const registered = registeredOn(row);
  const parts = [
    'Vaccination utan angivet vaccin',
    ...(given === undefined ? [] : [`given ${given}`]),
    ...(given !== undefined || registered === undefined ? [] : [`registrerad ${registered}`]),
    ...row.targetDiseases.map(wordsOf).filter((words) => words !== '').map((words) => `mot ${words}`),
    ...(row.sourceDescription === undefined ? [] : [`källa: ${row.sourceDescription}`]),
  ];
  return parts.join(', ');
};

/** `rows`: newest first. */
export const immunizationsOf = (rows: readonly VaccinationRecord[], bench: Bench): Immunizations => {
  const read = rows.map((row) => ({ row, named: vaccineOf(row, bench), given: givenOn(row) }));
  const thin = read.filter(({ named }) => named === undefined).map(({ row }) => row);
  const candidates = read.flatMap(({ row, named, given }): readonly Candidate[] =>
    (named === undefined ? [] : [{ row, ...named, ...(given === undefined ? {} : { given }) }]));
  const groups = groupBy(candidates.toSorted(preferred), sameKey).toSorted(byDay);
  const old = tooOld(groups, bench.policy.windows.seasonalDoses);
  const shown = groups.filter((group) => !old.has(group));
  return {
    immunizations: shown.map((group) => itemOf(group, bench)),
    immunizationTexts: thin.map((row) => ({ id: bench.idOf('immunization', row.origin.key), line: lineOf(row), source: sourceOf([row]) })),
    told: [
      ...thin.map((row) => tell(row, 'narrative', 'PS48')),
      ...[...old].flatMap((group) => group.map(({ row }) => tell(row, 'dropped', 'PS49'))),
      ...shown.flatMap(([first, ...others]) => [tell(first.row, 'entry', first.rule), ...others.map(({ row }) => tell(row, 'merged', 'PS49'))]),
    ],
  };
};
