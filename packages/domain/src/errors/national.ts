import { errorArea } from './entry.js';

export const NATIONAL_ERRORS = errorArea({
  NCP_NATIONAL_UNAVAILABLE: {
    wire: '4103', severity: 'error', retryable: true,
    text: { sv: 'Nationella läkemedelslistan svarar inte.', en: 'The national medication list does not answer.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad. Försök igen om en stund.', en: 'The fault is on our side; operations have been alerted. Try again shortly.' },
  },
  NCP_NATIONAL_OUTCOME_UNKNOWN: {
    wire: '2201', severity: 'error', retryable: true,
    text: { sv: 'Nationella listan svarade inte efter att anropet skickats.', en: 'The national list did not answer after the call was sent.' },
    hint: { sv: 'Utfallet söks upp i listan; upprepa aldrig uttaget blint.', en: 'The outcome is being looked up in the list; never repeat the dispensation blindly.' },
  },
  NCP_NATIONAL_VERSION_CONFLICT: {
    wire: '2201', severity: 'error', retryable: true,
    text: { sv: 'Receptet ändrades samtidigt.', en: 'The prescription changed meanwhile.' },
    hint: { sv: 'Förskrivningen läses om och prövas på nytt.', en: 'The prescription is read again and judged anew.' },
  },
  NCP_NATIONAL_LOCKED: {
    wire: '2201', severity: 'error', retryable: true,
    text: { sv: 'Receptet är låst av ett svenskt apotek.', en: 'The prescription is locked by a Swedish pharmacy.' },
    hint: { sv: 'Vänta tills det svenska apoteket är klart och försök igen.', en: 'Wait until the Swedish pharmacy is done and try again.' },
  },
  NCP_NATIONAL_REFUSED: {
    wire: 'ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION', severity: 'error', retryable: false,
    text: { sv: 'Nationella listan avvisade uttaget.', en: 'The national list refused the dispensation.' },
    hint: { sv: 'Se reason och codes; ett uttag som redan lämnats ut hanteras som konfliktpost.', en: 'See reason and codes; a hand-over that already happened is kept as a conflict record.' },
  },
  NCP_NATIONAL_NOT_FOUND: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Posten finns inte i nationella listan.', en: 'The record is not in the national list.' },
    hint: { sv: 'Kontrollera id; posten kan ha gallrats.', en: 'Check the id; the record may have been removed.' },
  },
  NCP_NATIONAL_FORBIDDEN: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Nationella listan nekade åtkomst.', en: 'The national list denied access.' },
    hint: { sv: 'Kontrollera biljett, roll, ändamål och åtkomsttyp i konfigurationen.', en: 'Check token, role, purpose and access type in the configuration.' },
  },
  NCP_NATIONAL_WRONG_PATIENT: {
    wire: 'ERROR_EP_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Nationella listan svarade om en annan person.', en: 'The national list answered about another person.' },
    hint: { sv: 'Ingenting lämnas ut; kontakta nationella listans drift genast.', en: 'Nothing is released; contact the operators of the national list at once.' },
  },
  NCP_NATIONAL_MALFORMED: {
    wire: '4103', severity: 'error', retryable: false,
    text: { sv: 'Nationella listans svar kunde inte läsas.', en: 'The answer of the national list could not be read.' },
    hint: { sv: 'Se platsen i at; jämför med profilen.', en: 'See the place in at; compare with the profile.' },
  },
  NCP_NATIONAL_EFFECTS: {
    wire: '2201', severity: 'error', retryable: false,
    text: { sv: 'Nationella listan visar fel antal uttag.', en: 'The national list shows a wrong number of dispensations.' },
    hint: { sv: 'Räkna uttagen i listan och rätta för hand.', en: 'Count the dispensations in the list and mend by hand.' },
  },
});
