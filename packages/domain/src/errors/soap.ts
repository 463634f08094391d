import { errorArea } from './entry.js';

export const SOAP_ERRORS = errorArea({
  NCP_SOAP_VERSION: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Endast SOAP 1.2 stöds.', en: 'Only SOAP 1.2 is supported.' },
    hint: { sv: 'Skicka SOAP 1.2.', en: 'Send SOAP 1.2.' },
  },
  NCP_SOAP_STRUCTURE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'SOAP-kuvertet är felaktigt.', en: 'The SOAP envelope is malformed.' },
    hint: { sv: 'Ett Header, ett Body, ett element i Body.', en: 'One Header, one Body, one element in Body.' },
  },
  NCP_SOAP_MUST_UNDERSTAND: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Ett obligatoriskt huvud förstås inte.', en: 'A mandatory header is not understood.' },
    hint: { sv: 'Ta bort mustUnderstand eller huvudet.', en: 'Remove mustUnderstand or the header.' },
  },
  NCP_SOAP_ACTION: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'wsa:Action saknas eller stämmer inte med innehållet.', en: 'wsa:Action is missing or does not fit the body.' },
    hint: { sv: 'Sätt den action som profilen anger.', en: 'Set the action of the profile.' },
  },
  NCP_SOAP_MESSAGE_ID: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'wsa:MessageID saknas eller är ogiltigt.', en: 'wsa:MessageID is missing or invalid.' },
    hint: { sv: 'Ange urn:uuid:<uuid>.', en: 'Use urn:uuid:<uuid>.' },
  },
  NCP_SOAP_ADDRESSING: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Svarsadressen måste vara anonym.', en: 'The reply address must be anonymous.' },
    hint: { sv: 'Använd den anonyma adressen.', en: 'Use the anonymous address.' },
  },
  NCP_SOAP_TO: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'wsa:To gäller en annan mottagare.', en: 'wsa:To names another endpoint.' },
    hint: { sv: 'Kontrollera SMP-posten.', en: 'Check the SMP record.' },
  },
  NCP_SOAP_DUPLICATE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Meddelandet är redan mottaget.', en: 'The message was already received.' },
    hint: { sv: 'Skicka en ny fråga med nytt MessageID.', en: 'Send a new request with a new MessageID.' },
  },
  NCP_SOAP_OPERATION: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Operationen finns inte på denna adress.', en: 'The operation does not exist at this address.' },
    hint: { sv: 'Se sökvägarna i README.', en: 'See the paths in the README.' },
  },
  NCP_SOAP_RELATES_TO: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Svaret hör inte till frågan.', en: 'The answer does not belong to the request.' },
    hint: { sv: 'Kontakta motpartens NCPeH.', en: 'Contact the peer NCPeH.' },
  },
  NCP_SOAP_EXPIRED: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Meddelandets tidsstämpel har gått ut.', en: 'The message time stamp has expired.' },
    hint: { sv: 'Kontrollera klockan.', en: 'Check the clock.' },
  },
  NCP_SOAP_FAULT: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Motparten svarade med ett SOAP-fel.', en: 'The peer answered with a SOAP fault.' },
    hint: { sv: 'Felet ligger hos motparten.', en: 'The fault is on the side of the peer.' },
  },
  NCP_MTOM_STRUCTURE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Multipart-meddelandet är felaktigt.', en: 'The multipart message is malformed.' },
    hint: { sv: 'Kontrollera rotdel, boundary och Content-ID.', en: 'Check root part, boundary and Content-IDs.' },
  },
  NCP_MTOM_REFERENCE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'En XOP-referens stämmer inte.', en: 'An XOP reference does not resolve.' },
    hint: { sv: 'Varje Include ska peka på en egen del.', en: 'Every Include must name a part of its own.' },
  },
  NCP_MTOM_LIMIT: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'För många eller för stora delar.', en: 'Too many or too large parts.' },
    hint: { sv: 'Se gränserna i README.', en: 'See the limits in the README.' },
  },
  NCP_HTTP_CONTENT_TYPE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Content-Type stöds inte.', en: 'The Content-Type is not supported.' },
    hint: { sv: 'Använd application/soap+xml eller multipart/related.', en: 'Use application/soap+xml or multipart/related.' },
  },
  NCP_HTTP_TOO_LARGE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Meddelandet är för stort.', en: 'The message is too large.' },
    hint: { sv: 'Se gränserna i README.', en: 'See the limits in the README.' },
  },
  NCP_HTTP_ENCODING: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Komprimerade förfrågningar tas inte emot.', en: 'Compressed requests are not accepted.' },
    hint: { sv: 'Skicka okomprimerat.', en: 'Send uncompressed.' },
  },
  NCP_HTTP_REQUEST: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Förfrågan är ingen HTTP-förfrågan som tas emot här.', en: 'The request is no HTTP request that is accepted here.' },
    hint: { sv: 'Skicka POST till adressen i registret.', en: 'Send POST to the address in the registry.' },
  },
  NCP_HTTP_TIMEOUT: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'Förfrågan kom inte i tid.', en: 'The request did not arrive in time.' },
    hint: { sv: 'Försök igen.', en: 'Try again.' },
  },
  NCP_HTTP_BUSY: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'För många samtidiga förfrågningar.', en: 'Too many requests at once.' },
    hint: { sv: 'Försök igen om en stund.', en: 'Try again shortly.' },
  },
});
