import { errorArea } from './entry.js';

export const IHE_ERRORS = errorArea({
  NCP_IHE_RECEIVER: {
    wire: 'ERROR_PI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Meddelandet gäller en annan mottagare.', en: 'The message names another receiver.' },
    hint: { sv: 'Ange vårt homeCommunityId.', en: 'Use our homeCommunityId.' },
  },
  NCP_IHE_SENDER: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Avsändarens id stämmer inte med anslutningen.', en: 'The sender id does not fit the connection.' },
    hint: { sv: 'Ange eget homeCommunityId.', en: 'Use your own homeCommunityId.' },
  },
  NCP_IHE_FAIR_USE: {
    wire: 'WARNING_SEC_UNEXPECTED_NUMBER_OF_REQUESTS', severity: 'warning', retryable: false,
    text: { sv: 'Ovanligt många frågor om en patient eller från en vårdplats.', en: 'Unusually many requests about one patient or from one point of care.' },
    hint: { sv: 'Granska utbytena; ingenting har stoppats.', en: 'Review the exchanges; nothing was stopped.' },
  },
  NCP_IHE_STRUCTURE: {
    wire: '4204', severity: 'error', retryable: false,
    text: { sv: 'Meddelandet följer inte profilen.', en: 'The message does not follow the profile.' },
    hint: { sv: 'Jämför med profilen.', en: 'Compare with the profile.' },
  },
  NCP_IHE_CLASS_CODE: {
    wire: '4202', severity: 'error', retryable: false,
    text: { sv: 'Dokumentklassen stöds inte.', en: 'The class code is not supported.' },
    hint: { sv: 'Fråga efter 57833-6 eller 60591-5.', en: 'Ask for 57833-6 or 60591-5.' },
  },
  NCP_IHE_FORMAT_CODE: {
    wire: '4202', severity: 'error', retryable: false,
    text: { sv: 'Formatkoden stöds inte.', en: 'The format code is not supported.' },
    hint: { sv: 'Se de formatkoder som stöds.', en: 'See the supported format codes.' },
  },
  NCP_IHE_SLOT: {
    wire: '4204', severity: 'error', retryable: false,
    text: { sv: 'En parameter är ogiltig.', en: 'A query parameter is invalid.' },
    hint: { sv: 'Kontrollera slotarna.', en: 'Check the slots.' },
  },
  NCP_IHE_LIMIT: {
    wire: '4204', severity: 'error', retryable: false,
    text: { sv: 'För många värden i frågan.', en: 'Too many values in the request.' },
    hint: { sv: 'Se gränserna i README.', en: 'See the limits in the README.' },
  },
  NCP_IHE_DOCUMENT: {
    wire: 'ERROR_ED_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Dokumentet i inlämningen saknas eller är fler än ett.', en: 'The submission holds no document or more than one.' },
    hint: { sv: 'Ett dokument per inlämning.', en: 'One document per submission.' },
  },
  NCP_IHE_NO_DOCUMENT: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Svaret innehöll inget dokument.', en: 'The answer held no document.' },
    hint: { sv: 'Felet ligger hos motparten.', en: 'The fault is on the side of the peer.' },
  },
  NCP_IHE_WRONG_PATIENT: {
    wire: '4206', severity: 'error', retryable: false,
    text: { sv: 'Svaret gäller en annan patient.', en: 'The answer is about another patient.' },
    hint: { sv: 'Kontakta motpartens NCPeH.', en: 'Contact the peer NCPeH.' },
  },
  NCP_PI_NO_IDENTIFIER: {
    wire: 'ERROR_PI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Frågan saknar personidentitet.', en: 'The request holds no patient identifier.' },
    hint: { sv: 'Ange personnummer.', en: 'Give the personal number.' },
  },
  NCP_PI_NO_MATCH: {
    wire: 'ERROR_PI_NO_MATCH', severity: 'error', retryable: false,
    text: { sv: 'Ingen patient hittades.', en: 'No patient found.' },
    hint: { sv: 'Kontrollera uppgifterna mot id-handlingen.', en: 'Check the details against the identity document.' },
  },
  NCP_PI_UNKNOWN: {
    wire: 'ERROR_PI_NO_MATCH', severity: 'error', retryable: false, shownAs: 'NCP_PI_NO_MATCH',
    text: { sv: 'Personen finns inte.', en: 'The person is not known.' },
    hint: { sv: 'Visas aldrig för motparten.', en: 'Never shown to the peer.' },
  },
  NCP_PI_FORMAT: {
    wire: 'ERROR_PI_NO_MATCH', severity: 'error', retryable: false, shownAs: 'NCP_PI_NO_MATCH',
    text: { sv: 'Personnumret är ogiltigt.', en: 'The personal number is invalid.' },
    hint: { sv: 'Visas aldrig för motparten.', en: 'Never shown to the peer.' },
  },
  NCP_PI_BIRTHDATE: {
    wire: 'ERROR_PI_NO_MATCH', severity: 'error', retryable: false, shownAs: 'NCP_PI_NO_MATCH',
    text: { sv: 'Födelsedatumet stämmer inte.', en: 'The birth date differs.' },
    hint: { sv: 'Visas aldrig för motparten.', en: 'Never shown to the peer.' },
  },
  NCP_PI_INACTIVE: {
    wire: 'ERROR_PI_NO_MATCH', severity: 'error', retryable: false, shownAs: 'NCP_PI_NO_MATCH',
    text: { sv: 'Personen är inte aktiv.', en: 'The person is not active.' },
    hint: { sv: 'Visas aldrig för motparten.', en: 'Never shown to the peer.' },
  },
  NCP_PI_PROTECTED: {
    wire: 'ERROR_PI_NO_MATCH', severity: 'error', retryable: false, shownAs: 'NCP_PI_NO_MATCH',
    text: { sv: 'Skyddad identitet.', en: 'Protected identity.' },
    hint: { sv: 'Visas aldrig för motparten.', en: 'Never shown to the peer.' },
  },
  NCP_PI_MINOR: {
    wire: 'ERROR_PI_NO_MATCH', severity: 'error', retryable: false, shownAs: 'NCP_PI_NO_MATCH',
    text: { sv: 'Barn utan vårdnadshavares samtycke.', en: 'A minor without consent of a guardian.' },
    hint: { sv: 'Visas aldrig för motparten.', en: 'Never shown to the peer.' },
  },
  NCP_PI_MULTIPLE: {
    wire: 'ERROR_PI_MULTIPLE_MATCHES', severity: 'error', retryable: false,
    text: { sv: 'Flera personer svarar mot numret.', en: 'Several persons answer to the number.' },
    hint: { sv: 'Larmat till driften.', en: 'Operations have been alerted.' },
  },
  NCP_CONSENT_NONE: {
    wire: '4701', severity: 'error', retryable: false, shownAs: 'NCP_CONSENT',
    text: { sv: 'Patienten har inte samtyckt.', en: 'The patient has not consented.' },
    hint: { sv: 'Patienten samtycker i hemlandet.', en: 'The patient consents at home.' },
  },
  NCP_CONSENT_COUNTRY: {
    wire: '4701', severity: 'error', retryable: false, shownAs: 'NCP_CONSENT',
    text: { sv: 'Samtycket gäller inte detta land.', en: 'The consent does not cover this country.' },
    hint: { sv: 'Patienten samtycker i hemlandet.', en: 'The patient consents at home.' },
  },
  NCP_CONSENT: {
    wire: '4701', severity: 'error', retryable: false,
    text: { sv: 'Patienten har inte samtyckt.', en: 'The patient has not consented.' },
    hint: { sv: 'Patienten samtycker i hemlandet.', en: 'The patient consents at home.' },
  },
  NCP_DOCUMENT_MISSING: {
    wire: 'ERROR_GENERIC_DOCUMENT_MISSING', severity: 'error', retryable: false,
    text: { sv: 'Dokumentet finns inte längre. Lista om.', en: 'The document is not available. List again.' },
    hint: { sv: 'Hämta en ny lista.', en: 'Fetch a new list.' },
  },
  NCP_DOCUMENT_UNKNOWN_ID: {
    wire: 'ERROR_GENERIC_DOCUMENT_MISSING', severity: 'error', retryable: false, shownAs: 'NCP_DOCUMENT_MISSING',
    text: { sv: 'Okänt dokument-id.', en: 'Unknown document id.' },
    hint: { sv: 'Hämta en ny lista.', en: 'Fetch a new list.' },
  },
  NCP_DOCUMENT_OTHER_PATIENT: {
    wire: 'ERROR_GENERIC_DOCUMENT_MISSING', severity: 'error', retryable: false, shownAs: 'NCP_DOCUMENT_MISSING',
    text: { sv: 'Dokumentet tillhör en annan patient.', en: 'The document belongs to another patient.' },
    hint: { sv: 'Hämta en ny lista.', en: 'Fetch a new list.' },
  },
  NCP_DOCUMENT_NOT_OFFERED: {
    wire: 'ERROR_GENERIC_DOCUMENT_MISSING', severity: 'error', retryable: false, shownAs: 'NCP_DOCUMENT_MISSING',
    text: { sv: 'Receptet erbjuds inte längre.', en: 'The prescription is no longer offered.' },
    hint: { sv: 'Hämta en ny lista.', en: 'Fetch a new list.' },
  },
  NCP_DOCUMENT_SUPERSEDED: {
    wire: 'ERROR_GENERIC_DOCUMENT_MISSING', severity: 'error', retryable: false, shownAs: 'NCP_DOCUMENT_MISSING',
    text: { sv: 'Receptet har en nyare version.', en: 'The prescription has a newer version.' },
    hint: { sv: 'Hämta en ny lista.', en: 'Fetch a new list.' },
  },
  NCP_DOCUMENT_EXPIRED: {
    wire: 'ERROR_GENERIC_DOCUMENT_MISSING', severity: 'error', retryable: false, shownAs: 'NCP_DOCUMENT_MISSING',
    text: { sv: 'Patientöversikten från den listningen finns inte kvar.', en: 'The Patient Summary of that list is no longer kept.' },
    hint: { sv: 'Hämta en ny lista.', en: 'Fetch a new list.' },
  },
  NCP_DOCUMENT_OTHER_COUNTRY: {
    wire: 'ERROR_GENERIC_DOCUMENT_MISSING', severity: 'error', retryable: false, shownAs: 'NCP_DOCUMENT_MISSING',
    text: { sv: 'Dokumentet listades för ett annat land.', en: 'The document was listed for another country.' },
    hint: { sv: 'Hämta en ny lista.', en: 'Fetch a new list.' },
  },
  NCP_EP_NONE: {
    wire: '1101', severity: 'warning', retryable: false,
    text: { sv: 'Inga recept att lämna ut.', en: 'No prescription is registered for dispensing.' },
    hint: { sv: 'Orsakerna finns i våra loggar.', en: 'The reasons are in our records.' },
  },
  NCP_EP_PARTIAL: {
    wire: 'WARNING_EP_GENERIC', severity: 'warning', retryable: false,
    text: { sv: 'Något recept kunde inte uttryckas.', en: 'A prescription could not be expressed.' },
    hint: { sv: 'Se terminologirapporten.', en: 'See the terminology report.' },
  },
  NCP_EP_INEXPRESSIBLE: {
    wire: 'ERROR_EP_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Inget av recepten kan uttryckas i det europeiska formatet.', en: 'None of the prescriptions can be expressed in the European format.' },
    hint: { sv: 'Patienten kan be sin förskrivare om ett pappersrecept.', en: 'The patient can ask the prescriber for a paper prescription.' },
  },
  NCP_PS_NONE: {
    wire: '1102', severity: 'warning', retryable: false,
    text: { sv: 'Ingen patientöversikt.', en: 'No patient summary is registered for the given patient.' },
    hint: { sv: 'Tjänsten är avstängd.', en: 'The service is off.' },
  },
  NCP_PS_SOURCE: {
    wire: 'WARNING_PS_GENERIC', severity: 'warning', retryable: true,
    text: { sv: 'En källa till patientöversikten svarade inte.', en: 'A source of the Patient Summary gave no answer.' },
    hint: { sv: 'Bara larm: det som saknas står som "ingen uppgift" och syns inte för det andra landet.', en: 'An alarm only: what is missing is told as "no information" and the other country cannot see it.' },
  },
  NCP_PS_UNAVAILABLE: {
    wire: 'ERROR_PS_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'Patientöversikten kan inte sammanställas just nu.', en: 'The Patient Summary cannot be compiled now.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad. Försök igen om en stund.', en: 'The fault is on our side; operations have been alerted. Try again shortly.' },
  },
  NCP_EP_TOO_MANY: {
    wire: 'ERROR_EP_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'För många recept.', en: 'Too many prescriptions.' },
    hint: { sv: 'Larmat till driften.', en: 'Operations have been alerted.' },
  },
});
