export { signInPlace, signWhole, verifyAsPeer, type ForeignSigning } from './foreign-signature.js';
export { rewritten, withAttributes, withContent, withIdentifier, type Identifier, type Rewrite } from './rewrite.js';
export { refreshedIdentification, type IdentificationFacts } from './refresh-identification.js';
export { refreshedQuery, refreshedRetrieve, refreshedSubmission, type RetrieveFacts, type SubmissionFacts } from './refresh-registry.js';
export { refreshedDispensation, type DispensationFacts } from './refresh-dispensation.js';
export {
  BOGUS_ADDRESSING, capturedStyle, cxfStyle, danishStyle, declaredOutside, finnish, OUTSIDE_DECLARATIONS,
  type CapturedOptions, type DanishTemplates, type HeaderStyle, type Said, type Speaker,
} from './header-styles.js';
export { sendAs, type PeerMessage, type PeerReply } from './send.js';
export { openRecords, type Records } from '../recorded.js';
