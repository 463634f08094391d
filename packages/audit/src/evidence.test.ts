import { createPublicKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { certificateAuthority, type Issued } from '@ncp/certs';
import { instant } from '@ncp/domain';
import { attr, decodeBase64, encodeBase64, hex, NS, onlyChild, parseXml, signDocument, textOf, verifyDocument, type XmlElement } from '@ncp/xml';
import { evidenceFor, type EvidenceFacts, type EvidenceSigner } from './index.js';

const REM = 'http://uri.etsi.org/02640/v1#';
const PERIOD = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') };

describe('evidenceFor', () => {
  let seal: Issued;
  let signer: EvidenceSigner;
  let facts: EvidenceFacts;
  beforeAll(async () => {
    const authority = await certificateAuthority({ subject: [['C', 'SE'], ['CN', 'CA']], period: PERIOD, keyKind: 'ec' });
    seal = await authority.issue({ subject: [['C', 'SE'], ['CN', 'seal']], period: PERIOD, usage: 'seal' });
    signer = (root) => signDocument(root, { profile: 'evidence', key: seal.privateKey, certificateDer: seal.certificateDer });
    facts = {
      moment: 'received', transaction: 'ITI-41', id: '018f0000-0000-7000-8000-000000000001', outcome: 'Acceptance',
      time: instant('2026-06-12T14:00:00+02:00'), messageId: 'urn:uuid:1', messageHash: 'ab'.repeat(32),
      issuer: { name: 'SE', certificateDer: seal.certificateDer }, sender: { name: 'FI' }, recipient: { name: 'SE' },
    };
  });

  const at = (root: XmlElement, ...path: string[]): XmlElement => path.reduce((el, name) => onlyChild(el, REM, name), root);

  it.each([
    ['received', 'ITI-55', 'NRR', 'NCPA_XCPD_REQ'],
    ['received', 'ITI-38', 'NRR', 'NCPA_XCA_LIST_REQ'],
    ['received', 'ITI-39', 'NRR', 'NCPA_XCA_RETRIEVE_REQ'],
    ['received', 'ITI-41', 'NRR', 'NCPA_XDR_SUBMIT_REQ'],
    ['sent', 'ITI-41', 'NRO', 'NCPB_XDR_SUBMIT_REQ'],
    ['national-call', 'ITI-55', 'NRO', 'NI_XCPD_REQ'],
    ['national-call', 'ITI-41', 'NRO', 'NI_XDR_DISP_REQ'],
    ['national-answer', 'ITI-41', 'NRR', 'NI_XDR_DISP_RES'],
    ['from-point-of-care', 'ITI-38', 'NRR', 'PORTAL_DQ_REQ_RECEIVED'],
  ] as const)('AUD-07 %s of %s is %s %s', (moment, transaction, kind, title) => {
    const evidence = evidenceFor({ ...facts, moment, transaction }, signer);
    expect([evidence.kind, evidence.title]).toEqual([kind, title]);
    expect(parseXml(evidence.xml).local).toBe(kind === 'NRO' ? 'SubmissionAcceptanceRejection' : 'AcceptanceRejectionByRecipient');
  });

  it('AUD-07 states when, what and who', () => {
    const root = parseXml(evidenceFor(facts, signer).xml);
    expect(textOf(at(root, 'EventTime'))).toBe('2026-06-12T12:00:00Z');
    expect(textOf(at(root, 'EventCode'))).toBe('Acceptance');
    expect(textOf(at(root, 'SenderMessageDetails', 'MessageSubject'))).toBe('ITI-41');
    expect(attr(at(root, 'SenderMessageDetails'), 'isNotification')).toBe('false');
    expect(hex(decodeBase64(textOf(onlyChild(at(root, 'SenderMessageDetails'), NS.ds, 'DigestValue'))))).toBe(facts.messageHash);
    expect(textOf(at(root, 'EvidenceIssuerDetails', 'CertificateDetails', 'X509Certificate'))).toBe(encodeBase64(seal.certificateDer));
  });

  it('AUD-07 carries a signature that verifies, and not after a byte was changed', () => {
    const options = { profile: 'evidence' as const, resolveKey: () => createPublicKey(seal.privateKey) };
    const { xml } = evidenceFor(facts, signer);
    expect(verifyDocument(parseXml(xml), options).value.local).toBe('AcceptanceRejectionByRecipient');
    const changed = parseXml(new TextEncoder().encode(new TextDecoder().decode(xml).replace('>Acceptance<', '>Rejection<')));
    expect(() => verifyDocument(changed, options)).toThrow('NCP_DSIG_DIGEST');
  });

  it('AUD-07 a signer that fails is a refusal', () => {
    const failing: EvidenceSigner = () => {
      throw new Error('token removed');
    };
    expect(() => evidenceFor(facts, failing)).toThrow('NCP_AUDIT_EVIDENCE');
  });
});
