import { CODE_SYSTEMS } from '@ncp/domain';
import type { ValueSetRule } from '../value-sets.js';

/** Value sets that the tables of the release name: `42.n` are those of eHDSI, the others are of HL7. */

const EHDSI = '1.3.6.1.4.1.12559.11.10.1.3.1.';
const HL7_VALUE_SETS = '2.16.840.1.113883.1.11.';
const HL7 = '2.16.840.1.113883.5.';
const FHIR = '2.16.840.1.113883.4.642.4.';
const ROLE_CODES = `${HL7}111`;
const ACT_STATUS = `${HL7}14`;

const { isco, edqm, substitution, atc, administrativeGender, confidentiality, snomedCt, icd10, loinc, absentOrUnknown, timingEvent, ucum, country } = CODE_SYSTEMS;
const ORPHA = `${EHDSI}44.5`;
const EMDN = `${EHDSI}44.6`;

const SNOMED_FORM = /^\d{6,18}$/;
const WORD = /^[A-Z_][A-Za-z_]*$/;

type Content = Pick<ValueSetRule, 'systems' | 'codes' | 'form'>;

const words = (systems: string | readonly string[], text: string): Content =>
  ({ systems: typeof systems === 'string' ? [systems] : systems, codes: new Set(text.split(/\s+/)) });
const form = (systems: string | readonly string[], pattern?: RegExp): Content =>
  ({ systems: typeof systems === 'string' ? [systems] : systems, ...(pattern === undefined ? {} : { form: pattern }) });

const EHDSI_SETS: Readonly<Record<string, Content>> = {
  1: words(isco, `22 221 2211 2212 222 2221 2222 223 224 225 226 2261 2262 2263 2264 2265 2266 2267 2269
    32 321 3211 3212 3213 3214 322 3221 3222 323 325 3251 3252 3253 3254 3255 3256 3257 3258 3259`),
  2: form(edqm, /^(?:1[0-3]|50)\d{6}$/),
  3: form(edqm, /^(?:30|13)\d{6}$/),
  5: form(icd10, /^[A-Z]\d{2}(?:\.[A-Z\d]{1,2})?$/),
  6: form([], /^[a-z]{2}-[A-Z]{2}$/),
  7: words(substitution, 'G N TE'),
  8: form([EMDN, snomedCt], /^(?:[A-Z]\d{2,14}|\d{6,18})$/),
  9: words(loinc, '11778-8 11779-6 11780-4'),
  10: form(snomedCt, SNOMED_FORM),
  11: form(snomedCt, SNOMED_FORM),
  12: form(edqm, /^20\d{6}$/),
  13: form(snomedCt, SNOMED_FORM),
  14: form(snomedCt, SNOMED_FORM),
  15: form(snomedCt, SNOMED_FORM),
  16: form(ucum),
  18: form(snomedCt, SNOMED_FORM),
  19: form(snomedCt, SNOMED_FORM),
  20: form(snomedCt, SNOMED_FORM),
  21: words(loinc, '8462-4 8480-6'),
  23: form(snomedCt, SNOMED_FORM),
  24: form(atc, /^[A-Z](?:\d{2}(?:[A-Z](?:[A-Z](?:\d{2})?)?)?)?$/),
  28: form([atc, snomedCt], /^(?:[A-Z]\d{2}[A-Z]{2}(?:\d{2})?|\d{6,18})$/),
  30: form(snomedCt, SNOMED_FORM),
  34: words(administrativeGender, 'F M UN'),
  38: form(ROLE_CODES, WORD),
  39: words(`${HL7}110`, 'ECON NOK'),
  40: words(`${HL7}1119`, 'AS EC H HP HV MC PG WP TMP PHYS PST'),
  41: words([timingEvent, `${FHIR}76`], `AC ACD ACM ACV HS IC ICD ICM ICV PC PCD PCM PCV
    MORN MORN.early MORN.late NOON AFT AFT.early AFT.late EVE EVE.early EVE.late NIGHT PHS`),
  47: words(absentOrUnknown, 'no-allergy-info no-known-allergies no-known-medication-allergies no-known-environmental-allergies no-known-food-allergies'),
  48: words(absentOrUnknown, 'no-device-info no-known-devices'),
  49: words(absentOrUnknown, 'no-medication-info no-known-medications'),
  50: words(absentOrUnknown, 'no-problem-info no-known-problems'),
  51: words(absentOrUnknown, 'no-procedure-info no-known-procedures'),
  57: words(`${FHIR}130`, 'low high unable-to-assess'),
  58: words(`${FHIR}1371`, 'unconfirmed confirmed refuted'),
  59: words(`${FHIR}1373`, 'active inactive resolved'),
  60: form(snomedCt, SNOMED_FORM),
  // EMA SMS is not in the release that the rules come from, so nothing is in it (cda-documents 13).
  61: { systems: [], codes: new Set() },
  62: form(snomedCt, SNOMED_FORM),
  63: form(ORPHA, /^\d+$/),
  64: words(`${FHIR}1075`, 'unconfirmed provisional differential confirmed refuted'),
  65: form(snomedCt, SNOMED_FORM),
};

