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
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: true,
    text: { sv: 'En spärrlista kan inte läsas eller har en form som inte stöds.', en: 'A revocation list cannot be read or has a form that is not supported.' },
    hint: { sv: 'Hämta listan på nytt från utfärdaren.', en: 'Fetch the list again from its issuer.' },
  },
  NCP_TRUST_CRL_MISSING: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: true,
    text: { sv: 'Spärrlista saknas för en utfärdare.', en: 'There is no revocation list for an issuer.' },
    hint: { sv: 'Hämta listan från utfärdaren.', en: 'Fetch the list from its issuer.' },
  },
  NCP_TRUST_CRL_EXPIRED: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: true,
    text: { sv: 'Spärrlistan är för gammal, även med frist.', en: 'The revocation list is too old, grace included.' },
    hint: { sv: 'Hämta en ny lista från utfärdaren.', en: 'Fetch a new list from its issuer.' },
  },
  NCP_TRUST_CRL_SIGNATURE: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: true,
    text: { sv: 'Spärrlistans signatur stämmer inte.', en: 'The signature of the revocation list is wrong.' },
    hint: { sv: 'Listan kan vara förfalskad: kontrollera varifrån den kom.', en: 'The list may be forged: check where it came from.' },
  },
  NCP_TRUST_CRL_ISSUER: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: true,
    text: { sv: 'Spärrlistan kommer från en annan utfärdare.', en: 'The revocation list is of another issuer.' },
    hint: { sv: 'Kontrollera vilken fil som hör till landet.', en: 'Check which file belongs to the country.' },
  },
  NCP_TRUST_OCSP: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: true,
    text: { sv: 'Utfärdaren har inte intygat att certifikatet gäller.', en: 'The issuer has not confirmed that the certificate is valid.' },
    hint: { sv: 'Kontrollera utfärdarens spärrtjänst (OCSP); landets regel kräver besked från den.', en: 'Check the issuer\u2019s revocation service (OCSP); the rule for the country demands its word.' },
  },
  NCP_TRUST_KEY: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Nyckel och certifikat hör inte ihop.', en: 'Key and certificate do not match.' },
    hint: { sv: 'Kontrollera certifikat och anslutning.', en: 'Check certificate and enrolment.' },
  },
  NCP_KEY_PURPOSE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Nyckeln är inte till för detta.', en: 'The key is not for this purpose.' },
    hint: { sv: 'Varje nyckel har ett enda ändamål; kontrollera vilken nyckel som är angiven.', en: 'Each key has one purpose only; check which key is configured.' },
  },
  NCP_KEY_UNAVAILABLE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'Signeringsnyckeln går inte att nå just nu.', en: 'The signing key cannot be reached at the moment.' },
    hint: { sv: 'Kontrollera att nyckelmodulen (HSM) är i drift. Tjänsten fortsätter av sig själv när den svarar.', en: 'Check that the key module (HSM) is running. The service resumes by itself when it answers.' },
  },
  NCP_KEY_PIN: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Nyckelmodulen godtog inte PIN-koden.', en: 'The key module did not accept the PIN.' },
    hint: { sv: 'Rätta PIN-filen innan tjänsten startas igen; den prövas en enda gång, så att modulen inte låses.', en: 'Mend the PIN file before starting again; it is tried once only, so that the module does not lock.' },
  },
});
