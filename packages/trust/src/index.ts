export { type Identity, loadIdentity } from './identity.js';
export type { CountryTrust, TrustConfig } from './trust-config.js';
export { type CountryTrustFiles, readTrustDirectory, readTrustFiles } from './trust-files.js';
export { trustCalendar, type CalendarEntry, type WatchedCertificate } from './rehearsal.js';
export { watchedCertificates, type CertificatePlaces } from './watched-certificates.js';
export { loadTrust, type TrustedPeer, type TrustedSigner, type TrustStore } from './trust-store.js';
export { loadCountryDirectory, type DirectoryOptions, type FileDirectory } from './directory/file-directory.js';
export { signCountryRecord } from './directory/record-signature.js';
