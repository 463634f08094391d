import { errorArea } from './entry.js';

export const NATIONAL_ERRORS = errorArea({
  NCP_NATIONAL_UNAVAILABLE: {
    wire: '4103', severity: 'error', retryable: true,
    text: { sv: 'Nationella läkemedelslistan svarar inte.', en: 'The national medication list does not answer.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_NATIONAL_OUTCOME_UNKNOWN: {
    wire: '2201', severity: 'error', retryable: true,
    text: { sv: 'Nationella listan svarade inte efter att anropet skickats.', en: 'The national list did not answer after the call was sent.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_NATIONAL_VERSION_CONFLICT: {
    wire: '2201', severity: 'error', retryable: true,
    text: { sv: 'Receptet ändrades samtidigt.', en: 'The prescription changed meanwhile.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_NATIONAL_LOCKED: {
    wire: '2201', severity: 'error', retryable: true,
    text: { sv: 'Receptet är låst av ett svenskt apotek.', en: 'The prescription is locked by a Swedish pharmacy.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_NATIONAL_REFUSED: {
    wire: 'ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION', severity: 'error', retryable: false,
    text: { sv: 'Nationella listan avvisade uttaget.', en: 'The national list refused the dispensation.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_NATIONAL_NOT_FOUND: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Posten finns inte i nationella listan.', en: 'The record is not in the national list.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_NATIONAL_FORBIDDEN: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Nationella listan nekade åtkomst.', en: 'The national list denied access.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_NATIONAL_WRONG_PATIENT: {
    wire: 'ERROR_EP_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Nationella listan svarade om en annan person.', en: 'The national list answered about another person.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_NATIONAL_MALFORMED: {
    wire: '4103', severity: 'error', retryable: false,
    text: { sv: 'Nationella listans svar kunde inte läsas.', en: 'The answer of the national list could not be read.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_NATIONAL_EFFECTS: {
    wire: '2201', severity: 'error', retryable: false,
    text: { sv: 'Nationella listan visar fel antal uttag.', en: 'The national list shows a wrong number of dispensations.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
});
