import { errorArea } from './entry.js';

export const DSIG_ERRORS = errorArea({
  NCP_DSIG_MISSING: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Signatur saknas.', en: 'The signature is missing.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
  NCP_DSIG_STRUCTURE: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Signaturens uppbyggnad är fel.', en: 'The structure of the signature is wrong.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
  NCP_DSIG_REFERENCES: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Signaturen ska ha exakt en referens.', en: 'The signature must have exactly one reference.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
  NCP_DSIG_TARGET: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Signaturen pekar inte på sitt eget element.', en: 'The signature does not refer to its own element.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
  NCP_DSIG_POSITION: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Signaturen står på fel plats.', en: 'The signature is in the wrong place.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
  NCP_DSIG_TRANSFORM: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Transformen är inte tillåten.', en: 'The transform is not allowed.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
  NCP_DSIG_C14N: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Kanoniseringen är inte tillåten.', en: 'The canonicalisation is not allowed.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
  NCP_DSIG_ALGORITHM: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Algoritmen är inte tillåten.', en: 'The algorithm is not allowed.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
  NCP_DSIG_KEY_STRENGTH: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Nyckeln är för svag.', en: 'The key is too weak.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
  NCP_DSIG_KEYINFO: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'KeyInfo ska hålla exakt ett certifikat.', en: 'KeyInfo must hold exactly one certificate.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
  NCP_DSIG_DIGEST: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Innehållet är ändrat efter signering.', en: 'The content was changed after signing.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
  NCP_DSIG_SIGNATURE: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Signaturvärdet stämmer inte.', en: 'The signature value does not verify.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
  NCP_XSW_WRAPPING: {
    wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED', severity: 'error', retryable: false,
    text: { sv: 'Signerat innehåll är flyttat eller inlindat.', en: 'Signed content was moved or wrapped.' },
    hint: { sv: 'Signera enligt profilen (exc-c14n, RSA-SHA256).', en: 'Sign according to the profile (exc-c14n, RSA-SHA256).' },
  },
});