const OTHERS: Readonly<Record<string, readonly [oid: string, content: Content]>> = {
  confidentiality: [`${HL7_VALUE_SETS}10228`, words(confidentiality, 'L M N R U V')],
  TargetAwareness: [`${HL7_VALUE_SETS}10310`, words(`${HL7}137`, 'D F I M P U')],
  ParticipationType: [`${HL7_VALUE_SETS}10901`, form(`${HL7}90`, WORD)],
  EntityClassRoot: [`${HL7_VALUE_SETS}13922`, form(`${HL7}41`, WORD)],
  RoleClassRoot: [`${HL7_VALUE_SETS}13940`, form(`${HL7}110`, WORD)],
  ActStatus: [`${HL7_VALUE_SETS}15933`, words(ACT_STATUS, 'normal aborted active cancelled completed held new suspended nullified obsolete')],
  RoleStatus: [`${HL7_VALUE_SETS}15999`, words(`${HL7}1068`, 'normal active cancelled pending suspended terminated nullified')],
  EntityCode: [`${HL7_VALUE_SETS}16040`, form([`${HL7}1060`, `${HL7}129`, country])],
  ParticipationMode: [`${HL7_VALUE_SETS}16543`, form(`${HL7}1064`, WORD)],
  ActPriority: [`${HL7_VALUE_SETS}16866`, words(`${HL7}7`, 'A CR CS CSP CSR EL EM P PRN R RR S T UD UR')],
  RoleClassMutualRelationship: [`${HL7_VALUE_SETS}19316`, form(`${HL7}110`, WORD)],
  x_ActRelationshipEntry: [`${HL7_VALUE_SETS}19446`, words(`${HL7}1002`, 'COMP DRIV')],
  x_DocumentSubstanceMood: [`${HL7_VALUE_SETS}19461`, words(`${HL7}1001`, 'DEF EVN INT PRMS PRP RQO')],
  PersonalRelationshipRoleType: [`${HL7_VALUE_SETS}19563`, form(ROLE_CODES, WORD)],
  x_ServiceEventPerformer: [`${HL7_VALUE_SETS}19601`, words(`${HL7}90`, 'PPRF PRF SPRF')],
  ActSubstanceAdministrationCode: [`${HL7_VALUE_SETS}19708`, words(`${HL7}4`, '_ActSubstanceAdministrationCode DRUG FD IMMUNIZ')],
  eHDSIActStatusActiveAbortedSuspendedCompleted: ['2.16.840.1.113883.3.1937.777.11.11.2', words(ACT_STATUS, 'aborted completed active suspended')],
  eHDSIActStatusActiveAbortedCancelledCompleted: ['2.16.840.1.113883.3.1937.777.11.11.3', words(ACT_STATUS, 'aborted completed active cancelled')],
  ImmunizationStatusCodes: ['2.16.840.1.113883.4.642.3.295', words(ACT_STATUS, 'completed cancelled')],
};

export const VALUE_SET_RULES: Readonly<Record<string, ValueSetRule>> = Object.fromEntries([
  ...Object.entries(EHDSI_SETS).map(([number, content]) => [`42.${number}`, { oid: `${EHDSI}42.${number}`, ...content }] as const),
  ...Object.entries(OTHERS).map(([name, [oid, content]]) => [name, { oid, ...content }] as const),
]);
