import type { Catalogue } from './catalogue.js';
import type { Concept } from './release.js';
import type { MissingTerm } from './term.js';

/** What stands in the report for a term that is not kept as it was written. They tell a kind and nothing else: no hash, no length. */
export const NOT_KEPT = {
  /** The source wrote nothing. */
  absent: '(absent)',
  /** A text without a code that has a word which the field's own terms do not have: a person may have typed it. */
  text: '(text)',
  /** Something in the place of a code that is no code, or that could be a number of a person. */
  code: '(code)',
} as const;

/** No space: what people type has one. Covers UCUM (`10*3.[IU]/mL`), SNOMED CT, ATC, ICD-10 and words in braces. */
const CODE_SHAPE = /^[\p{L}\p{N}.,_:;/\\\-[\]{}()%*+^'"=<>µ°]{1,40}$/u;
/** Six digits in a row may begin a date of birth; codes of known systems are known to be codes. */
const LONG_NUMBER = /\d{6}/;

const storableCode = (catalogue: Catalogue, code: string, codeSystem: string): string => {
  if (!CODE_SHAPE.test(code)) return NOT_KEPT.code;
  return LONG_NUMBER.test(code) && !catalogue.knowsSystem(codeSystem) ? NOT_KEPT.code : code;
};

const SYSTEM_SHAPE = /^[0-2](?:\.\d+){1,30}$|^https?:\/\/[^\s?#]{1,100}$/;
const storableSystem = (codeSystem: string): string => (SYSTEM_SHAPE.test(codeSystem) ? codeSystem : '');

/** A foreign code as the terminology report may keep it: never personal data. */
export const storableConcept = (catalogue: Catalogue, { code, codeSystem }: Concept): Concept => ({
  code: code === '' ? NOT_KEPT.absent : storableCode(catalogue, code, codeSystem), codeSystem: storableSystem(codeSystem),
});

/**
 * A national term as the report may keep it. A code is kept; a text without code only when all its words are words of the
 * field's own terms ("depotkapsel, mjuk"), because then it is certain to tell of nobody. Everything else is a kind (`NOT_KEPT`).
 */
export const storableTerm = (catalogue: Catalogue, { field, national }: MissingTerm): Concept => {
  const { code, codeSystem = '', text } = national;
  if (code !== undefined && code.trim() !== '') return storableConcept(catalogue, { code: code.trim(), codeSystem });
  if (text === undefined || text.trim() === '') return { code: NOT_KEPT.absent, codeSystem: '' };
  return { code: catalogue.knowsWords(field, text) ? text.trim().slice(0, 100) : NOT_KEPT.text, codeSystem: '' };
};
