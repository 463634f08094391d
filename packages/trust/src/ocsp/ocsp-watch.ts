import { randomBytes } from 'node:crypto';
import { NcpError, type CountryCode } from '@ncp/domain';
import type { Certificate } from '../certificate.js';
import { OcspRefusal, ocspRequest, readOcspAnswer, type OcspStatement } from './ocsp-message.js';

/** A country's responder. Off unless it is configured (decisions 3.3). */
export interface OcspResponder {
  readonly url: string;
  /** While it says nothing: the revocation list decides alone, or nobody is let in. */
  readonly whenSilent: 'list' | 'refuse';
}

/** Posts a request and gives the answer; bounded in time and size by whoever makes it. */
export type AskOcsp = (url: string, request: Uint8Array) => Promise<Uint8Array>;

/** A responder that failed is asked again after this long. */
const RETRY_MS = 60_000;
const NONCE_BYTES = 16;
/** Certificates whose last word is remembered; who is revoked is remembered beside them. */
const KEPT = 1_000;

interface Kept {
  readonly statement: OcspStatement | undefined;
  readonly askedMs: number;
}

/**
 * Statements of responders beside the revocation lists. Verdicts are asked for without waiting: a slow responder delays nobody, its
 * statement counts from when it comes (RS TLS-14). A revocation that was once stated is not forgotten for as long as the certificate
 * would hold: no other statement takes it back, and no number of other certificates pushes it out.
 */
export class OcspWatch {
  readonly #ask: AskOcsp;
  readonly #told: (country: CountryCode, reason: string) => void;
  readonly #kept = new Map<string, Kept>();
  /** By fingerprint, with the end of the certificate: there are no more than the authorities have issued. */
  readonly #revoked = new Map<string, number>();

  constructor(ask: AskOcsp, told: (country: CountryCode, reason: string) => void) {
    this.#ask = ask;
    this.#told = told;
  }

  /** @throws NcpError NCP_TRUST_REVOKED, NCP_TRUST_OCSP when the country's policy refuses who is not spoken for */
  require(leaf: Certificate, issuer: Certificate, { country, responder, nowMs }: { readonly country: CountryCode; readonly responder: OcspResponder; readonly nowMs: number }): void {
    if (this.#revoked.has(leaf.fingerprint)) throw new NcpError('NCP_TRUST_REVOKED', { certificate: leaf.fingerprint });
    const { statement, askedMs = Number.NEGATIVE_INFINITY } = this.#kept.get(leaf.fingerprint) ?? {};
    const { status, untilMs = Number.NEGATIVE_INFINITY } = statement ?? {};
    if (nowMs - askedMs >= RETRY_MS && nowMs > untilMs - RETRY_MS) void this.refresh(leaf, issuer, { country, responder, nowMs });
    if (responder.whenSilent === 'refuse' && (status !== 'good' || nowMs > untilMs)) throw new NcpError('NCP_TRUST_OCSP', { country });
  }

  /** Asks the responder now. Never throws: what is no statement is told. */
  async refresh(leaf: Certificate, issuer: Certificate, { country, responder, nowMs }: { readonly country: CountryCode; readonly responder: OcspResponder; readonly nowMs: number }): Promise<void> {
    const before = this.#kept.get(leaf.fingerprint)?.statement;
    this.#keep(leaf.fingerprint, { statement: before, askedMs: nowMs });
    const nonce = randomBytes(NONCE_BYTES);
    try {
      const statement = readOcspAnswer(await this.#ask(responder.url, ocspRequest(leaf, issuer, nonce)), leaf, issuer, { nonce, nowMs });
      if (statement.status === 'revoked') this.#revoke(leaf, nowMs);
      else this.#keep(leaf.fingerprint, { statement, askedMs: nowMs });
      if (statement.status !== 'good') this.#told(country, statement.status);
    } catch (error) {
      this.#told(country, error instanceof OcspRefusal ? error.reason : 'unreachable');
    }
  }

  #revoke({ fingerprint, notAfterMs }: Certificate, nowMs: number): void {
    // What has ended is refused for that.
    for (const [other, endsMs] of this.#revoked) if (endsMs < nowMs) this.#revoked.delete(other);
    this.#revoked.set(fingerprint, notAfterMs);
  }

  #keep(fingerprint: string, kept: Kept): void {
    // Behind all others: the one asked about longest ago is the first to go.
    this.#kept.delete(fingerprint);
    this.#kept.set(fingerprint, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}
