import type { KeyObject } from 'node:crypto';
import { type Authority, certificateAuthority, type Issued } from '@ncp/certs';
import type { CountryCode, PeerService } from '@ncp/domain';
import { signWhole } from '@ncp/testkit';
import { participantOf, SMP_SERVICES } from '../src/index.js';
import { PERIOD } from './odd-authority.js';

/** Who signs what countries announce, and a stranger who would like to. Another implementation makes the signatures. */
export interface Announcer {
  readonly signer: Issued;
  readonly stranger: Issued;
  /** TLS server certificates of a country: the pinned one and a new one. */
  readonly server: Issued;
  readonly next: Issued;
  record(country: CountryCode, service: PeerService, change?: RecordChange): string;
}

export interface RecordChange {
  readonly by?: Issued;
  readonly url?: string;
  readonly certificate?: Issued;
  readonly participant?: string;
  readonly process?: string;
  readonly dates?: string;
  /** A second end point beside the first. */
  readonly twice?: boolean;
  /** Changes the text before it is signed. */
  readonly edit?: Edit;
}

export type Edit = (xml: string) => string;
const same: Edit = (xml) => xml;

const base64 = ({ certificateDer }: Issued): string => Buffer.from(certificateDer).toString('base64');

export async function announcer(): Promise<Announcer> {
  const authority: Authority = await certificateAuthority({ subject: [['C', 'EU'], ['CN', 'SMP CA']], period: PERIOD });
  const issue = (name: string, usage: 'seal' | 'tls-server'): Promise<Issued> => authority.issue({ subject: [['C', 'FI'], ['CN', name]], period: PERIOD, usage });
  const [signer, stranger, server, next] = await Promise.all([issue('smp', 'seal'), issue('stranger', 'seal'), issue('server', 'tls-server'), issue('next', 'tls-server')]);
  return {
    signer, stranger, server, next,
    record: (country, service, { by = signer, url = 'https://10.1.2.3/ncp', certificate = server, participant = participantOf(country), process = SMP_SERVICES[service].process, dates = '', twice = false, edit = same } = {}) => {
      const { document, profile } = SMP_SERVICES[service];
      const endpoint = `<Endpoint transportProfile="${profile}"><EndpointURI>${url}</EndpointURI><RequireBusinessLevelSignature>false</RequireBusinessLevelSignature>`
        + `<MinimumAuthenticationLevel>urn:epSOS:loa:1</MinimumAuthenticationLevel>${dates}<Certificate>${base64(certificate)}</Certificate></Endpoint>`;
      return signWhole(edit('<SignedServiceMetadata xmlns="http://docs.oasis-open.org/bdxr/ns/SMP/2016/05"><ServiceMetadata><ServiceInformation>'
        + `<ParticipantIdentifier scheme="ehealth-participantid-qns">${participant}</ParticipantIdentifier><DocumentIdentifier scheme="ehealth-resid-qns">${document}</DocumentIdentifier>`
        + `<ProcessList><Process><ProcessIdentifier scheme="ehealth-procid-qns">${process}</ProcessIdentifier><ServiceEndpointList>${endpoint}${twice ? endpoint : ''}</ServiceEndpointList></Process></ProcessList>`
        + '</ServiceInformation></ServiceMetadata></SignedServiceMetadata>'), { seal: { certificatePem: by.certificatePem, keyPem: by.keyPem } });
    },
  };
}

/** A trust list that names one authority. */
export const trustList = (by: Issued, authority: Issued, { sequence, nextUpdate, territory = 'FI', status = 'granted', edit = same }: { readonly sequence: number; readonly nextUpdate: string; readonly territory?: string; readonly status?: string; readonly edit?: Edit }): string =>
  signWhole(edit(`<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><SchemeInformation><TSLSequenceNumber>${String(sequence)}</TSLSequenceNumber><SchemeTerritory>${territory}</SchemeTerritory>`
    + `<NextUpdate><dateTime>${nextUpdate}</dateTime></NextUpdate></SchemeInformation><TrustServiceProviderList><TrustServiceProvider><TSPServices><TSPService><ServiceInformation>`
    + '<ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/CA/PKC</ServiceTypeIdentifier>'
    + `<ServiceDigitalIdentity><DigitalId><X509Certificate>${base64(authority)}</X509Certificate></DigitalId></ServiceDigitalIdentity>`
    + `<ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/${status}</ServiceStatus></ServiceInformation></TSPService></TSPServices></TrustServiceProvider></TrustServiceProviderList></TrustServiceStatusList>`),
  { seal: { certificatePem: by.certificatePem, keyPem: by.keyPem } });

/** The same text signed as it was, that offers the key alone instead of the certificate. */
export const keyValueOf = (text: string, publicKey: KeyObject): string => {
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const base64Of = (value: string): string => Buffer.from(value, 'base64url').toString('base64');
  return text.replace(/<(\w+:)X509Data>.*<\/\1X509Data>/s, (_data, prefix: string) =>
    `<${prefix}KeyValue><${prefix}RSAKeyValue><${prefix}Modulus>${base64Of(n)}</${prefix}Modulus><${prefix}Exponent>${base64Of(e)}</${prefix}Exponent></${prefix}RSAKeyValue></${prefix}KeyValue>`);
};
