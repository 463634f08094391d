import { type Instant, NcpError, utc } from '@ncp/domain';
import { element, encodeBase64, hex, NS, serialiseXml, sha256, type XmlElement } from '@ncp/xml';
import { EVIDENCE_TITLES, type EvidenceMoment, type EvidenceTransaction } from './evidence-title.js';
import type { Evidence } from './leaf.js';

/** One end of the message: named by its certificate where there is one. */
export interface EvidenceParty {
  readonly name: string;
  readonly certificateDer?: Uint8Array;
}

/** What one evidence states. It is made after the fact it states (AUD-07). */
export interface EvidenceFacts {
  readonly moment: EvidenceMoment;
  readonly transaction: EvidenceTransaction;
  /** UUID of the evidence itself. */
  readonly id: string;
  readonly outcome: 'Acceptance' | 'Rejection';
  readonly time: Instant;
  /** When the professional proved who they are; the time of the event when unknown. */
  readonly authenticatedAt?: Instant;
  readonly messageId: string;
  /** SHA-256, hex, of the message. */
  readonly messageHash: string;
  /** Who makes the evidence: the seal certificate. */
  readonly issuer: EvidenceParty;
  readonly sender: EvidenceParty;
  readonly recipient: EvidenceParty;
  readonly policyId?: string;
}

/** Signs with the seal: `(root) => signDocument(root, { profile: 'evidence', key, certificateDer })`. */
export type EvidenceSigner = (evidence: XmlElement) => XmlElement;

/** ETSI TS 102 640-2, in the version whose schema the peers ship. */
const REM = 'http://uri.etsi.org/02640/v1#';
const VERSION = '2';
const STRONG = 'http://uri.etsi.org/REM/AuthMethod#Strong';
/** The local policy that says when evidence is made (decisions D68). */
const POLICY_ID = 'urn:ncpeh:se:policy:evidence:1';

const ROOTS: Readonly<Record<Evidence['kind'], string>> = {
  NRO: 'SubmissionAcceptanceRejection',
  NRR: 'AcceptanceRejectionByRecipient',
};

const rem = (name: string, ...content: Parameters<typeof element>[3][]): XmlElement => element(REM, `rem:${name}`, {}, ...content);

const details = ({ name, certificateDer }: EvidenceParty): readonly XmlElement[] => [
  rem('NamesPostalAddresses', rem('NamePostalAddress', rem('EntityName', rem('Name', name)))),
  ...(certificateDer === undefined ? [] : [rem('CertificateDetails', rem('X509Certificate', encodeBase64(certificateDer)))]),
];

const bytesOfHex = (text: string): Uint8Array =>
  Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));

const messageDetails = ({ transaction, messageId, messageHash }: EvidenceFacts): XmlElement =>
  element(REM, 'rem:SenderMessageDetails', { isNotification: 'false' },
    rem('MessageSubject', transaction),
    rem('UAMessageIdentifier', messageId),
    rem('MessageIdentifierByREMMD', messageId),
    element(NS.ds, 'ds:DigestMethod', { Algorithm: 'SHA256' }),
    element(NS.ds, 'ds:DigestValue', {}, encodeBase64(bytesOfHex(messageHash))));

/**
 * Non-repudiation evidence in ETSI REM form, signed (wire-contract 7, decisions D68). A failing signer means that nothing
 * may be released.
 * @throws NcpError NCP_AUDIT_EVIDENCE
 */
export const evidenceFor = (facts: EvidenceFacts, signer: EvidenceSigner): Evidence => {
  const { kind, title } = EVIDENCE_TITLES[facts.moment](facts.transaction);
  const root = element(REM, `rem:${ROOTS[kind]}`, { version: VERSION },
    rem('EventCode', facts.outcome),
    rem('EvidenceIdentifier', facts.id),
    rem('EvidenceIssuerPolicyID', rem('PolicyID', facts.policyId ?? POLICY_ID)),
    rem('EvidenceIssuerDetails', details(facts.issuer)),
    rem('SenderAuthenticationDetails',
      rem('AuthenticationTime', utc(facts.authenticatedAt ?? facts.time)), rem('AuthenticationMethod', STRONG)),
    rem('EventTime', utc(facts.time)),
    rem('SubmissionTime', utc(facts.time)),
    rem('SenderDetails', details(facts.sender)),
    rem('RecipientsDetails', rem('EntityDetails', details(facts.recipient))),
    messageDetails(facts));
  try {
    const { certificateDer } = facts.issuer;
    return { kind, title, xml: serialiseXml(signer(root), { declaration: true }), ...(certificateDer === undefined ? {} : { signedBy: hex(sha256(certificateDer)) }) };
  } catch (error) {
    throw new NcpError('NCP_AUDIT_EVIDENCE', { title }, error);
  }
};
