import { X509Certificate } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import { childrenOf, decodeBase64, requireVerified, deepText, parseXml, textOf, verifyDocument, walk, type XmlElement } from '@ncp/xml';
import { fingerprintOf } from './certificate.js';

/** ETSI TS 119 612. */
const TSL = 'http://uri.etsi.org/02231/v2#';
const GRANTED = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted';
const AUTHORITY = /^http:\/\/uri\.etsi\.org\/TrstSvc\/Svctype\/CA\//;

/** A trust list as far as it names authorities of one territory. */
export interface TrustList {
  readonly territory: string;
  readonly sequence: number;
  readonly nextUpdateMs: number;
  /** DER. */
  readonly authorities: readonly Uint8Array[];
}

const first = (root: XmlElement, local: string): XmlElement | undefined => [...walk(root)].find((one) => one.ns === TSL && one.local === local);

const textAt = (root: XmlElement, local: string): string => {
  const found = first(root, local);
  return found === undefined ? '' : deepText(found).trim();
};

function authoritiesOf(service: XmlElement): readonly Uint8Array[] {
  if (!AUTHORITY.test(textAt(service, 'ServiceTypeIdentifier')) || textAt(service, 'ServiceStatus') !== GRANTED) return [];
  const identity = first(service, 'ServiceDigitalIdentity');
  return identity === undefined ? [] : [...walk(identity)].filter(({ ns, local }) => ns === TSL && local === 'X509Certificate')
    .map((one) => new Uint8Array(new X509Certificate(decodeBase64(textOf(one).replaceAll(/\s/g, ''))).raw));
}

/**
 * Keeps the newest trust list that may be believed: signed by a pinned signer, not expired, never older than what was there
 * before. Whatever is refused leaves the last good one in force (RS TLS-24).
 */
export class TrustListKeeper {
  readonly #signers: ReadonlySet<string>;
  readonly #territory: string;
  #current: TrustList | undefined;

  constructor(territory: string, signers: ReadonlySet<string>) {
    this.#territory = territory;
    this.#signers = signers;
  }

  get current(): TrustList | undefined {
    return this.#current;
  }

  /** @throws NcpError NCP_DSIG_*, NCP_XML_*, NCP_TRUST_UNTRUSTED, NCP_TRUST_EXPIRED, NCP_PEER_DIRECTORY with the reason */
  take(bytes: Uint8Array, nowMs: number): TrustList {
    const refuse = (reason: string): never => {
      throw new NcpError('NCP_PEER_DIRECTORY', { territory: this.#territory, reason });
    };
    const root = requireVerified(verifyDocument(parseXml(bytes), {
      resolveKey: ({ certificateDer }) => {
        if (certificateDer === undefined || !this.#signers.has(fingerprintOf(certificateDer))) throw new NcpError('NCP_TRUST_UNTRUSTED', { reason: 'trust-list-signer' });
        return new X509Certificate(certificateDer).publicKey;
      },
    }));
    if (root.ns !== TSL || root.local !== 'TrustServiceStatusList') refuse('root');
    const territory = textAt(root, 'SchemeTerritory');
    if (territory !== this.#territory) refuse('territory');
    const sequence = Number(textAt(root, 'TSLSequenceNumber'));
    if (!Number.isSafeInteger(sequence) || sequence < 1) refuse('sequence');
    if (sequence < (this.#current?.sequence ?? 0)) refuse('older-sequence');
    const nextUpdateMs = Date.parse(textAt(root, 'NextUpdate'));
    if (Number.isNaN(nextUpdateMs)) refuse('next-update');
    if (nowMs > nextUpdateMs) throw new NcpError('NCP_TRUST_EXPIRED', { territory, reason: 'trust-list' });
    const services = [...walk(root)].filter(({ ns, local }) => ns === TSL && local === 'TSPService');
    const authorities = services.flatMap((service) => childrenOf(service, TSL, 'ServiceInformation').flatMap(authoritiesOf));
    if (authorities.length === 0) refuse('no-authority');
    this.#current = { territory, sequence, nextUpdateMs, authorities };
    return this.#current;
  }
}
