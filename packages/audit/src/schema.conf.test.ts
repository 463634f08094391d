import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { certificateAuthority } from '@ncp/certs';
import { instant } from '@ncp/domain';
import { parseXml, serialiseXml, signDocument, utf8 } from '@ncp/xml';
import { auditEventFor, type AuditFacts, evidenceFor, type EvidenceMoment, type EvidenceSigner, type EvidenceTransaction } from './index.js';

const ROOT = process.env['NCP_CONFORMANCE_DIR'] ?? resolve(import.meta.dirname, '../../../../shared/conformance');
const AUDIT = join(ROOT, 'schemas/audit/DICOM_Unsigned.xsd');
const EVIDENCE = join(ROOT, 'schemas/evidence/etsirem.xsd');
const XMLLINT = spawnSync('xmllint', ['--version']).status === 0;
const XMLSEC = spawnSync('xmlsec1', ['--version']).status === 0;
const missing = [
  ...(existsSync(AUDIT) && existsSync(EVIDENCE) ? [] : ['conformance schemas']),
  ...(XMLLINT ? [] : ['xmllint']),
];
const describeIf = missing.length === 0 ? describe : describe.skip;
const reason = missing.length === 0 ? '' : ` (skipped: no ${missing.join(', no ')})`;

const FACTS: AuditFacts = {
  side: 'A', service: 'identify', time: instant('2026-06-12T14:00:00+02:00'), outcome: 0, sourceId: 'SE-AB', pointOfCare: 'Apteekki & Co',
  professional: { nameId: 'anna', issuer: 'urn:idp:FI:countryB', subjectId: 'Åsa "A" Öberg' },
  consumer: { commonName: 'ncp-client.fi.example', address: '127.0.0.1' },
  provider: { commonName: 'ncp-server.se.example', address: 'localhost' },
  request: { id: 'urn:uuid:1', securityHeader: utf8('<h/>') }, response: { id: 'urn:uuid:2', securityHeader: utf8('<h/>') },
  patient: '199008202385^^^&1.2.752.129.2.1.3.1&ISO', query: utf8('<q/>'), homeCommunityId: 'urn:oid:1.2.752.221.3.1.1',
  documents: ['1.2.752.221.3.1.1.11^a.1'], submissionSet: '1.2.752.221.3.1.1.14.1',
  withheld: ['SYS1#DX-1 PS02', 'SYS1#DX-2 PS05'], assertionId: '_1', translated: { from: '1.2.3^4', to: '1.2.3^4 sv-SE' },
};

describeIf(`audit and evidence against the schemas of the peers${reason}`, () => {
  let folder = '';
  let sign: EvidenceSigner;
  let signAudit: EvidenceSigner;
  let publicPem = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ncp-audit-'));
    const period = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2027-01-01T00:00:00Z') };
    const authority = await certificateAuthority({ subject: [['C', 'SE'], ['CN', 'CA']], period, keyKind: 'ec' });
    const seal = await authority.issue({ subject: [['C', 'SE'], ['CN', 'seal']], period, usage: 'seal' });
    publicPem = join(folder, 'seal.pem');
    await writeFile(publicPem, seal.certificatePem);
    sign = (root) => signDocument(root, { profile: 'evidence', key: seal.privateKey, certificateDer: seal.certificateDer });
    signAudit = (root) => signDocument(root, { profile: 'audit', key: seal.privateKey });
  });
  afterAll(async () => rm(folder, { recursive: true, force: true }));

  const lint = async (schema: string, xml: Uint8Array): Promise<string> => {
    const file = join(folder, 'x.xml');
    await writeFile(file, xml);
    const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, file], { encoding: 'utf8' });
    return status === 0 ? 'valid' : stderr;
  };

  const services = ['identify', 'list-summaries', 'retrieve-summaries', 'list-prescriptions', 'retrieve-prescriptions', 'dispense', 'discard', 'issue-hcp', 'issue-trc', 'translate', 'communication-failure'] as const;

  it.each(services.flatMap((service) => [[service, 'A'], [service, 'B']] as const))('AUD-06 %s at %s is schema-valid, done and refused', async (service, side) => {
    expect(await lint(AUDIT, auditEventFor({ ...FACTS, service, side }).xml)).toBe('valid');
    const { professional: _professional, patient: _patient, documents: _documents, response: _response, ...early } = FACTS;
    const refused = { ...early, service, side, outcome: 12 as const, classCodes: ['57833-6'], errors: [{ code: 'ERROR_GENERIC', text: 'refused' }] };
    expect(await lint(AUDIT, auditEventFor(refused).xml)).toBe('valid');
  });

  it('AUD-06 a signed event is valid against the signed schema', async () => {
    // The signed schema wants the signature schema beside it; the data set keeps that one elsewhere.
    await copyFile(join(ROOT, 'schemas/audit/DICOM.xsd'), join(folder, 'DICOM.xsd'));
    await copyFile(join(ROOT, 'schemas/evidence/xmldsig-core-schema.xsd'), join(folder, 'xmldsig-core-schema.xsd'));
    const signed = serialiseXml(signAudit(parseXml(auditEventFor(FACTS).xml)), { declaration: true });
    expect(await lint(join(folder, 'DICOM.xsd'), signed)).toBe('valid');
  });

  const moments: readonly EvidenceMoment[] = ['from-point-of-care', 'sent', 'received', 'national-call', 'national-answer'];
  const transactions: readonly EvidenceTransaction[] = ['ITI-55', 'ITI-38', 'ITI-39', 'ITI-41'];
  const evidenceXml = (moment: EvidenceMoment, transaction: EvidenceTransaction): Uint8Array =>
    evidenceFor({
      moment, transaction, id: '018f0000-0000-7000-8000-000000000001', outcome: 'Acceptance', time: FACTS.time,
      messageId: 'urn:uuid:1', messageHash: 'ab'.repeat(32), issuer: { name: 'SE', certificateDer: utf8('der') },
      sender: { name: 'FI', certificateDer: utf8('der') }, recipient: { name: 'NLL' },
    }, sign).xml;

  it.each(moments.flatMap((moment) => transactions.map((transaction) => [moment, transaction] as const)))('AUD-07 evidence %s of %s is schema-valid', async (moment, transaction) => {
    expect(await lint(EVIDENCE, evidenceXml(moment, transaction))).toBe('valid');
  });

  (XMLSEC ? it : it.skip)('AUD-07 another implementation verifies the signature of evidence and of a signed event (xmlsec1)', async () => {
    const verify = async (xml: Uint8Array): Promise<string> => {
      const file = join(folder, 'signed.xml');
      await writeFile(file, xml);
      const run = spawnSync('xmlsec1', ['--verify', '--pubkey-cert-pem', publicPem, file], { encoding: 'utf8' });
      return run.status === 0 ? 'verified' : run.stderr;
    };
    expect(await verify(evidenceXml('received', 'ITI-41'))).toBe('verified');
    expect(await verify(serialiseXml(signAudit(parseXml(auditEventFor(FACTS).xml))))).toBe('verified');
  });
});
