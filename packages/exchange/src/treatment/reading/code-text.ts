import { CODE_SYSTEMS, type CodedValue, type ReadingMark } from '@ncp/domain';
import { READING_SYSTEMS, type Catalogue, type ReadTerm } from '@ncp/terminology';
import type { DocumentFact } from '@ncp/cda';

type CodeFact = Extract<DocumentFact, { readonly kind: 'code' }>;

export interface CodeText {
  readonly mark: Extract<ReadingMark, 'translated' | 'mapped' | 'untranslated' | 'missing'>;
  readonly original?: string;
  readonly sv?: string;
  readonly en?: string;
  /** The code that has no Swedish text. */
  readonly gap?: CodedValue;
}

/** Elements whose code is from one system, which documents leave out (cda-documents 1). */
const IMPLIED_SYSTEM: Readonly<Record<string, string>> = {
  statusCode: READING_SYSTEMS.actStatus, languageCode: READING_SYSTEMS.language, realmCode: CODE_SYSTEMS.country, event: CODE_SYSTEMS.timingEvent,
  administrativeGenderCode: CODE_SYSTEMS.administrativeGender, confidentialityCode: CODE_SYSTEMS.confidentiality,
  signatureCode: READING_SYSTEMS.participationSignature, code: READING_SYSTEMS.actCode,
  'qualifier/name': CODE_SYSTEMS.snomedCt, 'qualifier/value': CODE_SYSTEMS.snomedCt,
};

const systemOf = ({ codeSystem }: CodedValue, path: string): string => {
  if (codeSystem !== '') return codeSystem;
  const names = path.split('/');
  return IMPLIED_SYSTEM[names.slice(-2).join('/')] ?? IMPLIED_SYSTEM[names.at(-1) ?? ''] ?? '';
};

/** `fi-FI`: finska (Finland). */
const language = (tag: string, catalogue: Catalogue): ReadTerm | undefined => {
  const [primary = '', region] = tag.split('-');
  const term = catalogue.read(primary.toLowerCase(), READING_SYSTEMS.language);
  const country = region === undefined ? undefined : catalogue.read(region.toUpperCase(), CODE_SYSTEMS.country);
  if (term === undefined || country === undefined) return term;
  return { sv: `${term.sv} (${country.sv})`, en: `${term.en ?? primary} (${country.en ?? region ?? ''})` };
};

const termOf = (value: CodedValue, path: string, catalogue: Catalogue): ReadTerm | undefined => {
  const system = systemOf(value, path);
  if (system === READING_SYSTEMS.language) return language(value.code, catalogue);
  return system === '' ? undefined : catalogue.read(value.code, system);
};

/** What its own system calls it: the innermost text is the oldest (cda-documents 1.5). */
const originalOf = ({ codes, originalText }: CodeFact): string | undefined =>
  originalText ?? codes.toReversed().map(({ display }) => display).find((display) => display !== undefined) ?? codes[0]?.code;

/** A reason for saying nothing, in words; the code itself where it is not known. */
export const nullText = (nullFlavor: string, catalogue: Catalogue): { readonly sv: string; readonly en: string } => {
  const term = catalogue.read(nullFlavor, CODE_SYSTEMS.nullFlavor);
  return { sv: `Uppgift saknas (${term?.sv ?? nullFlavor})`, en: `Not stated (${term?.en ?? nullFlavor})` };
};

/** An absence is what the document says, and is shown as that: we claim nothing (cda-documents 7). */
const said = ({ sv, en, statesAbsence }: ReadTerm): { readonly sv: string; readonly en?: string } => ({
  sv: statesAbsence === true ? `Dokumentet uppger: ${sv}` : sv,
  ...(en === undefined ? {} : { en: statesAbsence === true ? `The document states: ${en}` : en }),
});

/**
 * A coded element in Swedish. Its own code first, then a code that means the same, then one of its translations. An
 * element that is null stays untranslated whatever its translations say: its writer found no code that means the same.
 */
export const codeText = (fact: CodeFact, catalogue: Catalogue): CodeText => {
  const { codes, nullFlavor, path } = fact;
  const original = originalOf(fact);
  const [first] = codes;
  if (nullFlavor !== undefined || first === undefined) {
    if (original !== undefined) return { mark: 'untranslated', original, ...(first === undefined ? {} : { gap: first }) };
    return { mark: 'missing', ...nullText(nullFlavor ?? 'NI', catalogue) };
  }
  const shown = original === undefined ? {} : { original };
  const own = termOf(first, path, catalogue);
  if (own !== undefined) return { ...shown, mark: own.mapped === undefined ? 'translated' : 'mapped', ...said(own) };
  const other = codes.slice(1).map((value) => termOf(value, path, catalogue)).find((term) => term !== undefined);
  if (other !== undefined) return { ...shown, mark: 'mapped', ...said(other) };
  return { ...shown, mark: 'untranslated', gap: first };
};
