import { errorArea } from './entry.js';

export const SAML_ERRORS = errorArea({
  NCP_SAML_HCP_MISSING: {
    wire: 'ERROR_HPI_AUTHENTICATION_NOT_RECEIVED', severity: 'error', retryable: false,
    text: { sv: 'Identitetsintyget saknas.', en: 'The identity assertion is missing.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_TRC_MISSING: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Intyget om vårdrelation saknas.', en: 'The treatment relationship assertion is missing.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_TRC_MISMATCH: {
    wire: '1002', severity: 'error', retryable: false,
    text: { sv: 'Vårdrelationsintyget hör inte till identitetsintyget.', en: 'The treatment relationship assertion does not fit the identity assertion.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_TRC_CONTENT: {
    wire: '1001', severity: 'error', retryable: false,
    text: { sv: 'Vårdrelationsintygets innehåll är ogiltigt.', en: 'The content of the treatment relationship assertion is invalid.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  // The same causes in the treatment relationship assertion: another wire code, the same code shown (decisions D60).
  NCP_SAML_TRC_EXPIRED: {
    wire: '1001', severity: 'error', retryable: false, shownAs: 'NCP_SAML_EXPIRED',
    text: { sv: 'Vårdrelationsintyget har gått ut.', en: 'The treatment relationship assertion has expired.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_TRC_NOT_YET: {
    wire: '1001', severity: 'error', retryable: false, shownAs: 'NCP_SAML_NOT_YET',
    text: { sv: 'Vårdrelationsintyget gäller inte ännu.', en: 'The treatment relationship assertion is not yet valid.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_TRC_LIFETIME: {
    wire: '1001', severity: 'error', retryable: false, shownAs: 'NCP_SAML_LIFETIME',
    text: { sv: 'Vårdrelationsintyget gäller för länge.', en: 'The treatment relationship assertion lives too long.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_TRC_CONDITIONS: {
    wire: '1001', severity: 'error', retryable: false, shownAs: 'NCP_SAML_CONDITIONS',
    text: { sv: 'Vårdrelationsintygets tidsvillkor saknas eller är ogiltiga.', en: 'The time conditions of the treatment relationship assertion are missing or invalid.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_TRC_AUDIENCE: {
    wire: '1001', severity: 'error', retryable: false, shownAs: 'NCP_SAML_AUDIENCE',
    text: { sv: 'Vårdrelationsintyget är inte avsett för oss.', en: 'The treatment relationship assertion is not meant for us.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_TRC_ATTRIBUTE: {
    wire: '1001', severity: 'error', retryable: false, shownAs: 'NCP_SAML_ATTRIBUTE',
    text: { sv: 'Ett attribut i vårdrelationsintyget saknas, upprepas eller är ogiltigt.', en: 'An attribute of the treatment relationship assertion is missing, repeated or invalid.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_TRC_UNSUPPORTED: {
    wire: '1001', severity: 'error', retryable: false, shownAs: 'NCP_SAML_UNSUPPORTED',
    text: { sv: 'Vårdrelationsintyget är krypterat, vilket inte stöds.', en: 'The treatment relationship assertion is encrypted, which is not supported.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_PATIENT_MISMATCH: {
    wire: '4206', severity: 'error', retryable: false,
    text: { sv: 'Patienten i intyget är inte patienten i frågan.', en: 'The patient of the assertion is not the patient of the request.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_DOCUMENT_MISMATCH: {
    wire: '4207', severity: 'error', retryable: false,
    text: { sv: 'Receptet i intyget är inte receptet i frågan.', en: 'The prescription of the assertion is not that of the request.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_UNEXPECTED: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Okänt eller överflödigt intyg.', en: 'Unknown or superfluous assertion.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_STRUCTURE: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Intyget följer inte SAML 2.0.', en: 'The assertion does not follow SAML 2.0.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_ID: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Intygets id är inte ett NCName.', en: 'The assertion id is not an NCName.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_EXPIRED: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Intyget har gått ut.', en: 'The assertion has expired.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_NOT_YET: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Intyget gäller inte ännu.', en: 'The assertion is not yet valid.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_LIFETIME: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Intyget gäller för länge.', en: 'The assertion lives too long.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_CONDITIONS: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Intygets tidsvillkor saknas eller är ogiltiga.', en: 'The time conditions are missing or invalid.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_AUDIENCE: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Intyget är inte avsett för oss.', en: 'The assertion is not meant for us.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_ISSUER: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Intygets utfärdare stämmer inte.', en: 'The issuer of the assertion does not fit.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_SUBJECT: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Intygets subjekt är ogiltigt.', en: 'The subject of the assertion is invalid.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_ATTRIBUTE: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Ett attribut saknas, upprepas eller är ogiltigt.', en: 'An attribute is missing, repeated or invalid.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_UNSUPPORTED: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Krypterade intyg stöds inte.', en: 'Encrypted assertions are not supported.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_REUSE: {
    wire: 'ERROR_HPI_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Intyget har använts för många gånger.', en: 'The assertion was used too often.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_ASSURANCE: {
    wire: '4702', severity: 'error', retryable: false,
    text: { sv: 'Inloggningen är inte stark nog.', en: 'The authentication is not strong enough.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_ROLE: {
    wire: '4703', severity: 'error', retryable: false,
    text: { sv: 'Yrkesrollen saknas eller ger inte behörighet.', en: 'The role is missing or not entitled.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_PURPOSE: {
    wire: '4703', severity: 'error', retryable: false,
    text: { sv: 'Syftet saknas eller är inte tillåtet.', en: 'The purpose of use is missing or not allowed.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_PERMISSION: {
    wire: '4703', severity: 'error', retryable: false,
    text: { sv: 'Behörighet för tjänsten saknas.', en: 'The permission for the service is missing.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_POINT_OF_CARE: {
    wire: 'ERROR_HPI_POC_NO_INFORMATION', severity: 'error', retryable: false,
    text: { sv: 'Uppgift om vårdplats saknas.', en: 'The point of care is missing.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
  NCP_SAML_ORGANISATION: {
    wire: 'ERROR_HPI_HAI_NO_INFORMATION', severity: 'error', retryable: false,
    text: { sv: 'Uppgift om organisation saknas.', en: 'The organisation is missing.' },
    hint: { sv: 'Rätta intyget hos utfärdaren.', en: 'Correct the assertion at its issuer.' },
  },
});
