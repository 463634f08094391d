import { createPublicKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { countryCode, NcpError } from '@ncp/domain';
import { announcer, type Announcer, type Edit, keyValueOf, type RecordChange } from '../../../test/announcements.js';
import { NOW, PERIOD } from '../../../test/odd-authority.js';
import { fingerprintOf } from '../../certificate.js';
import { readServiceMetadata } from './service-metadata.js';

const FI = countryCode('FI');
const swap = (from: string, to: string): Edit => (xml) => {
  if (!xml.includes(from)) throw new Error(`nothing to replace: ${from}`);
  return xml.replaceAll(from, to);
};

describe('a record of a service', () => {
  let smp: Announcer;
  beforeAll(async () => { smp = await announcer(); });

  /** The reason that it is refused for, else its code; `taken` when it is read. */
  const judged = (change: RecordChange = {}, nowMs = Date.parse(NOW)): unknown => reasonOf(smp.record(FI, 'query', change), nowMs);
  const reasonOf = (record: string, nowMs = Date.parse(NOW)): unknown => {
    const signers = new Set([fingerprintOf(smp.signer.certificateDer)]);
    try {
      readServiceMetadata(Buffer.from(record), { country: FI, service: 'query', signers, nowMs });
    } catch (error) {
      return error instanceof NcpError ? error.details['reason'] ?? error.code : error;
    }
    return 'taken';
  };

  it.each([
    ['as it should be', {}, 'taken'],
    ['of another root', { edit: swap('SignedServiceMetadata', 'UnsignedServiceMetadata') }, 'root'],
    ['of another namespace', { edit: swap('http://docs.oasis-open.org/bdxr/ns/SMP/2016/05', 'urn:x') }, 'root'],
    ['of another participant', { participant: 'urn:ehealth:dk:ncp-idp' }, 'ParticipantIdentifier-differs'],
    ['of another scheme of participants', { edit: swap('ehealth-participantid-qns', 'x') }, 'ParticipantIdentifier-differs'],
    ['of another document', { edit: (xml: string) => xml.replace(/(<DocumentIdentifier[^>]*>)[^<]*/, '$1urn:other') }, 'DocumentIdentifier-differs'],
    ['of another scheme of documents', { edit: swap('ehealth-resid-qns', 'x') }, 'DocumentIdentifier-differs'],
    ['of another process', { process: 'urn:other' }, 'ProcessIdentifier-differs'],
    ['of another transport', { edit: (xml: string) => xml.replace(/transportProfile="[^"]*"/, 'transportProfile="urn:other"') }, 'transportProfile'],
    ['with two end points', { twice: true }, 'NCP_PEER_DIRECTORY'],
    ['with a day that is none', { dates: '<ServiceExpirationDate>soon</ServiceExpirationDate>' }, 'ServiceExpirationDate'],
    ['that begins later', { dates: '<ServiceActivationDate>2026-06-12T12:00:00.001Z</ServiceActivationDate>' }, 'not-active-yet'],
    ['that begins now', { dates: '<ServiceActivationDate>2026-06-12T12:00:00Z</ServiceActivationDate>' }, 'taken'],
    ['that ends now', { dates: '<ServiceExpirationDate>2026-06-12T12:00:00Z</ServiceExpirationDate>' }, 'expired'],
    ['that ends in a moment', { dates: '<ServiceExpirationDate>2026-06-12T12:00:00.001Z</ServiceExpirationDate>' }, 'taken'],
    ['whose address is none', { url: 'nowhere' }, 'EndpointURI'],
    ['whose address is not encrypted', { url: 'http://10.1.2.3/ncp' }, 'EndpointURI'],
    ['whose address holds a user', { url: 'https://user@10.1.2.3/ncp' }, 'EndpointURI'],
    ['whose address holds a password', { url: 'https://:secret@10.1.2.3/ncp' }, 'EndpointURI'],
    ['whose certificate is none', { edit: (xml: string) => xml.replace(/<Certificate>[^<]*/, '<Certificate>AAAA') }, 'Certificate'],
  ] as const)('TLS-20 %s', (_title, change, outcome) => {
    expect(judged(change)).toBe(outcome);
  });

  it('TLS-20 is not believed of a key without its certificate', () => {
    const record = keyValueOf(smp.record(FI, 'query', {}), createPublicKey(smp.signer.certificatePem));
    expect(reasonOf(record)).toBe('smp-signer');
  });

  it('TLS-20 is believed of a pinned signer alone, while that one is in force', () => {
    expect(judged({ by: smp.stranger })).toBe('smp-signer');
    for (const [nowMs, outcome] of [[PERIOD.from.getTime() - 1, 'smp-signer'], [PERIOD.from.getTime(), 'taken'], [PERIOD.until.getTime(), 'taken'], [PERIOD.until.getTime() + 1, 'smp-signer']] as const) expect(judged({}, nowMs)).toBe(outcome);
  });
});
