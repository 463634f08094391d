import { createECDH, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { addMs, countryCode, NcpError, type CountryCode } from '@ncp/domain';
import { issueHcpAssertion, issueTrcAssertion, validateAssertions, type ValidatedAssertions, type ValidationContext } from '@ncp/saml';
import { writeEnvelope } from '@ncp/soap';
import { childrenOf, element, encodeBase64, NS, parseXml, requireVerified, serialiseXml, sha256, signElement, utf8, walk, type XmlElement, type XmlNode } from '@ncp/xml';
import { BrokenPromise, readAll, type FuzzTarget } from '../target.js';
import { NOW } from './messages.js';

const base64Url = (bytes: Uint8Array): string => encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** A key that is the same in every run, so that a message kept as a finding still verifies later. It protects nothing. */
const keyOf = (name: string): KeyObject => {
  const secret = sha256(utf8(name));
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(secret);
  const point = new Uint8Array(curve.getPublicKey());
  return createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', d: base64Url(secret), x: base64Url(point.subarray(1, 33)), y: base64Url(point.subarray(33)) } });
};

interface Seal {
  readonly country: CountryCode;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  /** One DER sequence that stands for a certificate: what is in certificates is another target's. */
  readonly certificateDer: Uint8Array;
}

const seal = (country: string, number: number): Seal => {
  const key = keyOf(`fuzzing seal ${country}`);
  return { country: countryCode(country), key, publicKey: createPublicKey(key), certificateDer: Uint8Array.of(0x30, 3, 2, 1, number) };
};

const DENMARK = seal('DK', 1);
const FINLAND = seal('FI', 2);

const resolveSigner: ValidationContext['resolveSigner'] = (der) => {
  const found = [DENMARK, FINLAND].find(({ certificateDer }) => encodeBase64(certificateDer) === encodeBase64(der));
  if (found === undefined) throw new NcpError('NCP_TRUST_UNTRUSTED');
  return { key: found.publicKey, country: found.country };
};

const CONTEXT: ValidationContext = { transaction: 'ITI-38', peer: DENMARK.country, now: NOW, resolveSigner, classCode: '57833-6' };

const assertions = ({ key, certificateDer, country }: Seal, number: number): readonly [hcp: XmlElement, trc: XmlElement] => {
  const options = { now: NOW, key, certificateDer };
  const hcp = issueHcpAssertion({
    country, nameId: 'dk-4711', spProvidedId: 'dk-4711', subjectId: 'Åse Apoteker', role: { code: '2262' }, organisation: 'Apoteket Nørrebro', organisationId: 'urn:hl7ii:1.2.208.176.1.1:4711',
    facilityType: 'Pharmacy', purpose: 'TREATMENT', locality: 'Nørrebro', permissions: ['PRD-003', 'PRD-004', 'PRD-005', 'PRD-006', 'PRD-010', 'PRD-016', 'PPD-046'], homeCommunityId: '1.2.208',
    authnInstant: addMs(NOW, -30_000), assurance: 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI', onBehalfOf: { code: '221' }, clinicalSpeciality: 'pharmacy',
  }, { ...options, id: `_0a1b2c3d-0000-4000-8000-00000000000${String(number)}` });
  const trc = issueTrcAssertion(hcp, { root: '1.2.752.129.2.1.3.1', extension: '199008202385' }, { ...options, country, id: `_0a1b2c3d-0000-4000-8000-00000000001${String(number)}`, purpose: 'TREATMENT', pin: '1234', prescriptionId: '1^2' });
  return [hcp, trc];
};

const message = (...security: readonly XmlElement[]): Uint8Array =>
  serialiseXml(writeEnvelope({ action: 'urn:ihe:iti:2007:CrossGatewayQuery', messageId: 'urn:uuid:7c0f2a0e-0b3a-4a55-8f2e-1f4d8b6a1c01', security, body: element(NS.query, 'query:AdhocQueryRequest') }));

const seeds = (): readonly Uint8Array[] => {
  const [hcp, trc] = assertions(DENMARK, 1);
  return [message(hcp, trc), message(trc, hcp), message(hcp), message(...assertions(FINLAND, 2))];
};

const isSecurity = (el: XmlElement): boolean => el.ns === NS.wsse && el.local === 'Security';

/** What was signed, by the whole of what is believed of it. */
const meaningOf = ({ hcp, trc }: ValidatedAssertions): string => JSON.stringify([requireVerified(hcp), trc === undefined ? null : requireVerified(trc)]);

/** Everything that Denmark has signed: nothing else may ever be accepted from a changed message. */
const signed: ReadonlySet<string> = new Set(seeds().slice(0, 2).map((bytes) => meaningOf(validateAssertions([...walk(parseXml(bytes))].find(isSecurity), CONTEXT))));

/** FUZZ-03: a damaged message is refused, or means exactly what was signed. */
const validateAsSent = (root: XmlElement): void => {
  const validated = validateAssertions([...walk(root)].find(isSecurity), CONTEXT);
  if (!signed.has(meaningOf(validated))) throw new BrokenPromise('something was accepted that nobody signed');
};

const unsigned = (el: XmlElement): XmlElement => ({ ...el, children: el.children.filter((node) => node.kind !== 'element' || node.ns !== NS.ds) });

const signedAgain = (el: XmlElement): XmlElement => {
  const bare = unsigned(el);
  const id = bare.attributes.find(({ ns, local }) => ns === '' && local === 'ID')?.value ?? '';
  return signElement(bare, { id, key: DENMARK.key, certificateDer: DENMARK.certificateDer, inclusivePrefixes: [] });
};

/** The same message, but its assertions genuinely signed as they are now: so the checks of content are reached. */
const validateSignedAgain = (root: XmlElement): void => {
  const header = [...walk(root)].find(isSecurity);
  if (header === undefined) throw new NcpError('NCP_SAML_HCP_MISSING');
  const renewed: XmlNode[] = childrenOf(header).map((el) => (el.ns === NS.saml && el.local === 'Assertion' ? signedAgain(el) : el));
  const arrived = parseXml(serialiseXml({ ...element(NS.wsse, 'wsse:Security'), children: renewed }));
  const { hcp, trc, uses } = validateAssertions(arrived, CONTEXT);
  const { country, notOnOrAfter } = requireVerified(hcp);
  if (country !== DENMARK.country || trc === undefined || requireVerified(trc).hcpId !== requireVerified(hcp).id) throw new BrokenPromise('a check of content was passed by');
  if (notOnOrAfter === '' || uses.length < 2) throw new BrokenPromise('an assertion is not counted');
};

const read = (input: Uint8Array): void => {
  const root = parseXml(input);
  readAll(() => { validateAsSent(root); }, () => { validateSignedAgain(root); });
};

/** Assertions as they came, and signed anew whatever they say. */
export const samlTarget: FuzzTarget = {
  name: 'saml', about: 'HCP and TRC assertions, as sent and signed anew', form: 'xml', seeds, read,
  words: [
    'urn:ehdsi:assertions:hcp', 'urn:ehdsi:assertions:trc', 'urn:ehdsi:assertions:nok', 'urn:oasis:names:tc:SAML:2.0:cm:bearer', 'urn:oasis:names:tc:SAML:2.0:ac:classes:PreviousSession', 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
    '2026-03-01T24:00:00Z', '2026-03-01T10:15:00', '9999-12-31T23:59:59Z', '2016-12-31T23:59:60Z', '2026-03-01T10:15:00+14:00', 'EMERGENCY', '2221', '2212', 'urn:oid:1.2.246', 'urn:idp:FI:countryB', 'urn:idp:dk:countryB', '2.0', '1.1', '_x',
    'OneTimeUse', 'Condition', 'ProxyRestriction', 'EncryptedAssertion', 'Assertion', 'Advice', 'AssertionIDRef', 'Signature', 'Reference', 'ID', 'Id', '__proto__', 'constructor',
  ],
};
