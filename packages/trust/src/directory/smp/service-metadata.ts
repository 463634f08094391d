import { X509Certificate } from 'node:crypto';
import type { CountryCode, PeerService } from '@ncp/domain';
import { NcpError } from '@ncp/domain';
import { attr, childrenOf, decodeBase64, requireVerified, onlyChild, parseXml, textOf, verifyDocument, type XmlElement } from '@ncp/xml';
import { fingerprintOf } from '../../certificate.js';

/** BDXR SMP (wire-contract 9.1). */
const BDXR = 'http://docs.oasis-open.org/bdxr/ns/SMP/2016/05';
const PARTICIPANT_SCHEME = 'ehealth-participantid-qns';
const DOCUMENT_SCHEME = 'ehealth-resid-qns';
const PROCESS_SCHEME = 'ehealth-procid-qns';

interface Identifiers {
  readonly document: string;
  readonly process: string;
  readonly profile: string;
}

/** What each service is called in a record (wire-contract 9.1). */
export const SMP_SERVICES: Readonly<Record<PeerService, Identifiers>> = {
  identify: { document: 'urn:ehealth:PatientIdentificationAndAuthentication::XCPD::CrossGatewayPatientDiscovery##ITI-55', process: 'urn:XCPD::CrossGatewayPatientDiscovery', profile: 'urn:ihe:iti:2013:xcpd' },
  query: { document: 'urn:ehealth:RequestOfData::XCA::CrossGatewayQuery##ITI-38', process: 'urn:XCA::CrossGatewayQuery', profile: 'urn:ihe:iti:2013:xca' },
  retrieve: { document: 'urn:ehealth:RequestOfData::XCA::CrossGatewayRetrieve##ITI-39', process: 'urn:XCA::CrossGatewayRetrieve', profile: 'urn:ihe:iti:2013:xca' },
  submit: { document: 'urn:ehealth:ProvisioningOfData:Provide::XDR::ProvideandRegisterDocumentSet-b##ITI-41', process: 'urn:XDR::ProvideandRegisterDocumentSet-b', profile: 'urn:ihe:iti:2013:xds' },
};

export const participantOf = (country: CountryCode): string => `urn:ehealth:${country.toLowerCase()}:ncp-idp`;

/** Address of a record below an SMP: what separates is percent-encoded in what is named. */
export const recordUrl = (smp: string, country: CountryCode, service: PeerService): string => {
  const encoded = (scheme: string, value: string): string => encodeURIComponent(`${scheme}::${value}`);
  return `${smp.replace(/\/$/, '')}/${encoded(PARTICIPANT_SCHEME, participantOf(country))}/services/${encoded(DOCUMENT_SCHEME, SMP_SERVICES[service].document)}`;
};

/** Where a country announces one service, and with which certificate. */
export interface ServiceRecord {
  readonly url: string;
  /** SHA-256 of the TLS server certificate, hex. */
  readonly certificate: string;
}

export interface ReadingRecord {
  readonly country: CountryCode;
  readonly service: PeerService;
  /** SHA-256 of the certificates that may sign records, hex: pinned, since an SMP's own authority is not ours to judge. */
  readonly signers: ReadonlySet<string>;
  readonly nowMs: number;
}

/**
 * Reads a signed record: nothing of it is believed but what the signature covers, by a signer we pinned, for the participant and
 * service that was asked for, in force now.
 * @throws NcpError NCP_DSIG_*, NCP_XML_*, NCP_TRUST_UNTRUSTED (signer), NCP_PEER_DIRECTORY with the reason
 */
export function readServiceMetadata(bytes: Uint8Array, { country, service, signers, nowMs }: ReadingRecord): ServiceRecord {
  const refuse = (reason: string): never => {
    throw new NcpError('NCP_PEER_DIRECTORY', { country, service, reason });
  };
  const signed = requireVerified(verifyDocument(parseXml(bytes), {
    resolveKey: ({ certificateDer }) => {
      if (certificateDer === undefined || !signers.has(fingerprintOf(certificateDer))) throw new NcpError('NCP_TRUST_UNTRUSTED', { reason: 'smp-signer' });
      const certificate = new X509Certificate(certificateDer);
      if (nowMs < certificate.validFromDate.getTime() || nowMs > certificate.validToDate.getTime()) throw new NcpError('NCP_TRUST_EXPIRED', { reason: 'smp-signer' });
      return certificate.publicKey;
    },
  }));
  if (signed.ns !== BDXR || signed.local !== 'SignedServiceMetadata') refuse('root');
  const only = (parent: XmlElement, local: string): XmlElement => onlyChild(parent, BDXR, local, 'NCP_PEER_DIRECTORY');
  const information = only(only(signed, 'ServiceMetadata'), 'ServiceInformation');
  const names = (local: string, scheme: string, value: string, parent = information): void => {
    const found = only(parent, local);
    if (attr(found, 'scheme') !== scheme || textOf(found).trim().toLowerCase() !== value.toLowerCase()) refuse(`${local}-differs`);
  };
  const wanted = SMP_SERVICES[service];
  names('ParticipantIdentifier', PARTICIPANT_SCHEME, participantOf(country));
  names('DocumentIdentifier', DOCUMENT_SCHEME, wanted.document);
  const process = only(only(information, 'ProcessList'), 'Process');
  names('ProcessIdentifier', PROCESS_SCHEME, wanted.process, process);
  const endpoint = only(only(process, 'ServiceEndpointList'), 'Endpoint');
  if (attr(endpoint, 'transportProfile') !== wanted.profile) refuse('transportProfile');
  const day = (local: string): number | undefined => {
    const [found] = childrenOf(endpoint, BDXR, local);
    if (found === undefined) return undefined;
    const at = Date.parse(textOf(found).trim());
    return Number.isNaN(at) ? refuse(local) : at;
  };
  if (nowMs < (day('ServiceActivationDate') ?? nowMs)) refuse('not-active-yet');
  if (nowMs >= (day('ServiceExpirationDate') ?? Number.POSITIVE_INFINITY)) refuse('expired');
  const url = URL.parse(textOf(only(endpoint, 'EndpointURI')).trim());
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return refuse('EndpointURI');
  try {
    const certificate = new X509Certificate(decodeBase64(textOf(only(endpoint, 'Certificate')).replaceAll(/\s/g, '')));
    return { url: url.href, certificate: fingerprintOf(new Uint8Array(certificate.raw)) };
  } catch {
    return refuse('Certificate');
  }
}
