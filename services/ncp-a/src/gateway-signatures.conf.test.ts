import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEvent, Evidence } from '@ncp/audit';
import { invalidBySchema, readinessFor, readMaterial, verdictOfXmlsec } from '@ncp/conformance';
import { instant, isNcpError, SWEDEN } from '@ncp/domain';
import { issueHcpAssertion, issueTrcAssertion, type HcpClaims } from '@ncp/saml';
import { visit, type Seal } from '@ncp/simulator';
import { capturedStyle, declaredOutside, finnish, OUTSIDE_DECLARATIONS, signWhole, startGatewayWorld, verifyAsPeer, type GatewayWorld } from '@ncp/testkit';
import { canonicalise, parseXml, serialiseXml, text, utf8, verifyDocument, verifyElement, walk, type XmlElement } from '@ncp/xml';
import { startAuditSink, type AuditSink } from '../fixtures/audit-sink.js';

/**
 * Every signature that the gateway makes, read by two other implementations; and theirs read by ours (decisions D02). What is
 * judged is what a visit and its refusals left in the database and sent to the audit repository.
 */

const { ready, note } = readinessFor('xmlsec1', 'messages');
const schemas = readinessFor('schemas', 'xmllint');

/** Receipt from the peer, and the call to the national list both ways, of each transaction (wire-contract 7, decisions D68). */
const EVIDENCED: readonly string[] = [
  ...['XCPD_REQ', 'XCA_LIST_REQ', 'XCA_RETRIEVE_REQ', 'XDR_SUBMIT_REQ'].map((title) => `NRR NCPA_${title}`),
  ...['XCPD_REQ', 'XCA_LIST_REQ', 'XCA_RETRIEVE_REQ', 'XDR_DISP_REQ'].map((title) => `NRO NI_${title}`),
  ...['XCPD_RES', 'XCA_LIST_RES', 'XCA_RETRIEVE_RES', 'XDR_DISP_RES'].map((title) => `NRR NI_${title}`),
];
const ALMA = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const STRANGER = { ...ALMA, extension: '196501262388' };

const signatureIn = (signed: string): string => /<ds:Signature [^]*?<\/ds:Signature>/.exec(signed)?.[0] ?? '';
/** One digit of what is signed, changed: the first of a time. */
const spoilt = (signed: string): string => signed.replace(/2(?=0\d\d-\d\d-\d\dT)/, '3');

interface Verdicts {
  readonly xmlCrypto: string;
  readonly xmlsec1: string;
  readonly ours: string;
}
const HOLDS: Verdicts = { xmlCrypto: 'verified', xmlsec1: 'verified', ours: 'verified' };

const told = (judge: () => unknown): string => {
  try {
    judge();
    return 'verified';
  } catch (error) {
    return isNcpError(error) ? error.code : String(error);
  }
};

