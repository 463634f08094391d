import type { BloodGroup, CalendarDate, LaboratoryRecord } from '@ncp/domain';
import { CODE_SYSTEMS, stockholmDate } from '@ncp/domain';
import { distinct, groupBy, sourceOf, tell, type Bench, type Told } from '../bench.js';
import { BLOOD_GROUPS, BLOOD_GROUP_ANALYSIS, NO_BLOOD_GROUP_ANALYSIS } from '../summary-constants.js';

/** The blood group, where every final result says the same (sweden-patient-summary 7, PS71-PS74). */
export interface BloodGroupFound {
  readonly bloodGroup?: BloodGroup;
  readonly told: readonly Told<LaboratoryRecord>[];
}

export interface BloodGroupReading { readonly abo?: string; readonly rhesus?: '+' | '-' }

const ABO = /^(AB|A|B|O|0)(?![A-Z0-9])/;
const RHESUS = /^(?:RH)?\s*(?:\(D\)|D)?\s*[:,]?\s*(POSITIVT?|POS\.?|NEGATIVT?|NEG\.?|\+|[-−–])$/;

/**
 * A result in words as ABO and RhD; the digit 0 is the letter O (PS72). Undefined when anything is left over: a weak or variant D,
 * a subgroup, "ej bedömbar" (PS73). A mere "neg" is RhD only where the analysis or the value says RhD: it may as well be the
 * answer to a test for antibodies.
 */
export const readBloodGroup = (value: string, { ofRhesus }: { readonly ofRhesus: boolean }): BloodGroupReading | undefined => {
  const text = value.normalize('NFC').toUpperCase().replace(/\s+/g, ' ').trim();
  const [found, group] = ABO.exec(text) ?? ['', undefined];
  const rest = text.slice(found.length).replace(/^[ ,;]+/, '');
  const abo = group === undefined ? {} : { abo: group.replace('0', 'O') };
  if (rest === '') return group === undefined ? undefined : abo;
  const [, sign] = RHESUS.exec(rest) ?? [];
  if (group === undefined && !ofRhesus && !/^(?:RH|\(D\)|D)/.test(rest)) return undefined;
  return sign === undefined ? undefined : { ...abo, rhesus: sign === '+' || sign.startsWith('P') ? '+' : '-' };
};

const isFinal = ({ status }: LaboratoryRecord): boolean => status === 'final' || status === 'corrected' || status === 'amended';

const analysisWords = ({ analysis }: LaboratoryRecord): readonly string[] =>
  [analysis.text, ...analysis.codings.map(({ display }) => display)].filter((text) => text !== undefined);

const isBloodGroup = (row: LaboratoryRecord, { policy }: Bench): boolean => {
  const { analysis } = row;
  const words = analysisWords(row);
  const configured = analysis.codings.some(({ code, codeSystem }) =>
    policy.bloodGroupAnalyses.some((known) => known.code === code && known.codeSystem === codeSystem));
  return configured || (words.some((text) => BLOOD_GROUP_ANALYSIS.test(text)) && !words.some((text) => NO_BLOOD_GROUP_ANALYSIS.test(text)));
};

/** Names RhD, so that "pos" is an answer. */
const isOfRhesus = (row: LaboratoryRecord): boolean => analysisWords(row).some((text) => /(?<![\p{L}])rh/iu.test(text));

interface Read { readonly row: LaboratoryRecord; readonly reading: BloodGroupReading | undefined }

const only = <T>(values: readonly (T | undefined)[]): readonly T[] => distinct(values.filter((value) => value !== undefined));

/** ABO with the RhD of the same report; ABO alone where no report has both. Undefined on any difference (PS72, PS73). */
const decide = (read: readonly Read[]): string | undefined => {
  const [abo, ...otherAbo] = only(read.map(({ reading }) => reading?.abo));
  const [, ...otherRhesus] = only(read.map(({ reading }) => reading?.rhesus));
  if (abo === undefined || otherAbo.length > 0 || otherRhesus.length > 0 || read.some(({ reading }) => reading === undefined)) return undefined;
  const [rhesus] = only(groupBy(read, ({ row }) => `${row.origin.system}|${row.report}`).map((report) =>
    (report.some(({ reading }) => reading?.abo !== undefined) ? only(report.map(({ reading }) => reading?.rhesus))[0] : undefined)));
  return `${abo}${rhesus ?? ''}`;
};

const latestDay = (rows: readonly LaboratoryRecord[]): CalendarDate | undefined =>
  rows.flatMap(({ taken }) => (taken === undefined ? [] : [stockholmDate(taken)])).toSorted().at(-1);

/** `rows`: newest first, none of them cancelled or preliminary (PS07). */
export const bloodGroupOf = (rows: readonly LaboratoryRecord[], bench: Bench): BloodGroupFound => {
  const groups = rows.filter((row) => isBloodGroup(row, bench));
  const final = groups.filter(isFinal);
  const read = final.map((row) => ({ row, reading: row.value === undefined ? undefined : readBloodGroup(row.value, { ofRhesus: isOfRhesus(row) }) }));
  const name = decide(read);
  const code = name === undefined ? undefined : BLOOD_GROUPS[name];
  const pivot = code === undefined ? undefined : bench.terms.pivot('blood-group', code, CODE_SYSTEMS.snomedCt);
  const others = [
    ...rows.filter((row) => !groups.includes(row)).map((row) => tell(row, 'dropped', 'PS74')),
    ...groups.filter((row) => !isFinal(row)).map((row) => tell(row, 'dropped', 'PS71')),
  ];
  const used = read.filter(({ reading }) => reading?.abo !== undefined || name === undefined || name.length > 1).map(({ row }) => row);
  const [first, ...merged] = used;
  if (pivot === undefined || first === undefined) return { told: [...others, ...final.map((row) => tell(row, 'dropped', 'PS73'))] };
  const taken = latestDay(used);
  return {
    bloodGroup: {
      id: bench.idOf('blood-group', first.origin.key),
      source: sourceOf(used),
      group: { pivot, text: first.value?.trim() ?? '', broader: false },
      ...(taken === undefined ? {} : { taken }),
    },
    told: [
      ...others, tell(first, 'entry', 'PS72'), ...merged.map((row) => tell(row, 'merged', 'PS72')),
      ...final.filter((row) => !used.includes(row)).map((row) => tell(row, 'dropped', 'PS72')),
    ],
  };
};
