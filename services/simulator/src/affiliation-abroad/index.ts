export { ABROAD_COUNTRIES, type AbroadCountry } from './countries.js';
export { startAbroadControl, type AbroadControlServer } from './control-server.js';
export type { AbroadTls, PairFiles } from './country-server.js';
export { startCountryAbroad, STORY_DEFER_MS, type AbroadControl, type AbroadCounters, type CountryAbroad, type CountryAbroadOptions } from './country.js';
export type { DispensationRecord } from './dispensing.js';
export type { AbroadPatient } from './documents/plan.js';
export { ABROAD_PERSONS, type AbroadPerson } from './people.js';
export { CERTIFICATE_FAULTS, PERSONALITY_KINDS, type CertificateFault, type Personality, type PersonalityKind } from './personality.js';
export type { PrescriptionView } from './world.js';
