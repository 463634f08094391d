import { sign, type KeyObject } from 'node:crypto';

/** One value of DER. Written here by itself: what reads answers is not tested with what it writes. */
export const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  return Buffer.concat([Buffer.from(length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff]), content]);
};

export const hex = (text: string): Buffer => Buffer.from(text, 'hex');

const ECDSA_SHA256 = '2a8648ce3d040302';
export const NONCE = '2b0601050507300102';

/** `YYYYMMDDHHMMSSZ` of an instant. */
export const timeAt = (ms: number): Buffer => tlv(0x18, Buffer.from(new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, '')));

export const extension = (oid: string, value: Uint8Array): Buffer => tlv(0x30, tlv(0x06, hex(oid)), tlv(0x04, tlv(0x04, value)));

export interface StatementParts {
  readonly named: Uint8Array;
  /** Good when left out. */
  readonly state?: Uint8Array;
  readonly fromMs: number;
  /** What follows the time: the next update, in its wrapping. */
  readonly rest?: readonly Uint8Array[];
}

export const statementOf = ({ named, state = tlv(0x80), fromMs, rest = [] }: StatementParts): Buffer => tlv(0x30, named, state, timeAt(fromMs), ...rest);

export interface AnswerParts {
  readonly by: KeyObject;
  readonly statements: readonly Uint8Array[];
  readonly extensions?: readonly Uint8Array[];
  readonly certificates?: readonly Uint8Array[];
  /** Hex of its OID. */
  readonly algorithm?: string;
  readonly hash?: string;
  /** Of the whole: zero when left out, which is success. */
  readonly status?: Uint8Array;
  /** What is signed instead of the statements and extensions. */
  readonly data?: Buffer;
  /** Changes what was signed. */
  readonly edit?: (data: Buffer) => Uint8Array;
}

/** The data that a responder signs. */
const dataOf = ({ statements, extensions = [] }: AnswerParts): Buffer =>
  tlv(0x30, tlv(0xa2, tlv(0x04, Buffer.alloc(20))), timeAt(0), tlv(0x30, ...statements), ...(extensions.length === 0 ? [] : [tlv(0xa1, tlv(0x30, ...extensions))]));

/** A responder's answer (RFC 6960 4.2.1), with whatever shall be wrong with it. */
export const answerOf = (parts: AnswerParts): Uint8Array => {
  const { by, certificates, algorithm = ECDSA_SHA256, hash = 'sha256', status = tlv(0x0a, Buffer.of(0)), data = dataOf(parts), edit = (signed) => signed } = parts;
  const basic = tlv(0x30, edit(data), tlv(0x30, tlv(0x06, hex(algorithm))), tlv(0x03, Buffer.of(0), sign(hash, data, by)), ...(certificates === undefined ? [] : [tlv(0xa0, tlv(0x30, ...certificates))]));
  return tlv(0x30, status, tlv(0xa0, tlv(0x30, tlv(0x06, hex('2b0601050507300101')), tlv(0x04, basic))));
};
