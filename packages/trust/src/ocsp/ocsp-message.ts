import { createHash, verify, type KeyObject } from 'node:crypto';
import { type Certificate, isStrongKey, isStrongSignature, maySign, OCSP_SIGNING, readCertificate } from '../certificate.js';
import { der, DER_TAG, inside, readDer, timeOf, type Der } from './der.js';

export type OcspStatus = 'good' | 'revoked' | 'unknown';

/** What a responder stated, and until when it may be used. */
export interface OcspStatement {
  readonly status: OcspStatus;
  readonly untilMs: number;
}

/** Why an answer is no statement. */
export class OcspRefusal extends Error {
  readonly reason: 'status' | 'form' | 'signer' | 'signature' | 'nonce' | 'other-certificate' | 'expired' | 'future';
  constructor(reason: OcspRefusal['reason']) {
    super(reason);
    this.reason = reason;
  }
}

const SHA1_OID = Uint8Array.of(0x2b, 0x0e, 0x03, 0x02, 0x1a);
const NONCE_OID = Uint8Array.of(0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x02);
/** sha256/384/512WithRSAEncryption and ecdsa-with-SHA256/384/512, hex of their OIDs. */
const SIGNATURE_HASHES: ReadonlyMap<string, string> = new Map([
  ['2a864886f70d01010b', 'sha256'], ['2a864886f70d01010c', 'sha384'], ['2a864886f70d01010d', 'sha512'], ['2a8648ce3d040302', 'sha256'], ['2a8648ce3d040303', 'sha384'], ['2a8648ce3d040304', 'sha512'],
]);
const SKEW_MS = 60_000;
/** A statement without an end counts this long. */
const WITHOUT_END_MS = 3_600_000;

// SHA-1 names the issuer here and proves nothing: it is what every responder knows (RFC 6960 B.1).
const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();
const keyBits = (key: KeyObject): Uint8Array => {
  const [, bits] = inside(readDer(key.export({ type: 'spki', format: 'der' })));
  return bits?.content.subarray(1) ?? new Uint8Array();
};

/** Names one certificate by its issuer and serial number (RFC 6960 4.1.1). */
function certificateId(leaf: Certificate, issuer: Certificate): Uint8Array {
  const serial = Buffer.from(leaf.serial.length % 2 === 0 ? leaf.serial : `0${leaf.serial}`, 'hex');
  return der(DER_TAG.sequence, der(DER_TAG.sequence, der(DER_TAG.oid, SHA1_OID), der(DER_TAG.null)),
    der(DER_TAG.octetString, sha1(Buffer.from(issuer.subject, 'hex'))), der(DER_TAG.octetString, sha1(keyBits(issuer.key))),
    der(DER_TAG.integer, (serial[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), serial]) : serial));
}

export const ocspRequest = (leaf: Certificate, issuer: Certificate, nonce: Uint8Array): Uint8Array => {
  const extension = der(DER_TAG.sequence, der(DER_TAG.oid, NONCE_OID), der(DER_TAG.octetString, der(DER_TAG.octetString, nonce)));
  return der(DER_TAG.sequence, der(DER_TAG.sequence, der(DER_TAG.sequence, der(DER_TAG.sequence, certificateId(leaf, issuer))), der(0xa2, der(DER_TAG.sequence, extension))));
};

/** The authority itself, or whom it has certified for this, by the rules that hold for every certificate: key, signature, usage, time. */
function signerKeys(certificates: Der | undefined, issuer: Certificate, nowMs: number): readonly KeyObject[] {
  const delegated = certificates === undefined ? [] : inside(readDer(certificates.content)).map(({ raw }) => readCertificate(new Uint8Array(raw))).filter((one) => one !== undefined);
  return [issuer.key, ...delegated.filter((one) => one.issuer === issuer.subject && one.x509.verify(issuer.key) && one.extendedUsages.includes(OCSP_SIGNING)
    && maySign(one) && isStrongKey(one.key) && isStrongSignature(one) && nowMs >= one.notBeforeMs && nowMs <= one.notAfterMs).map(({ key }) => key)];
}

const holds = (hash: string, bytes: Uint8Array, key: KeyObject, signature: Uint8Array): boolean => {
  try {
    return verify(hash, bytes, key, signature);
  } catch {
    return false;
  }
};

const STATUSES: ReadonlyMap<number, OcspStatus> = new Map([[0x80, 'good'], [0xa1, 'revoked'], [0x82, 'unknown']]);

function read(answer: Uint8Array, leaf: Certificate, issuer: Certificate, { nonce, nowMs }: { readonly nonce: Uint8Array; readonly nowMs: number }): OcspStatement {
  const refuse = (reason: OcspRefusal['reason']): never => { throw new OcspRefusal(reason); };
  const [status, wrapped] = inside(readDer(answer));
  if (status?.tag !== DER_TAG.enumerated || status.content[0] !== 0 || wrapped === undefined) return refuse('status');
  const [, octets = refuse('form')] = inside(readDer(wrapped.content));
  const [data = refuse('form'), algorithm = refuse('form'), signature = refuse('form'), certificates] = inside(readDer(octets.content));
  const hash = SIGNATURE_HASHES.get(Buffer.from(inside(algorithm)[0]?.content ?? []).toString('hex')) ?? refuse('signature');
  const keys = signerKeys(certificates, issuer, nowMs);
  if (!keys.some((key) => holds(hash, data.raw, key, signature.content.subarray(1)))) refuse(keys.length > 1 ? 'signature' : 'signer');
  const parts = inside(data);
  // What comes after the time of production: the statements, and extensions.
  const at = parts.findIndex(({ tag }) => tag === DER_TAG.time);
  const [statements = refuse('form'), ...others] = parts.slice(at + 1);
  const extensions = others.find(({ tag }) => tag === 0xa1);
  const said = extensions === undefined ? undefined : inside(readDer(extensions.content)).map(inside).find(([oid]) => Buffer.from(oid?.content ?? []).equals(NONCE_OID))?.at(-1);
  // A responder that answers another question must not be believed; one that knows no nonces is judged by its times.
  if (said !== undefined && !Buffer.from(readDer(said.content).content).equals(nonce)) refuse('nonce');
  const id = Buffer.from(certificateId(leaf, issuer));
  const own = inside(statements).map(inside).find(([named]) => named !== undefined && id.equals(named.raw));
  const [, state = refuse('form'), from = refuse('form'), until] = own ?? refuse('other-certificate');
  const [fromMs, untilMs] = [timeOf(from), until?.tag === 0xa0 ? timeOf(readDer(until.content)) : timeOf(from) + WITHOUT_END_MS];
  if (fromMs > nowMs + SKEW_MS) refuse('future');
  if (nowMs > untilMs + SKEW_MS) refuse('expired');
  return { status: STATUSES.get(state.tag) ?? refuse('form'), untilMs };
}

/** Reads what a responder answered about one certificate (RFC 6960). @throws OcspRefusal */
export function readOcspAnswer(answer: Uint8Array, leaf: Certificate, issuer: Certificate, asked: { readonly nonce: Uint8Array; readonly nowMs: number }): OcspStatement {
  try {
    return read(answer, leaf, issuer, asked);
  } catch (error) {
    throw error instanceof OcspRefusal ? error : new OcspRefusal('form');
  }
}
