import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { addMs, countryCode, instant } from '@ncp/domain';
import { issueHcpAssertion } from '@ncp/saml';
import { element, NS, parseXml, serialiseXml, verificationMemory, verifyElement, walk, type XmlElement } from '@ncp/xml';
import { median, spread } from './statistics.js';

/**
 * Milliseconds of one assertion on a thread that does nothing else: the median of single ones, and of that the median over rounds. By the clock on the wall,
 * which is never less than CPU; the system's clock of CPU ticks every 4 ms on some machines.
 */
export interface AssertionCost {
  /** Never seen before: canonicalised, digested, its signature proven. */
  readonly fresh: number;
  /** Seen in an earlier message: where it stands and whose it is are judged all the same. */
  readonly seen: number;
  /** One RSA verification, which nobody can leave out for a fresh one. */
  readonly rsa: number;
  /** Bytes of the message that carries it. */
  readonly bytes: number;
  /** How far the rounds lie apart, as a part of the median. */
  readonly noise: { readonly fresh: number; readonly seen: number; readonly rsa: number };
}

export const ASSERTION_LIMITS = { freshMs: 1, seenMs: 0.05 } as const;

/** About the size of a canonical SignedInfo. */
const SIGNED_INFO_BYTES = 900;
const CERTIFICATE_BYTES = 900;
const REPETITIONS = 1_000;
const NOW = instant('2026-03-01T10:15:00Z');

/** Median of one piece of work; what it is done to is made just before, and is not counted. */
const timeOf = <T>(make: () => T, work: (made: T) => void): number => {
  return median(Array.from({ length: REPETITIONS }, () => {
    const made = make();
    const begun = performance.now();
    work(made);
    return performance.now() - begun;
  }));
};

/** One DER sequence as long as a certificate is: who it is, is not measured here. */
const standIn = (): Uint8Array => {
  const der = new Uint8Array(CERTIFICATE_BYTES).fill(1);
  der.set([0x30, 0x82, (CERTIFICATE_BYTES - 4) >> 8, (CERTIFICATE_BYTES - 4) & 255]);
  return der;
};

/** Measures what the signature of an assertion costs, each time in a message of its own that was just read, as messages come. */
export function measureAssertions(rounds: number): AssertionCost {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const assertion = issueHcpAssertion({
    country: countryCode('FI'), nameId: 'fi-4711', spProvidedId: 'fi-4711', subjectId: 'Aino Apteekkari', role: { code: '2262' }, organisation: 'Testiapteekki', organisationId: 'urn:hl7ii:1.2.246.10:4711',
    facilityType: 'Pharmacy', purpose: 'TREATMENT', locality: 'Helsinki', permissions: ['PRD-003', 'PRD-004', 'PRD-005', 'PRD-006', 'PRD-010', 'PRD-016', 'PPD-046'], homeCommunityId: '1.2.246',
    authnInstant: addMs(NOW, -30_000), assurance: 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI',
  }, { id: '_0a1b2c3d-0000-4000-8000-000000000001', now: NOW, key: privateKey, certificateDer: standIn() });
  const message = serialiseXml(element(NS.soap, 'soap:Envelope', {},
    element(NS.soap, 'soap:Header', {}, element(NS.wsse, 'wsse:Security', {}, assertion)),
    element(NS.soap, 'soap:Body', {}, element(NS.query, 'query:AdhocQueryRequest'))));
  const arrived = (): XmlElement => {
    const found = [...walk(parseXml(message))].find(({ local }) => local === 'Assertion');
    if (found === undefined) throw new TypeError('the message lacks its assertion');
    return found;
  };
  const data = Buffer.alloc(SIGNED_INFO_BYTES, 'x');
  const signature = sign('sha256', data, privateKey);
  const memory = verificationMemory();
  const resolveKey = (): typeof publicKey => publicKey;
  const samples = { fresh: [] as number[], seen: [] as number[], rsa: [] as number[] };
  // The first round warms the compiler up and counts for nothing.
  for (let round = 0; round <= rounds; round += 1) {
    const measured = {
      fresh: timeOf(arrived, (one) => { verifyElement(one, { resolveKey }); }),
      seen: timeOf(arrived, (one) => { verifyElement(one, { resolveKey, memory }); }),
      rsa: timeOf(() => data, (one) => { verify('sha256', one, publicKey, signature); }),
    };
    if (round === 0) continue;
    samples.fresh.push(measured.fresh);
    samples.seen.push(measured.seen);
    samples.rsa.push(measured.rsa);
  }
  return {
    fresh: median(samples.fresh), seen: median(samples.seen), rsa: median(samples.rsa), bytes: message.length,
    noise: { fresh: spread(samples.fresh), seen: spread(samples.seen), rsa: spread(samples.rsa) },
  };
}
