import { CODE_SYSTEMS } from '@ncp/domain';
import { attr, type XmlElement } from '@ncp/xml';

/**
 * Value sets of the rules. Small ones are listed; of the large ones only code system and form of the code are checked,
 * because their content belongs to the catalogue and not to the rules (decisions D09).
 */
interface ValueSet {
  /** Code systems; absent where the element has only a code. */
  readonly systems?: readonly string[];
  readonly codes?: ReadonlySet<string>;
  readonly form?: RegExp;
}

const { isco, edqm, substitution, atc, administrativeGender, confidentiality } = CODE_SYSTEMS;
const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const VALUE_SETS: Readonly<Record<string, ValueSet>> = {
  '42.1': { systems: [isco], codes: words(`22 221 2211 2212 222 2221 2222 223 224 225 226 2261 2262 2263 2264 2265 2266 2267 2269
    32 321 3211 3212 3213 3214 322 3221 3222 323 325 3251 3252 3253 3254 3255 3256 3257 3258 3259`) },
  '42.2': { systems: [edqm], form: /^(?:1[0-3]|50)\d{6}$/ },
  '42.3': { systems: [edqm], form: /^(?:30|13)\d{6}$/ },
  '42.6': { form: /^[a-z]{2}-[A-Z]{2}$/ },
  '42.7': { systems: [substitution], codes: words('G N TE') },
  '42.12': { systems: [edqm], form: /^20\d{6}$/ },
  '42.24': { systems: [atc], form: /^[A-Z](?:\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?)?$/ },
  '42.34': { systems: [administrativeGender], codes: words('F M UN') },
  '42.38': { systems: ['2.16.840.1.113883.5.111'], form: /^[A-Z]+$/ },
  '42.39': { codes: words('ECON NOK') },
  '42.40': { codes: words('AS EC H HP HV MC PG WP TMP PHYS PST') },
  '42.41': { codes: words(`AC ACD ACM ACV HS IC ICD ICM ICV PC PCD PCM PCV
    MORN MORN.early MORN.late NOON AFT AFT.early AFT.late EVE EVE.early EVE.late NIGHT PHS`) },
  // EMA SMS is not in the release that the rules come from, so nothing is in it (cda-documents 13).
  '42.61': { codes: new Set() },
  'confidentiality': { systems: [confidentiality], codes: words('L M N R U V') },
  'ActPriority': { systems: ['2.16.840.1.113883.5.7'], codes: words('A CR CS CSP CSR EL EM P PRN R RR S T UD UR') },
  'ActSubstanceAdministrationCode': { systems: ['2.16.840.1.113883.5.4'], codes: words('_ActSubstanceAdministrationCode DRUG FD IMMUNIZ') },
  'EntityCode': { systems: ['2.16.840.1.113883.5.1060', '2.16.840.1.113883.5.129', '1.0.3166.1'] },
  'ParticipationMode': { systems: ['2.16.840.1.113883.5.1064'], form: /^[A-Z]+$/ },
  'ParticipationType': { form: /^[A-Z_][A-Za-z]*$/ },
  'TargetAwareness': { systems: ['2.16.840.1.113883.5.137'], codes: words('D F I M P U') },
  'x_ActRelationshipEntry': { codes: words('COMP DRIV') },
};

export const isValueSetName = (name: string): boolean => Object.hasOwn(VALUE_SETS, name);

const accepts = ({ codes, form }: ValueSet, code: string): boolean => (codes === undefined || codes.has(code)) && (form === undefined || form.test(code));

/** Is the element's code in the value set? */
export const inValueSet = (el: XmlElement, name: string): boolean => {
  const set = VALUE_SETS[name];
  const code = attr(el, 'code');
  if (set === undefined || code === undefined) return false;
  return (set.systems === undefined || set.systems.includes(attr(el, 'codeSystem') ?? '')) && accepts(set, code);
};

/** Is every word of an attribute in the value set? */
export const wordsInValueSet = (value: string, name: string): boolean => {
  const set = VALUE_SETS[name];
  return set !== undefined && value.split(/\s+/).every((word) => word === '' || accepts(set, word));
};

/** For the report. */
export const valueSetLabel = (name: string): string => {
  const { codes, systems } = VALUE_SETS[name] ?? {};
  const label = /^\d/.test(name) ? `1.3.6.1.4.1.12559.11.10.1.3.1.${name}` : name;
  return codes !== undefined && codes.size > 0 && codes.size < 15 ? `${label}: ${[...codes].join(' ')}` : `${label} (${(systems ?? []).join(', ')})`;
};
