import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NcpErrorCode } from '@ncp/domain';
import {
  elementText, idIn, listBody, signAgain, signatureText, startRefusalBench, swap, type Edit, type Message, type RefusalBench,
} from '@ncp/testkit';
import { ALMA, carry, inSignature, inSignedInfo, refusedSignature, type Spoil } from '../fixtures/signed-carriers.js';
import { TARGETS, VARIANTS, type Target, type Variant, type Victim } from '../../../packages/saml/test/wrapping.js';

let bench: RefusalBench;
let listener: Server;
let connections = 0;
let listening = '';

beforeAll(async () => {
  listener = createServer((_, response) => { response.end(); }).on('connection', () => { connections += 1; });
  await new Promise<void>((resolve) => { listener.listen(0, '127.0.0.1', resolve); });
  listening = `http://127.0.0.1:${String((listener.address() as AddressInfo).port)}/x`;
  bench = await startRefusalBench();
}, 120_000);
afterAll(async () => {
  expect(await bench.chainFault()).toBeUndefined();
  await bench.stop();
  listener.close();
  expect(connections).toBe(0);
});

const refused = (code: NcpErrorCode, spoil: Spoil): Promise<readonly string[]> => refusedSignature(bench, code, spoil);
const info = (edit: Edit): Spoil => inSignedInfo(bench, edit);
const target = (uri: string): Spoil => (signed) => info((whole) => whole.replace(/URI="[^"]*"/, () => `URI="${uri}"`))(signed, '');

describe('signatures over the wire', () => {
  it('DSIG-01 accepts every permitted kind of signature (control)', async () => {
    const peer = bench.peer();
    const { sealEc } = bench.world.pki.countries['FI'] ?? {};
    const curve = { certificatePem: readFileSync(sealEc?.certificate ?? '', 'utf8'), keyPem: readFileSync(sealEc?.key ?? '', 'utf8') };
    const kinds: readonly Spoil[] = [
      (signed) => signed,
      (signed) => signAgain(signed, peer.seal),
      (signed) => signAgain(signed, peer.seal, { inclusivePrefixes: [] }),
      (signed) => signAgain(signed, peer.seal, { algorithm: 'rsa-pss-sha256' }),
      (signed) => signAgain(signed, curve),
      (signed) => signAgain(signed, curve, { inclusivePrefixes: [] }),
    ];
    for (const kind of kinds) {
      const found = await bench.line().send(carry(peer, 'ITI-55', kind));
      expect(found.text).toContain('registrationEvent');
      const listed = await bench.line().send(carry(peer, 'ITI-38', kind));
      expect(listed.text).toContain('ResponseStatusType:Success');
    }
  });

  it('DSIG-02 refuses one changed byte of signed content', async () => {
    expect(await refused('NCP_DSIG_DIGEST', swap('Version="2.0"', 'Version="2.1"'))).toEqual([]);
    expect(await refused('NCP_DSIG_DIGEST', swap('-HP-2262-001<', '-HP-2262-002<'))).toEqual([]);
  });

  it('DSIG-03 refuses a changed digest, signature and algorithm', async () => {
    const value = (name: string): Edit => (whole) => {
      const found = elementText(whole, name);
      const at = found.indexOf('>') + 8;
      return whole.replace(found, `${found.slice(0, at)}${found[at] === 'A' ? 'B' : 'A'}${found.slice(at + 1)}`);
    };
    expect(await refused('NCP_DSIG_SIGNATURE', inSignature(value('ds:DigestValue')))).toEqual([]);
    expect(await refused('NCP_DSIG_SIGNATURE', inSignature(value('ds:SignatureValue')))).toEqual([]);
    expect(await refused('NCP_DSIG_SIGNATURE', inSignature(swap('xmldsig-more#rsa-sha256', 'xmldsig-more#rsa-sha512')))).toEqual([]);
  });

  it('DSIG-04 refuses a comment that holds the true digest', async () => {
    const hidden: Edit = (whole) => {
      const found = elementText(whole, 'ds:DigestValue');
      const value = found.slice(found.indexOf('>') + 1, found.lastIndexOf('<'));
      return whole.replace(found, `<ds:DigestValue>AAAA<!--${value}--></ds:DigestValue>`);
    };
    expect(await refused('NCP_DSIG_STRUCTURE', inSignature(hidden))).toEqual([]);
  });

  it('DSIG-05 refuses two SignedInfo elements', async () => {
    const info = (whole: string): string => elementText(whole, 'ds:SignedInfo');
    const forged = (whole: string): string => info(whole).replace(elementText(whole, 'ds:DigestValue'), '<ds:DigestValue>AAAA</ds:DigestValue>');
    expect(await refused('NCP_DSIG_STRUCTURE', inSignature((whole) => whole.replace(info(whole), (one) => one + forged(whole))))).toEqual([]);
    expect(await refused('NCP_DSIG_STRUCTURE', inSignature((whole) => whole.replace(info(whole), (one) => forged(whole) + one)))).toEqual([]);
  });

  it('DSIG-06 refuses SignedInfo inside Object, or not first', async () => {
    const info = (whole: string): string => elementText(whole, 'ds:SignedInfo');
    const moved = (to: (signature: string, signedInfo: string) => string): Spoil => inSignature((whole) => to(whole.replace(info(whole), ''), info(whole)));
    expect(await refused('NCP_DSIG_STRUCTURE', inSignature((whole) => whole.replace(info(whole), (one) => `<ds:Object>${one}</ds:Object>`)))).toEqual([]);
    expect(await refused('NCP_DSIG_STRUCTURE', moved((rest, one) => swap('</ds:SignatureValue>', `</ds:SignatureValue>${one}`)(rest)))).toEqual([]);
    expect(await refused('NCP_DSIG_STRUCTURE', moved((rest, one) => swap('</ds:Signature>', `<ds:Object>${one}</ds:Object></ds:Signature>`)(rest)))).toEqual([]);
  });

  it('DSIG-07 refuses no Reference and two References', async () => {
    const reference = (info: string): string => elementText(info, 'ds:Reference');
    expect(await refused('NCP_DSIG_REFERENCES', info((whole) => whole.replace(reference(whole), '')))).toEqual([]);
    expect(await refused('NCP_DSIG_REFERENCES', info((whole) => whole.replace(reference(whole), (one) => one + one)))).toEqual([]);
  });

  it('DSIG-08 refuses an empty Reference in an assertion', async () => {
    expect(await refused('NCP_DSIG_TARGET', target(''))).toEqual([]);
  });

  it('DSIG-09 refuses a Reference to another element', async () => {
    expect(await refused('NCP_DSIG_TARGET', (signed, other) => target(`#${other}`)(signed, other))).toEqual([]);
  });

  it('DSIG-10 refuses external and computed targets, and opens no connection', async () => {
    for (const uri of [listening, 'file:///etc/hostname', 'cid:part', '#xpointer(/)', "#xpointer(id('x'))"]) {
      expect(await refused('NCP_DSIG_TARGET', target(uri))).toEqual([]);
    }
    expect(connections).toBe(0);
  });

  it('DSIG-31 refuses a relative namespace, an empty signature value, and what grows in canonical form beyond its bound, as what cannot be verified', async () => {
    const subject = (content: string): Spoil => (signed) => swap('</saml2:Subject>', `</saml2:Subject>${content}`)(signed);
    expect(await refused('NCP_DSIG_C14N', subject(`<saml2:Extra xmlns:p="urn:${'x'.repeat(1000)}">${'<p:a/>'.repeat(1_500)}</saml2:Extra>`))).toEqual([]);
    expect(await refused('NCP_DSIG_C14N', subject('<saml2:Extra xmlns:p="relative"/>'))).toEqual([]);
    expect(await refused('NCP_DSIG_C14N', inSignature(swap('<ds:SignatureMethod', '<ds:SignatureMethod xmlns:p="relative"')))).toEqual([]);
    expect(await refused('NCP_DSIG_SIGNATURE', inSignature((whole) => whole.replace(/(<ds:SignatureValue[^>]*>)[^<]*/, '$1')))).toEqual([]);
  });
});

/** Where another code than NCP_XSW_WRAPPING says more precisely what is wrong; the second is for attacks on both. */
const MORE_PRECISE: Readonly<Record<string, readonly [one: NcpErrorCode, both: NcpErrorCode]>> = {
  'XSW-02 signature as a sibling of the original': ['NCP_DSIG_POSITION', 'NCP_DSIG_POSITION'],
  'XSW-03 evil before the original': ['NCP_DSIG_MISSING', 'NCP_SAML_UNEXPECTED'],
  'XSW-03 evil after the original': ['NCP_DSIG_MISSING', 'NCP_SAML_UNEXPECTED'],
  'XSW-05 evil keeps the signature, original without it at the end': ['NCP_DSIG_TARGET', 'NCP_SAML_UNEXPECTED'],
  'XSW-13 evil with the same id before the original': ['NCP_DSIG_POSITION', 'NCP_SAML_UNEXPECTED'],
  'XSW-13 evil with the same id after the original': ['NCP_XML_DUPLICATE_ID', 'NCP_SAML_UNEXPECTED'],
  'XSW-13 evil with the same id and signature in its place': ['NCP_DSIG_DIGEST', 'NCP_DSIG_DIGEST'],
};
const EVIL = 'EVIL-4711';

const table = Object.entries(VARIANTS).flatMap(([name, variant]) => TARGETS.map((attacked): [string, Target, NcpErrorCode, Variant] => {
  const [one, both] = MORE_PRECISE[name] ?? ['NCP_XSW_WRAPPING', 'NCP_XSW_WRAPPING'];
  return [name, attacked, attacked === 'both' ? both : one, variant];
}));

const bare = (signed: string): string => signed.replace(signatureText(signed), '');
const victim = (original: string, evil: string): Victim =>
  ({ original, bare: bare(original), signature: signatureText(original), evil: bare(evil), id: idIn(original), evilId: idIn(evil) });

/** A list request whose genuine assertions were attacked; the evil ones name another professional and another patient. */
function wrapped(variant: Variant, attacked: Target): Message {
  const peer = bench.peer();
  const who = { ...peer.professional, id: EVIL, name: EVIL, organisation: EVIL, pointOfCare: EVIL };
  const hcp = peer.hcp();
  const professional = victim(hcp, peer.hcp({ who }));
  const relationship = victim(peer.trc(ALMA, idIn(hcp)), peer.trc({ ...ALMA, extension: EVIL }, idIn(hcp), { who }));
  const first = attacked === 'TRC' ? { inSecurity: professional.original } : variant(professional);
  const second = attacked === 'HCP' ? { inSecurity: relationship.original } : variant(relationship);
  const hidden = [first, second].map(({ inBody = '' }) => inBody).join('');
  return peer.write('ITI-38', {
    security: first.inSecurity + second.inSecurity,
    blocks: [first, second].map(({ inHeader = '' }) => inHeader).join(''),
    body: swap('</query:AdhocQueryRequest>', `${hidden}</query:AdhocQueryRequest>`)(listBody(ALMA)),
  });
}

describe('signature wrapping over the wire', () => {
  it.each(table)('%s: %s is %s', async (_name, attacked, code, variant) => {
    expect(new TextDecoder().decode(wrapped(variant, attacked).body as Uint8Array)).toContain(EVIL);
    expect(await bench.theFive({ message: () => wrapped(variant, attacked), expected: { form: 'ITI-38', code }, canaries: [EVIL, ALMA.extension] })).toEqual([]);
  });

  it('XSW-10 refuses a second security header, whoever it is for', async () => {
    const evil = (): string => bare(bench.peer().hcp({ who: { ...bench.peer().professional, id: EVIL } }));
    const header = (attributes: string): string =>
      `<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" ${attributes}>${evil()}</w:Security>`;
    for (const attributes of ['', 'soap:role="urn:someone"']) {
      const peer = bench.peer();
      expect(await bench.theFive({
        message: () => peer.write('ITI-38', { security: peer.genuine(ALMA), blocks: header(attributes), body: listBody(ALMA) }),
        expected: { form: 'fault', code: 'NCP_XSW_WRAPPING' }, canaries: [EVIL],
      })).toEqual([]);
    }
  });

  it('XSW-20 accepts a genuine assertion with a genuine Advice reference (control)', async () => {
    const peer = bench.peer();
    const answer = await bench.line().send(carry(peer, 'ITI-38', (signed) => signAgain(swap('</saml2:AssertionIDRef>', '</saml2:AssertionIDRef><saml2:AssertionIDRef>_older</saml2:AssertionIDRef>')(bare(signed)), peer.seal)));
    expect(answer.text).toContain('ResponseStatusType:Success');
  });
});
