import type { SampleProfessional } from './professionals.js';

/** The client that operators sign in to. */
export const OPERATOR_CLIENT = 'ncp-dashboard';

const operator = (key: string, name: string, roles: readonly string[], situation: string): SampleProfessional => ({
  key, sub: `sim-${key}`, name, roles, situation, legitimationskod: '', yrkeskod: '', gln: '', orgName: 'Nationella kontaktpunkten', acr: 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI',
});

/** Operators of a demonstration, one for each role, and one without (decisions G07). All fictional. */
export const SAMPLE_OPERATORS: readonly SampleProfessional[] = [
  operator('vera', 'Vera Visare', ['viewer'], 'läsare / viewer'),
  operator('olle', 'Olle Operatör', ['viewer', 'operator'], 'operatör / operator'),
  operator('sara', 'Sara Säker', ['security'], 'säkerhet / security'),
  operator('ada', 'Ada Admin', ['admin'], 'administratör / administrator'),
  operator('nils', 'Nils Nykomling', [], 'utan roll / without a role'),
];
