import { CODE_SYSTEMS, IDENTIFIER_ROOTS } from '@ncp/domain';
import { FIELD_BINDINGS } from '../bindings.js';
import type { CatalogueRelease, CodeMapping, CodedField, Designation } from '../release.js';
import {
  CAPSULE_FORMS, COUNTABLE_FORMS, COUNTABLE_FORM_UNITS, MEASURED_FORMS, METERED_FORMS, SACHET_FORMS, TABLET_FORMS,
} from './dose-forms.js';
import { INGREDIENTS_A_TO_C } from './ingredients-alimentary-and-heart.js';
import { INGREDIENTS_N_TO_S } from './ingredients-nerves-to-senses.js';
import { INGREDIENTS_D_TO_M } from './ingredients-skin-to-joints.js';
import { PACKAGES } from './packages.js';
import { ABSENCES, CODE_EQUIVALENCES, READING_DESIGNATIONS, SYSTEM_ALIASES } from './reading/reading-terms.js';
import { ROUTES } from './routes.js';
import {
  CONFIDENTIALITIES, DOCUMENT_CODES, GENDERS, PROFESSIONAL_ROLES, PROFESSIONS, SUBSTITUTIONS, TIMING_EVENTS,
} from './structural-codes.js';
import { AGENT_GROUPS, SUMMARY_DESIGNATIONS, SUMMARY_MAPPINGS, SUMMARY_VALUE_SETS } from './summary/summary-sets.js';
import { authoredSet, type Row } from './table.js';
import { MEASURE_UNITS, QUANTITY_UNITS, UNIT, UNIT_CODE_SPELLINGS } from './units.js';
import { VALUE_SETS } from './value-sets.js';

const { edqm, isco, ucum, atc, substitution, administrativeGender, confidentiality, loinc, timingEvent } = CODE_SYSTEMS;

const SETS = [
  authoredSet({ oid: VALUE_SETS.doseForm, name: 'eHDSIDoseForm', codeSystem: edqm, field: 'dose-form' },
    [...TABLET_FORMS, ...CAPSULE_FORMS, ...SACHET_FORMS, ...METERED_FORMS, ...COUNTABLE_FORMS, ...MEASURED_FORMS]),
  authoredSet({ oid: VALUE_SETS.package, name: 'eHDSIPackage', codeSystem: edqm, field: 'package' }, PACKAGES),
  authoredSet({ oid: VALUE_SETS.quantityUnit, name: 'eHDSIQuantityUnit', codeSystem: edqm, field: 'unit' }, QUANTITY_UNITS),
  authoredSet({ oid: VALUE_SETS.unit, name: 'eHDSIUnit', codeSystem: ucum, field: 'unit' }, MEASURE_UNITS),
  authoredSet({ oid: VALUE_SETS.route, name: 'eHDSIRouteofAdministration', codeSystem: edqm, field: 'route' }, ROUTES),
  authoredSet({ oid: VALUE_SETS.activeIngredient, name: 'eHDSIActiveIngredient', codeSystem: atc },
    [...INGREDIENTS_A_TO_C, ...INGREDIENTS_D_TO_M, ...INGREDIENTS_N_TO_S, ...AGENT_GROUPS]),
  authoredSet({ oid: VALUE_SETS.professionalRole, name: 'eHDSIHealthcareProfessionalRole', codeSystem: isco }, PROFESSIONAL_ROLES),
  authoredSet({ oid: VALUE_SETS.substitution, name: 'eHDSISubstitutionCode', codeSystem: substitution }, SUBSTITUTIONS),
  authoredSet({ oid: VALUE_SETS.administrativeGender, name: 'eHDSIAdministrativeGender', codeSystem: administrativeGender }, GENDERS),
  authoredSet({ oid: VALUE_SETS.confidentiality, name: 'eHDSIConfidentiality', codeSystem: confidentiality }, CONFIDENTIALITIES),
  authoredSet({ oid: VALUE_SETS.documentCode, name: 'eHDSIDocumentCode', codeSystem: loinc }, DOCUMENT_CODES),
  authoredSet({ oid: VALUE_SETS.timingEvent, name: 'eHDSITimingEvent', codeSystem: timingEvent }, TIMING_EVENTS),
];

const ofForm = (field: CodedField, forms: readonly Row[], unit: (form: string) => string | undefined): readonly CodeMapping[] =>
  forms.flatMap(({ code }): readonly CodeMapping[] => {
    const target = unit(code);
    return target === undefined ? [] : [{ field, from: { code, codeSystem: edqm }, to: { code: target, codeSystem: edqm } }];
  });

const FORM_UNITS: readonly CodeMapping[] = [
  ...ofForm('piece-unit', TABLET_FORMS, () => UNIT.tablet),
  ...ofForm('piece-unit', CAPSULE_FORMS, () => UNIT.capsule),
  ...ofForm('piece-unit', SACHET_FORMS, () => UNIT.sachet),
  ...ofForm('piece-unit', COUNTABLE_FORMS, (form) => COUNTABLE_FORM_UNITS[form]),
  ...ofForm('dose-unit', METERED_FORMS, () => UNIT.actuation),
];

/**
 * The national list writes units as UCUM codes or as Swedish words in braces. The code `1` says only "a number", so it
 * is left out: beside it the text decides (`tablett`, code `1`, is a tablet and no contradiction).
 */
const UNIT_CODES: readonly CodeMapping[] = [
  ...MEASURE_UNITS.filter(({ code }) => code !== '1').map(({ code }): CodeMapping =>
    ({ field: 'unit', from: { code }, to: { code, codeSystem: ucum } })),
  ...Object.entries(UNIT_CODE_SPELLINGS).map(([from, to]): CodeMapping =>
    ({ field: 'unit', from: { code: from }, to: { code: to, codeSystem: ucum } })),
  ...QUANTITY_UNITS.flatMap(({ code, sv }) => sv.map((word): CodeMapping =>
    ({ field: 'unit', from: { code: `{${word}}` }, to: { code, codeSystem: edqm } }))),
];

const PROFESSION_MAPPINGS: readonly CodeMapping[] = PROFESSIONS.map(({ code, isco: target }) => ({
  field: 'professional-role',
  from: { code, codeSystem: IDENTIFIER_ROOTS.occupation },
  to: { code: target, codeSystem: isco },
}));

const PROFESSION_NAMES: readonly Designation[] = PROFESSIONS.map(({ code, sv }) =>
  ({ code, codeSystem: IDENTIFIER_ROOTS.occupation, language: 'sv', text: sv }));

/**
 * The catalogue the gateway works with until an official one is imported: authored by us from public facts, a subset
 * (decisions G14). What it lacks is reported as a gap, and the original stays in the document.
 */
export const STARTER_RELEASE: CatalogueRelease = {
  id: 'se-starter-2',
  basis: 'MVC 8.0.0',
  valueSets: [...SETS.map(({ valueSet }) => valueSet), ...SUMMARY_VALUE_SETS],
  bindings: FIELD_BINDINGS,
  mappings: [...SETS.flatMap(({ mappings }) => mappings), ...FORM_UNITS, ...UNIT_CODES, ...PROFESSION_MAPPINGS, ...SUMMARY_MAPPINGS],
  designations: [...SETS.flatMap(({ designations }) => designations), ...PROFESSION_NAMES, ...READING_DESIGNATIONS, ...SUMMARY_DESIGNATIONS],
  systemAliases: SYSTEM_ALIASES,
  equivalences: CODE_EQUIVALENCES,
  absences: ABSENCES,
};
