import { errorArea } from './entry.js';

export const DISPENSE_ERRORS = errorArea({
  NCP_DISPENSE_NO_MATCH: {
    wire: '4105', severity: 'error', retryable: false,
    text: { sv: 'Inget recept stämmer.', en: 'No matching prescription.' },
    hint: { sv: 'Kontrollera receptets id.', en: 'Check the prescription id.' },
  },
  NCP_DISPENSE_UNKNOWN: {
    wire: '4105', severity: 'error', retryable: false, shownAs: 'NCP_DISPENSE_NO_MATCH',
    text: { sv: 'Okänt recept eller uttag.', en: 'Unknown prescription or dispensation.' },
    hint: { sv: 'Kontrollera id.', en: 'Check the id.' },
  },
  NCP_DISPENSE_OTHER_PATIENT: {
    wire: '4105', severity: 'error', retryable: false, shownAs: 'NCP_DISPENSE_NO_MATCH',
    text: { sv: 'Receptet tillhör en annan patient.', en: 'The prescription belongs to another patient.' },
    hint: { sv: 'Kontrollera id.', en: 'Check the id.' },
  },
  NCP_DISPENSE_OTHER_COUNTRY: {
    wire: '4105', severity: 'error', retryable: false, shownAs: 'NCP_DISPENSE_NO_MATCH',
    text: { sv: 'Uttaget gjordes av ett annat land.', en: 'The dispensation was made by another country.' },
    hint: { sv: 'Kontrollera id.', en: 'Check the id.' },
  },
  NCP_DISPENSE_NOT_IDENTIFIABLE: {
    wire: 'ERROR_ED_EPRESCRIPTION_NOT_IDENTIFIABLE', severity: 'error', retryable: false,
    text: { sv: 'Receptets id saknas eller har fel rot.', en: 'The prescription id is missing or has a foreign root.' },
    hint: { sv: 'Kopiera id från ePrescription.', en: 'Copy the id from the ePrescription.' },
  },
  NCP_DISPENSE_CONFLICT: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Samma dokument-id med annat innehåll.', en: 'The same document id with other content.' },
    hint: { sv: 'Nytt innehåll kräver nytt id.', en: 'New content needs a new id.' },
  },
  NCP_DISPENSE_DUPLICATE: {
    wire: '4106', severity: 'error', retryable: false,
    text: { sv: 'Samma uttag redovisades nyss.', en: 'The same dispensation was reported just now.' },
    hint: { sv: 'Kontrollera om läkemedlet lämnats ut två gånger.', en: 'Check whether the medicine was handed over twice.' },
  },
  NCP_DISPENSE_ALREADY: {
    wire: '4106', severity: 'error', retryable: false,
    text: { sv: 'Receptet är redan expedierat.', en: 'The prescription is already dispensed.' },
    hint: { sv: 'Kontakta patientens hemland.', en: 'Contact the country of the patient.' },
  },
  NCP_DISPENSE_NOT_DISPENSABLE: {
    wire: 'ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION', severity: 'error', retryable: false,
    text: { sv: 'Receptet får inte expedieras.', en: 'The prescription may not be dispensed.' },
    hint: { sv: 'Kontakta patientens hemland.', en: 'Contact the country of the patient.' },
  },
  NCP_DISPENSE_SUBSTITUTION: {
    wire: 'ERROR_ED_SUBSTITUTION_INFORMATION_NOT_ALLOWED', severity: 'error', retryable: false,
    text: { sv: 'Utbyte är inte tillåtet.', en: 'Substitution is not allowed.' },
    hint: { sv: 'Lämna ut den förskrivna produkten.', en: 'Dispense the prescribed product.' },
  },
  NCP_DISPENSE_PENDING: {
    wire: '2201', severity: 'error', retryable: true,
    text: { sv: 'Mottaget, utfallet är inte klart; skicka samma dokument igen för att få veta det.', en: 'Received, outcome pending; send the same document again to learn it.' },
    hint: { sv: 'Skicka samma dokument igen.', en: 'Send the same document again.' },
  },
  NCP_DISPENSE_BUSY: {
    wire: '2201', severity: 'error', retryable: true,
    text: { sv: 'Ett tidigare uttag är inte avgjort.', en: 'An earlier dispensation is not settled.' },
    hint: { sv: 'Skicka samma dokument igen om en stund.', en: 'Send the same document again shortly.' },
  },
  NCP_DISPENSE_DISCARDED: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Uttaget är makulerat.', en: 'The dispensation was discarded.' },
    hint: { sv: 'Ett nytt uttag kräver nytt dokument-id.', en: 'A new dispensation needs a new document id.' },
  },
  NCP_DISPENSE_OVER_QUANTITY: {
    wire: 'WARNING_ED_GENERIC', severity: 'warning', retryable: false,
    text: { sv: 'Mer lämnades ut än vad som erbjöds.', en: 'More was handed over than offered.' },
    hint: { sv: 'Uttaget är registrerat och granskas.', en: 'The dispensation is recorded and will be reviewed.' },
  },
  NCP_DISPENSE_REVIEW: {
    wire: 'WARNING_ED_GENERIC', severity: 'warning', retryable: false,
    text: { sv: 'Ett registrerat uttag behöver granskas.', en: 'A recorded dispensation must be reviewed.' },
    hint: { sv: 'Flaggan säger varför; uttaget är registrerat.', en: 'The flag says why; the dispensation is recorded.' },
  },
  NCP_DISPENSE_TOO_LATE: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Uttaget redovisas för sent.', en: 'The dispensation is reported too late.' },
    hint: { sv: 'Kontakta patientens hemland.', en: 'Contact the country of the patient.' },
  },
  NCP_DISCARD_WINDOW: {
    wire: 'ERROR_ED_DISCARD_FAILED', severity: 'error', retryable: false,
    text: { sv: 'Tiden för att ångra har gått ut.', en: 'The time for a discard has passed.' },
    hint: { sv: 'Kontakta patientens hemland.', en: 'Contact the country of the patient.' },
  },
  NCP_DISCARD_REFUSED: {
    wire: 'ERROR_ED_DISCARD_FAILED', severity: 'error', retryable: false,
    text: { sv: 'Ångern kunde inte registreras.', en: 'The discard could not be recorded.' },
    hint: { sv: 'Kontakta patientens hemland.', en: 'Contact the country of the patient.' },
  },
  NCP_DISCARD_UNAVAILABLE: {
    wire: 'ERROR_ED_DISCARD_SERVICE_NOT_AVAILABLE', severity: 'error', retryable: true,
    text: { sv: 'Nationella listan svarar inte.', en: 'The national list does not answer.' },
    hint: { sv: 'Försök igen.', en: 'Try again.' },
  },
  NCP_LEDGER_DIFFERENCE: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Uttagsliggarna stämmer inte med läkemedelslistan eller med det som länderna har svarat.', en: 'The ledgers of dispensations differ from the medication list, or from what the countries answered.' },
    hint: { sv: 'Avstämningen nämner varje skillnad: ncp dispense list.', en: 'The comparison names each difference: ncp dispense list.' },
  },
  NCP_DISPENSE_CLOSED: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Uttaget gick inte att registrera, och driften har avslutat det.', en: 'The dispensation could not be recorded, and operations have closed it.' },
    hint: { sv: 'Konfliktposten har det som rapporterades; rätta i läkemedelslistan.', en: 'The conflict record has what was reported; mend the medication list.' },
  },
});