(ready ? describe : describe.skip)(`signatures of the gateway${note}`, () => {
  let world: GatewayWorld;
  let sink: AuditSink;
  let seal: Seal;
  let evidence: readonly Evidence[];
  let events: readonly AuditEvent[];
  let forwarded: readonly string[];

  const document = async (signed: string): Promise<Verdicts> => ({
    xmlCrypto: told(() => { expect(verifyAsPeer(signed, signatureIn(signed), seal.certificatePem)).toHaveLength(1); }),
    xmlsec1: await verdictOfXmlsec(utf8(signed), seal.certificatePem),
    ours: told(() => verifyDocument(parseXml(utf8(signed)), { resolveKey: () => new X509Certificate(seal.certificatePem).publicKey })),
  });

  beforeAll(async () => {
    world = await startGatewayWorld({ gateway: 'inline' });
    sink = await startAuditSink(world);
    const pair = world.pki.countries['SE']?.seal;
    seal = { certificatePem: readFileSync(pair?.certificate ?? '', 'utf8'), keyPem: readFileSync(pair?.key ?? '', 'utf8') };
    const finland = world.peer('FI');
    expect((await visit(finland, { patient: ALMA, birthDate: '1990-08-20', handOver: { packages: 1, packSize: '84' } })).ok).toBe(true);
    await finland.identify(STRANGER);
    await finland.list(STRANGER);
    await finland.list(ALMA, '60591-5');
    await finland.retrieve(ALMA, ['1.2.3^4']);
    const store = await world.store();
    const leaves = [];
    for await (const leaf of store.audit.leaves()) leaves.push(leaf);
    evidence = (await Promise.all([...new Set(leaves.map((leaf) => leaf.exchange))].map((exchange) => store.audit.evidenceOf(exchange)))).flat();
    events = (await Promise.all(leaves.map((leaf) => store.audit.event(leaf.sequence)))).filter((event) => event !== undefined);
    forwarded = await sink.settled();
  }, 120_000);
  afterAll(async () => {
    await sink.close();
    await world.stop();
  });

  it('AUD-07 every evidence in the database holds for xml-crypto, for xmlsec1 and for us', async () => {
    expect(new Set(evidence.map(({ kind, title }) => `${kind} ${title}`))).toEqual(new Set(EVIDENCED));
    for (const { title, xml } of evidence) expect({ title, ...(await document(text(xml))) }).toEqual({ title, ...HOLDS });
  }, 60_000);

  it('AUD-07 the certificate in every evidence is the seal that was published', () => {
    const der = new X509Certificate(seal.certificatePem).raw.toString('base64');
    for (const { xml } of evidence) {
      const certificates = [...walk(parseXml(xml))].filter((one) => one.local === 'X509Certificate' && one.prefix === 'ds').map((one) => one.children.map((node) => (node.kind === 'text' ? node.value : '')).join(''));
      expect(certificates).toEqual([der]);
    }
  });

  it('every audit event was forwarded signed, and holds for xml-crypto, for xmlsec1 and for us', async () => {
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['EHDSI-11', 'EHDSI-21', 'EHDSI-31', 'EHDSI-32', 'EHDSI-41', 'EHDSI-42']));
    expect(forwarded).toHaveLength(events.length);
    for (const [at, signed] of forwarded.entries()) expect({ at, ...(await document(signed)) }).toEqual({ at, ...HOLDS });
  }, 60_000);

  it('what is forwarded is what was stored, and nothing is left out', () => {
    const plain = (root: XmlElement): string => text(canonicalise(root, { exclusive: false }));
    const verified = forwarded.map((signed) => plain(verifyDocument(parseXml(utf8(signed)), { resolveKey: () => new X509Certificate(seal.certificatePem).publicKey }).value));
    expect(verified).toEqual(events.map(({ xml }) => plain(parseXml(xml))));
  });

  (schemas.ready ? it : it.skip)(`AUD-06 what is forwarded is valid by the schema of signed audit messages${schemas.note}`, async () => {
    expect(await invalidBySchema('audit-signed', forwarded.map((signed, at) => ({ name: String(at), xml: utf8(signed) })))).toEqual([]);
  });

  (schemas.ready ? it : it.skip)(`AUD-07 evidence is valid by the schema of the peers${schemas.note}`, async () => {
    expect(await invalidBySchema('evidence', evidence.map(({ title, xml }) => ({ name: title, xml })))).toEqual([]);
  });

  it('a changed character is found by all three', async () => {
    for (const signed of [text(evidence[0]?.xml ?? new Uint8Array()), forwarded[0] ?? '']) {
      const verdicts = await document(spoilt(signed));
      expect(verdicts.ours).toBe('NCP_DSIG_DIGEST');
      expect(verdicts.xmlCrypto).not.toBe('verified');
      expect(verdicts.xmlsec1).not.toBe('verified');
    }
  });

  describe('assertions', () => {
    const now = instant(new Date().toISOString());
    const CLAIMS: HcpClaims = {
      country: SWEDEN, nameId: '920007', spProvidedId: '920007', subjectId: 'Anna Apotekare', role: { code: '2262' }, organisation: 'Testapoteket & Co',
      organisationId: 'urn:hl7ii:1.3.88:7350045511119', facilityType: 'Pharmacy', purpose: 'TREATMENT', locality: 'Testapoteket',
      permissions: ['PRD-004', 'PRD-006', 'PRD-010', 'PPD-046'], homeCommunityId: '1.2.752.221.3.1.1', authnInstant: now,
      assurance: 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI',
    };
    const issued = (over: Partial<HcpClaims> = {}): { readonly hcp: XmlElement; readonly trc: XmlElement } => {
      const options = { now, key: createPrivateKey(seal.keyPem), certificateDer: new Uint8Array(new X509Certificate(seal.certificatePem).raw) };
      const hcp = issueHcpAssertion({ ...CLAIMS, ...over }, { ...options, id: '_0a1b2c3d-0000-4000-8000-000000000001' });
      const trc = issueTrcAssertion(hcp, { root: '1.2.208.176.1.2', extension: '0101901234' }, { ...options, id: '_0a1b2c3d-0000-4000-8000-000000000002', country: SWEDEN, pin: '1234', prescriptionId: '1.2^3' });
      return { hcp, trc };
    };
    /** Alone in the header of a message, where a receiver meets it. */
    const sentAs = (assertion: XmlElement | string, declarations = ''): string =>
      `<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:hl7="urn:hl7-org:v3"${declarations}><soap:Header><wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">${typeof assertion === 'string' ? assertion : text(serialiseXml(assertion))}</wsse:Security></soap:Header><soap:Body/></soap:Envelope>`;
    const assertion = async (message: string): Promise<Verdicts> => ({
      xmlCrypto: told(() => { expect(verifyAsPeer(message, signatureIn(message), seal.certificatePem)).toHaveLength(1); }),
      xmlsec1: await verdictOfXmlsec(utf8(message), seal.certificatePem),
      ours: told(() => {
        const found = [...walk(parseXml(utf8(message)))].find(({ local }) => local === 'Assertion');
        return verifyElement(found ?? parseXml(utf8(message)), { resolveKey: (der) => new X509Certificate(der).publicKey });
      }),
    });

    it.each([
      ['in full', {}], ['without what is optional', { spProvidedId: undefined, organisation: undefined, organisationId: undefined, homeCommunityId: undefined }],
      ['with letters of many languages', { subjectId: 'Åsa Öberg-Łukasz Ελένη Ћира <&>"\'', locality: ' Apteka\u00a0"Pod Orłem" ' }],
      ['on behalf of another', { onBehalfOf: { code: '221' }, clinicalSpeciality: 'General practice' }],
    ] as const)('issued by the gateway, %s: read by all three', async (_what, over) => {
      const { hcp, trc } = issued(Object.fromEntries(Object.entries(over)) as Partial<HcpClaims>);
      expect(await assertion(sentAs(hcp))).toEqual(HOLDS);
      expect(await assertion(sentAs(trc))).toEqual(HOLDS);
      const verdicts = await assertion(spoilt(sentAs(hcp)));
      expect(verdicts.ours).toBe('NCP_DSIG_DIGEST');
      expect([verdicts.xmlCrypto, verdicts.xmlsec1]).not.toContain('verified');
    });

    it.each([
      ['OpenNCP, PrefixList xsd', { prefixes: ['xsd'] }], ['Finland, PrefixList xs', { prefixes: ['xs'], edit: finnish }],
      ['namespaces on the envelope, PrefixList xsd', { prefixes: ['xsd'], edit: declaredOutside, declarations: OUTSIDE_DECLARATIONS }],
      ['namespaces on the envelope, no PrefixList', { prefixes: [], edit: declaredOutside, declarations: OUTSIDE_DECLARATIONS }],
    ] as const)('signed by xml-crypto in the form of %s: read by xmlsec1 and by us', async (_what, options) => {
      const message = capturedStyle(text(readMaterial('messages', 'saml', 'dk-openncp-soap-header.xml')), options)(
        { country: 'DK', home: '1.2.208', seal }, { action: 'urn:a', to: 'https://ncp.example/x', body: '<x/>', now: new Date() });
      expect(await assertion(message)).toEqual(HOLDS);
    });
  });

  describe('whole documents of others', () => {
    const AUDIT = '<?xml version="1.0" encoding="UTF-8"?><AuditMessage xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><EventIdentification EventDateTime="2026-06-12T12:00:00.000Z"/><ActiveParticipant UserID="Åsa &amp; Co"/></AuditMessage>';
    const INCLUSIVE = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

    it.each([[[]], [[INCLUSIVE]], [[`${INCLUSIVE}#WithComments`]], [['http://www.w3.org/2001/10/xml-exc-c14n#']]])('signed by xml-crypto with transforms %j: read by xmlsec1 and by us', async (transforms) => {
      const signed = signWhole(AUDIT, { seal, transforms });
      expect(await document(signed)).toEqual(HOLDS);
      expect((await document(spoilt(signed))).ours).toBe('NCP_DSIG_DIGEST');
    });

    it('the signed audit message of the pilot is refused: exclusive canonicalisation with comments, and SHA-1', () => {
      const root = parseXml(readMaterial('messages', 'audit', 'AuditTrailSigned.xml'));
      expect(told(() => verifyDocument(root, { resolveKey: () => new X509Certificate(seal.certificatePem).publicKey }))).toBe('NCP_DSIG_C14N');
    });
  });
});
