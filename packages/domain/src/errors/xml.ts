import { errorArea } from './entry.js';

export const XML_ERRORS = errorArea({
  NCP_XML_NOT_WELL_FORMED: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Meddelandet är inte välformad XML.', en: 'The message is not well-formed XML.' },
    hint: { sv: 'Kontrollera avsändarens XML-skrivare.', en: 'Check the XML writer of the sender.' },
  },
  NCP_XML_DOCTYPE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Dokumenttypdeklaration är inte tillåten.', en: 'A document type declaration is not allowed.' },
    hint: { sv: 'Ta bort DOCTYPE.', en: 'Remove the DOCTYPE.' },
  },
  NCP_XML_DEPTH: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'XML är för djupt nästlad.', en: 'The XML is nested too deeply.' },
    hint: { sv: 'Se gränserna i README.', en: 'See the limits in the README.' },
  },
  NCP_XML_NODES: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'För många element.', en: 'Too many elements.' },
    hint: { sv: 'Se gränserna i README.', en: 'See the limits in the README.' },
  },
  NCP_XML_ATTRIBUTES: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'För många attribut på ett element.', en: 'Too many attributes on one element.' },
    hint: { sv: 'Se gränserna i README.', en: 'See the limits in the README.' },
  },
  NCP_XML_NAMESPACES: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'För många namnrymdsdeklarationer.', en: 'Too many namespace declarations.' },
    hint: { sv: 'Se gränserna i README.', en: 'See the limits in the README.' },
  },
  NCP_XML_NAME_LENGTH: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Ett namn är för långt.', en: 'A name is too long.' },
    hint: { sv: 'Se gränserna i README.', en: 'See the limits in the README.' },
  },
  NCP_XML_SIZE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'En text eller hela meddelandet är för stort.', en: 'A text node or the whole message is too large.' },
    hint: { sv: 'Skicka stora dokument som bilaga (MTOM).', en: 'Send large documents as attachments (MTOM).' },
  },
  NCP_XML_ENCODING: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Teckenkodningen stöds inte eller är felaktig.', en: 'The character encoding is unsupported or wrong.' },
    hint: { sv: 'Använd UTF-8.', en: 'Use UTF-8.' },
  },
  NCP_XML_VERSION: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'XML 1.1 stöds inte.', en: 'XML 1.1 is not supported.' },
    hint: { sv: 'Använd XML 1.0.', en: 'Use XML 1.0.' },
  },
  // These three stand between what is signed and what is read: a matter of integrity wherever they are found (decisions D60).
  NCP_XML_PI: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Processinstruktion är inte tillåten här.', en: 'A processing instruction is not allowed here.' },
    hint: { sv: 'Ta bort processinstruktionen.', en: 'Remove the processing instruction.' },
  },
  NCP_XML_COMMENT_IN_VALUE: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Kommentar inuti ett värde.', en: 'A comment inside a value.' },
    hint: { sv: 'Ta bort kommentaren.', en: 'Remove the comment.' },
  },
  NCP_XML_DUPLICATE_ID: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Samma id förekommer flera gånger.', en: 'The same id occurs more than once.' },
    hint: { sv: 'Varje id ska vara unikt i meddelandet.', en: 'Every id must be unique in the message.' },
  },
  NCP_XML_STRUCTURE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Ett väntat element saknas eller står fel.', en: 'An expected element is missing or misplaced.' },
    hint: { sv: 'Jämför med profilen.', en: 'Compare with the profile.' },
  },
  NCP_XML_BASE64: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Ett base64-värde är felaktigt.', en: 'A base64 value is malformed.' },
    hint: { sv: 'Koda enligt RFC 4648 med utfyllnad.', en: 'Encode per RFC 4648 with padding.' },
  },
});
