import { createHash, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Authority, certificateAuthority, type IssueRequest, type KeyPair, makeKeyPair } from '@ncp/certs';
import { NOW, PERIOD } from '../../test/odd-authority.js';
import { answerOf, type AnswerParts, extension, hex, NONCE, type StatementParts, statementOf, timeAt, tlv } from '../../test/ocsp-answers.js';
import { certificateOverSha1 } from '../../test/weak-signatures.js';
import { type Certificate, readCertificate } from '../certificate.js';
import { OcspRefusal, ocspRequest, readOcspAnswer } from './ocsp-message.js';

const NOW_MS = Date.parse(NOW);
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const nonce = hex('07'.repeat(16));
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

const read = (certificateDer: Uint8Array): Certificate => {
  const certificate = readCertificate(certificateDer);
  if (certificate === undefined) throw new Error('no certificate');
  return certificate;
};

describe('what a responder answers', () => {
  let authority: Authority;
  let issuer: Certificate;
  let leaf: Certificate;
  let key: KeyPair;
  beforeAll(async () => {
    key = await makeKeyPair('ec');
    authority = await certificateAuthority({ subject: [['C', 'FI'], ['CN', 'OCSP CA']], period: PERIOD, key });
    issuer = read(authority.certificateDer);
    leaf = { ...read((await authority.issue({ subject: [['C', 'FI'], ['CN', 'leaf']], period: PERIOD, usage: 'seal', keyKind: 'ec' })).certificateDer), serial: '4d2' };
  });

  const sha1 = (bytes: Uint8Array): Buffer => createHash('sha1').update(bytes).digest();
  /** The octets of a point on P-256 stand last in its key. */
  const idOf = (serial: string): Buffer => tlv(0x30, tlv(0x30, tlv(0x06, hex('2b0e03021a')), tlv(0x05)),
    tlv(0x04, sha1(hex(issuer.subject))), tlv(0x04, sha1(issuer.key.export({ type: 'spki', format: 'der' }).subarray(-65))), tlv(0x02, hex(serial)));
  const until = (ms: number): Buffer => tlv(0xa0, timeAt(ms));
  const statement = (change: Partial<StatementParts> = {}): Buffer => statementOf({ named: idOf('04d2'), fromMs: NOW_MS - MINUTE_MS, rest: [until(NOW_MS + HOUR_MS)], ...change });
  const answer = (change: Partial<AnswerParts> = {}): Uint8Array => answerOf({ by: authority.privateKey, statements: [statement()], ...change });
  /** What is stated, or why it is no statement. */
  const judged = (bytes: Uint8Array, nowMs = NOW_MS): string => {
    try {
      return readOcspAnswer(bytes, leaf, issuer, { nonce, nowMs }).status;
    } catch (error) {
      return error instanceof OcspRefusal ? error.reason : String(error);
    }
  };

  it.each([['1', '01'], ['7f', '7f'], ['80', '0080'], ['4d2', '04d2'], ['ff01', '00ff01']])('is asked for by a number that is positive and whole: %s', (serial, written) => {
    const asked = tlv(0x30, tlv(0x30, tlv(0x30, tlv(0x30, idOf(written))), tlv(0xa2, tlv(0x30, extension(NONCE, nonce)))));
    expect(Buffer.from(ocspRequest({ ...leaf, serial }, issuer, nonce)).toString('hex')).toBe(asked.toString('hex'));
  });

  it.each([[0x80, 'good'], [0xa1, 'revoked'], [0x82, 'unknown'], [0x83, 'form']])('TLS-14 says how it stands with a certificate: tag %i, %s', (tag, said) => {
    expect(judged(answer({ statements: [statement({ state: tlv(tag) })] }))).toBe(said);
  });

  it('TLS-14 is no answer unless it says that it succeeded', () => {
    const answered = answer();
    expect([
      answer({ status: tlv(0x0a, Buffer.of(3)) }), answer({ status: tlv(0x02, Buffer.of(0)) }), tlv(0x30, tlv(0x0a, Buffer.of(0))), tlv(0x30), answered.subarray(0, -1), tlv(0x30, tlv(0x0a, Buffer.of(0)), tlv(0xa0, tlv(0x30))),
      tlv(0x30, tlv(0x0a, Buffer.of(0)), tlv(0xa0, tlv(0x30, tlv(0x06), tlv(0x04, tlv(0x30, tlv(0x30), tlv(0x30)))))), answered,
    ].map((bytes) => judged(bytes))).toEqual(['status', 'status', 'status', 'status', 'form', 'form', 'form', 'good']);
  });

  it('TLS-14 counts from a minute before it begins to a minute after it ends', () => {
    const statements = [statement({ fromMs: NOW_MS, rest: [until(NOW_MS + 2 * HOUR_MS)] })];
    const at = (ms: number): string => judged(answer({ statements }), NOW_MS + ms);
    expect([-MINUTE_MS - 1, -MINUTE_MS, 2 * HOUR_MS + MINUTE_MS, 2 * HOUR_MS + MINUTE_MS + 1].map(at)).toEqual(['future', 'good', 'good', 'expired']);
  });

  it('TLS-14 counts an hour when it does not say how long', () => {
    for (const rest of [[], [tlv(0xa1, timeAt(NOW_MS + 9 * HOUR_MS))]]) {
      const bytes = answer({ statements: [statement({ fromMs: NOW_MS, rest })] });
      expect(readOcspAnswer(bytes, leaf, issuer, { nonce, nowMs: NOW_MS })).toEqual({ status: 'good', untilMs: NOW_MS + HOUR_MS });
    }
  });

  it('TLS-14 is of the question that was asked, if it names one', () => {
    const [own, other, strange] = [extension(NONCE, nonce), extension(NONCE, hex('08'.repeat(16))), extension('2b0601050507300109', hex('08'))];
    expect([[], [own], [other], [strange], [strange, own], [strange, other], [tlv(0x30)]].map((extensions) => judged(answer({ extensions })))).toEqual(
      ['good', 'good', 'nonce', 'good', 'good', 'nonce', 'good']);
  });

  it('TLS-14 is of the certificate that was asked about, wherever it stands', () => {
    const other = statement({ named: idOf('04d3'), state: tlv(0xa1) });
    expect([[other, statement()], [statement(), other], [other], [], [tlv(0x30), statement()], [tlv(0x30, idOf('04d2'))], [tlv(0x30, idOf('04d2'), tlv(0x80))]].map((statements) => judged(answer({ statements })))).toEqual(
      ['good', 'good', 'other-certificate', 'other-certificate', 'good', 'form', 'form']);
  });

  it('TLS-14 without a list of statements states nothing', () => {
    // The time of production is the last thing in it.
    const cut = tlv(0x30, tlv(0xa2, tlv(0x04, Buffer.alloc(20))), timeAt(0));
    const { privateKey } = authority;
    expect(judged(answerOf({ by: privateKey, statements: [], data: cut }))).toBe('form');
  });

  describe('is signed', () => {
    const delegate = async (change: Partial<IssueRequest> = {}, by = authority): Promise<{ readonly certificates: readonly Uint8Array[]; readonly by: KeyObject }> => {
      const made = await by.issue({ subject: [['C', 'FI'], ['CN', 'responder']], period: PERIOD, usage: { keyUsage: 1, extended: [OCSP_SIGNING] }, keyKind: 'ec', ...change });
      return { certificates: [made.certificateDer], by: made.privateKey };
    };

    it('TLS-14 by the authority itself, whatever else it encloses', async () => {
      const { by } = await delegate();
      expect([answer({ certificates: [tlv(0x30)] }), answer({ by }), answer({ edit: (data) => tlv(0x30, data.subarray(4), tlv(0x30)) })].map((bytes) => judged(bytes))).toEqual(['good', 'signer', 'signer']);
    });

    it('TLS-14 by whom the authority has certified for that, and by nobody else', async () => {
      const subject: IssueRequest['subject'] = [['C', 'FI'], ['CN', 'OCSP CA']];
      const namesake = await certificateAuthority({ subject, period: PERIOD, keyKind: 'ec' });
      const renamed = await certificateAuthority({ subject: [['C', 'FI'], ['CN', 'Other']], period: PERIOD, key });
      const right = await delegate();
      const wrong = [
        await delegate({ usage: 'seal' }), await delegate({ usage: { keyUsage: 1, extended: ['1.3.6.1.5.5.7.3.1'] } }),
        // The name of the authority without its key, and its key under another name.
        await delegate({}, namesake), await delegate({}, renamed), { certificates: [], by: right.by },
      ];
      expect([right, ...wrong].map((made) => judged(answer(made)))).toEqual(['good', ...wrong.map(() => 'signer')]);
      expect(judged(answer({ ...right, by: namesake.privateKey }))).toBe('signature');
    });

    it('TLS-14 by no such one with a weak key, over a weak hash, or without digitalSignature', async () => {
      const weak = await delegate({ keyKind: 'weak' });
      const right = await delegate();
      const overSha1 = { ...right, certificates: await Promise.all(right.certificates.map((one) => certificateOverSha1(one, key))) };
      const other = await delegate({ usage: { keyUsage: 32, extended: [OCSP_SIGNING] } });
      expect([right, overSha1, other].map((made) => judged(answer(made)))).toEqual(['good', 'signer', 'signer']);
      expect(judged(answer({ ...weak, algorithm: '2a864886f70d01010b' }))).toBe('signer');
      expect(judged(answer({ ...await delegate({ keyKind: 'rsa' }), algorithm: '2a864886f70d01010b' }))).toBe('good');
    });

    it('TLS-14 by such a one from the first moment of its certificate to the last', async () => {
      const made = await delegate();
      const at = (nowMs: number): string => judged(answer({ ...made, statements: [statement({ fromMs: nowMs - (nowMs % 1_000), rest: [until(nowMs + HOUR_MS)] })] }), nowMs);
      const [from, to] = [PERIOD.from.getTime(), PERIOD.until.getTime()];
      expect([from - 1, from, to, to + 1].map(at)).toEqual(['signer', 'good', 'good', 'signer']);
    });

    it.each([
      ['ecdsa-with-SHA256', '2a8648ce3d040302', 'sha256', 'good'], ['ecdsa-with-SHA384', '2a8648ce3d040303', 'sha384', 'good'], ['ecdsa-with-SHA512', '2a8648ce3d040304', 'sha512', 'good'],
      ['ecdsa-with-SHA1', '2a8648ce3d0401', 'sha1', 'signature'], ['no algorithm', '', 'sha256', 'signature'],
    ])('TLS-14 with a hash that still holds: %s', (_title, algorithm, hash, outcome) => {
      expect(judged(answer({ algorithm, hash }))).toBe(outcome);
    });
  });
});
