import { spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { decodeBase64, serialiseXml, type XmlElement } from '@ncp/xml';
import { DENMARK, HCP_ID, NOW, PATIENT, TRC_ID, claims, reference } from '../test/assertions.js';
import { issueHcpAssertion } from './issue-hcp.js';
import { issueTrcAssertion } from './issue-trc.js';

const programs = ['xmlsec1', 'openssl'];
const missing = programs.filter((name) => spawnSync(name, ['version']).error !== undefined && spawnSync(name, ['--version']).error !== undefined);
const suite = missing.length === 0 ? describe : describe.skip;

suite(missing.length === 0 ? 'issued assertions, verified by xmlsec1' : `issued assertions, verified by xmlsec1 (missing: ${missing.join(', ')})`, () => {
  const directory = missing.length === 0 ? mkdtempSync(join(tmpdir(), 'ncp-saml-')) : '';
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  const file = (name: string): string => join(directory, name);

  const certificate = (): Uint8Array => {
    const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-sha256', '-days', '2', '-subj', '/C=SE/CN=NCP test', '-keyout', file('key.pem'), '-out', file('cert.pem')]);
    if (made.status !== 0) throw new Error('openssl failed');
    return decodeBase64(readFileSync(file('cert.pem'), 'utf8').replaceAll(/-----[^-]+-----/g, ''));
  };
  const isVerified = (assertion: XmlElement, change: (xml: string) => string = (xml) => xml): boolean => {
    writeFileSync(file('assertion.xml'), change(Buffer.from(serialiseXml(assertion)).toString('utf8')));
    const run = spawnSync('xmlsec1', ['--verify', '--id-attr:ID', 'urn:oasis:names:tc:SAML:2.0:assertion:Assertion', '--trusted-pem', file('cert.pem'), '--enabled-key-data', 'x509', file('assertion.xml')]);
    return run.status === 0;
  };

  it('SAML-25 both kinds verify, and fail when changed', () => {
    const certificateDer = certificate();
    const key = createPrivateKey(readFileSync(file('key.pem')));
    const own = { now: NOW, key, certificateDer };
    const hcp = issueHcpAssertion(claims(), { ...own, id: HCP_ID });
    const trc = issueTrcAssertion(reference(), PATIENT, { ...own, id: TRC_ID, country: DENMARK.country });
    expect(isVerified(hcp)).toBe(true);
    expect(isVerified(trc)).toBe(true);
    expect(isVerified(hcp, (xml) => xml.replace('Nørrebro', 'Vesterbro'))).toBe(false);
  });
});
