import { errorArea } from './entry.js';

export const TRUST_ERRORS = errorArea({
  NCP_TRUST_UNTRUSTED: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Certifikatet leder inte till en betrodd utfärdare.', en: 'The certificate does not lead to a trusted issuer.' },
    hint: { sv: 'Kontrollera certifikat och anslutning.', en: 'Check certificate and enrolment.' },
  },
  NCP_TRUST_COUNTRY: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Landet stämmer inte med certifikatet.', en: 'The country does not fit the certificate.' },
    hint: { sv: 'Kontrollera certifikat och anslutning.', en: 'Check certificate and enrolment.' },
  },
  NCP_TRUST_EXPIRED: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Certifikatet gäller inte nu.', en: 'The certificate is not valid now.' },
    hint: { sv: 'Kontrollera certifikat och anslutning.', en: 'Check certificate and enrolment.' },
  },
  NCP_TRUST_REVOKED: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Certifikatet är spärrat.', en: 'The certificate is revoked.' },
    hint: { sv: 'Kontrollera certifikat och anslutning.', en: 'Check certificate and enrolment.' },
  },
  NCP_TRUST_USAGE: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Certifikatet får inte användas till detta.', en: 'The certificate may not be used for this.' },
    hint: { sv: 'Kontrollera certifikat och anslutning.', en: 'Check certificate and enrolment.' },
  },
  NCP_TRUST_PIN: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Certifikatet är inte det registrerade.', en: 'The certificate is not the enrolled one.' },
    hint: { sv: 'Kontrollera certifikat och anslutning.', en: 'Check certificate and enrolment.' },
  },
  NCP_TRUST_CRL: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Spärrlista saknas eller är ogiltig.', en: 'The revocation list is missing or invalid.' },
    hint: { sv: 'Kontrollera certifikat och anslutning.', en: 'Check certificate and enrolment.' },
  },
  NCP_TRUST_KEY: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Nyckel och certifikat hör inte ihop.', en: 'Key and certificate do not match.' },
    hint: { sv: 'Kontrollera certifikat och anslutning.', en: 'Check certificate and enrolment.' },
  },
});
