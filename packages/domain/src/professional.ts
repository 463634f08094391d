import { CLASS_CODES, CODE_SYSTEMS, type ClassCode } from './constants.js';
import type { CodedValue, CountryCode } from './primitives.js';

/** Who may do what: roles (wire-contract 4.3), permissions (4.4), entitlement (decisions D65), Swedish professions (D41). */

/** ISCO-08 roles that an HCP assertion may carry. */
export const ROLES = {
  '221': { saml: 'Medical Doctors', cda: 'Medical doctors' },
  '2221': { saml: 'Nursing professionals', cda: 'Nursing professionals' },
  '2222': { saml: 'Midwifery professionals', cda: 'Midwifery professionals' },
  '2261': { saml: 'Dentists', cda: 'Dentists' },
  '2262': { saml: 'Pharmacists', cda: 'Pharmacists' },
  '2264': { saml: 'Physiotherapists', cda: 'Physiotherapists' },
  '2265': { saml: 'Dieticians and nutritionists', cda: 'Dieticians and nutritionists' },
  '2266': { saml: 'Audiologists and speech therapists', cda: 'Audiologists and speech therapists' },
  '2267': { saml: 'Optometrists and ophthalmic opticians', cda: 'Optometrists and ophthalmic opticians' },
  '2269': { saml: 'Health professionals not elsewhere classified', cda: 'Health professionals not elsewhere classified' },
  '3211': {
    saml: 'Medical imaging and therapeutic equipment technicians',
    cda: 'Medical imaging and therapeutic equipment technicians',
  },
  '3213': { saml: 'Pharmaceutical technicians and assistants', cda: 'Pharmaceutical technicians and assistants' },
  // Not in the value set of CDA documents (42.1); it occurs in assertions only.
  '44': { saml: 'Other Clerical Support Workers', cda: undefined },
} as const satisfies Record<string, { readonly saml: string; readonly cda: string | undefined }>;

export type RoleCode = keyof typeof ROLES;
export const ROLE_CODES: readonly RoleCode[] = Object.keys(ROLES) as RoleCode[];
export const isRoleCode = (code: string): code is RoleCode => Object.hasOwn(ROLES, code);

/** What a professional of another country asks us to do. */
export type ProfessionalAction =
  | 'identify' | 'list-prescriptions' | 'retrieve-prescription' | 'dispense' | 'discard' | 'patient-summary';

const PRESCRIPTION_ROLES: readonly RoleCode[] = ['221', '2261', '2262', '3213'];
const DISPENSING_ROLES: readonly RoleCode[] = ['2262', '3213', '221'];

/** Entitlement by role. Identification is open to every known role, dispensing only to those who hand over medicines. */
export const ENTITLED_ROLES: Readonly<Record<ProfessionalAction, readonly RoleCode[]>> = {
  'identify': ROLE_CODES,
  'list-prescriptions': PRESCRIPTION_ROLES,
  'retrieve-prescription': PRESCRIPTION_ROLES,
  'dispense': DISPENSING_ROLES,
  'discard': DISPENSING_ROLES,
  'patient-summary': ['221', '2261', '2221', '2222'],
};

/** Per-country replacement of rows of `ENTITLED_ROLES` (decisions D65: "per-country table"). */
export type RoleTable = Readonly<Partial<Record<string, Partial<Record<ProfessionalAction, readonly RoleCode[]>>>>>;

/** Is this role entitled to this action? An unknown role is entitled to nothing. */
export const mayDo = (role: string, action: ProfessionalAction, country?: CountryCode, byCountry: RoleTable = {}): boolean => {
  const own = country === undefined ? undefined : byCountry[country]?.[action];
  return isRoleCode(role) && (own ?? ENTITLED_ROLES[action]).includes(role);
};

/** HL7 permission codes that an HCP assertion must carry, all of them (wire-contract 4.4). */
const PERMISSIONS: Readonly<Record<ProfessionalAction, readonly string[]>> = {
  'identify': ['PRD-006'],
  'list-prescriptions': ['PRD-004', 'PRD-010'],
  'retrieve-prescription': ['PRD-004', 'PRD-010'],
  'dispense': ['PPD-046'],
  'discard': ['PPD-046'],
  'patient-summary': ['PRD-003', 'PRD-005', 'PRD-010', 'PRD-016'],
};

export const permissionsFor = (action: ProfessionalAction): readonly string[] => PERMISSIONS[action];

export const PERMISSION_URN_PREFIX = 'urn:oasis:names:tc:xspa:1.0:subject:hl7:permission:';

export type Transaction = 'ITI-55' | 'ITI-38' | 'ITI-39' | 'ITI-41';

/**
 * The action that a transaction and a class code amount to. ITI-39 names no class, so before the document is found the
 * caller asks for both of its possible actions and lets either suffice (use case A3).
 */
export const actionOf = (transaction: Transaction, classCode?: ClassCode): ProfessionalAction => {
  switch (transaction) {
    case 'ITI-55':
      return 'identify';
    case 'ITI-38':
      return classCode === CLASS_CODES.patientSummary ? 'patient-summary' : 'list-prescriptions';
    case 'ITI-39':
      return classCode === CLASS_CODES.patientSummary ? 'patient-summary' : 'retrieve-prescription';
    case 'ITI-41':
      return classCode === CLASS_CODES.discard ? 'discard' : 'dispense';
  }
};

interface SwedishProfession {
  readonly sv: string;
  readonly isco: { readonly code: string; readonly display: string };
}

const PHARMACIST = { code: '2262', display: 'Pharmacists' } as const;

/** Swedish profession codes to ISCO-08 as written in CDA (decisions D41). NLL does not tell generalist from specialist. */
const SWEDISH_PROFESSIONS: Readonly<Record<string, SwedishProfession>> = {
  LK: { sv: 'Läkare', isco: { code: '221', display: 'Medical doctors' } },
  TL: { sv: 'Tandläkare', isco: { code: '2261', display: 'Dentists' } },
  SJ: { sv: 'Sjuksköterska', isco: { code: '2221', display: 'Nursing professionals' } },
  BM: { sv: 'Barnmorska', isco: { code: '2222', display: 'Midwifery professionals' } },
  AP: { sv: 'Apotekare', isco: PHARMACIST },
  RC: { sv: 'Receptarie', isco: PHARMACIST },
  OP: { sv: 'Optiker', isco: { code: '2267', display: 'Optometrists and ophthalmic opticians' } },
  TH: { sv: 'Tandhygienist', isco: { code: '3251', display: 'Dental assistants and therapists' } },
  DT: { sv: 'Dietist', isco: { code: '2265', display: 'Dieticians and nutritionists' } },
};

/** The ISCO-08 code of a Swedish profession; `22` Health professionals when we do not know it. */
export const iscoOfProfession = (swedishCode: string | undefined): CodedValue & { readonly display: string } => {
  const isco = swedishCode === undefined ? undefined : SWEDISH_PROFESSIONS[swedishCode.toUpperCase()]?.isco;
  return { code: '22', display: 'Health professionals', ...isco, codeSystem: CODE_SYSTEMS.isco };
};

/** Swedish name of a profession code, for displayName of the translation (decisions D41). */
export const professionName = (swedishCode: string): string | undefined =>
  SWEDISH_PROFESSIONS[swedishCode.toUpperCase()]?.sv;
