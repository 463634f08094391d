import { constants, createPrivateKey, sign, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { PkiIndex } from '@ncp/certs';
import { bareParse } from './engine.js';

/** What the operations that nobody can leave out cost on this machine now: CPU milliseconds each. */
export interface Primitives {
  readonly verify: number;
  readonly sign: number;
  readonly parse: number;
}

/** Long enough for the clock of the processor to be exact. */
const REPETITIONS = 400;
const PARSES = 200;
/** About the size of a canonical SignedInfo. */
const SIGNED_INFO_BYTES = 900;

/** CPU of one call, after as many calls to warm up as are measured in a tenth of the time. */
function cpuOf(repetitions: number, work: () => void): number {
  for (let warm = 0; warm < repetitions / 10; warm += 1) work();
  const before = process.cpuUsage();
  for (let done = 0; done < repetitions; done += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / repetitions;
}

const publicKeyOf = (file: string): KeyObject => new X509Certificate(readFileSync(file)).publicKey;

/** Measures with the keys of the deployment: a peer's seal is verified, our own seal signs. @param requests bodies of one unit */
export async function measurePrimitives(pki: PkiIndex, requests: readonly Uint8Array[]): Promise<Primitives> {
  const [ours, theirs] = [pki.countries['SE'], pki.countries['FI']];
  if (ours === undefined || theirs === undefined) throw new TypeError('the PKI lacks SE or FI');
  const data = Buffer.alloc(SIGNED_INFO_BYTES, 'x');
  const padding = constants.RSA_PKCS1_PADDING;
  const signature = sign('sha256', data, { key: createPrivateKey(readFileSync(theirs.seal.key)), padding });
  const peer = publicKeyOf(theirs.seal.certificate);
  const seal = createPrivateKey(readFileSync(ours.seal.key));
  const parse = await bareParse();
  return {
    verify: cpuOf(REPETITIONS, () => { verify('sha256', data, { key: peer, padding }, signature); }),
    sign: cpuOf(REPETITIONS, () => { sign('sha256', data, { key: seal, padding }); }),
    parse: cpuOf(PARSES, () => { for (const request of requests) parse(request); }),
  };
}
