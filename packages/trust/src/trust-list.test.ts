import { createPublicKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { announcer, type Announcer, type Edit, keyValueOf, trustList } from '../test/announcements.js';
import { NOW } from '../test/odd-authority.js';
import { fingerprintOf } from './certificate.js';
import { TrustListKeeper } from './trust-list.js';

const swap = (from: string, to: string): Edit => (xml) => {
  if (!xml.includes(from)) throw new Error(`nothing to replace: ${from}`);
  return xml.replaceAll(from, to);
};
const FOREIGN = 'xmlns="urn:x"';

describe('a trust list', () => {
  let smp: Announcer;
  let keeper: TrustListKeeper;
  beforeAll(async () => { smp = await announcer(); });
  const take = (bytes: string): unknown => {
    keeper = new TrustListKeeper('FI', new Set([fingerprintOf(smp.signer.certificateDer)]));
    try {
      return keeper.take(Buffer.from(bytes), Date.parse(NOW)).authorities.length;
    } catch (error) {
      return error instanceof NcpError ? error.details['reason'] ?? error.code : error;
    }
  };
  const list = (edit: Edit, sequence = 7): string => trustList(smp.signer, smp.server, { sequence, nextUpdate: '2026-07-01T00:00:00Z', edit });
  const asItIs: Edit = (xml) => xml;

  it.each<readonly [string, Edit, unknown]>([
    ['as it should be', asItIs, 1],
    ['with a territory of another vocabulary before its own', swap('<SchemeInformation>', `<SchemeInformation><SchemeTerritory ${FOREIGN}>DK</SchemeTerritory>`), 1],
    ['without a territory', swap('SchemeTerritory>', 'SchemePlace>'), 'territory'],
    ['without a number', swap('TSLSequenceNumber>', 'TSLNumber>'), 'sequence'],
    ['without an end', swap('NextUpdate>', 'LastUpdate>'), 'next-update'],
    ['with a certificate of another vocabulary in it', swap('<DigitalId>', `<DigitalId ${FOREIGN}><X509Certificate ${FOREIGN}>AAAA</X509Certificate></DigitalId><DigitalId>`), 1],
    ['with an authority that has no identity', swap('ServiceDigitalIdentity', 'ServiceIdentity'), 'no-authority'],
    ['with what is said of an authority outside a service', swap('TSPService>', 'Another>'), 'no-authority'],
    ['with a service of another vocabulary', (xml) => swap('<TSPService>', `<TSPService ${FOREIGN}>`)(swap('<ServiceInformation>', '<ServiceInformation xmlns="http://uri.etsi.org/02231/v2#">')(xml)), 'no-authority'],
    ['with a service of another kind', swap('Svctype/CA/PKC', 'Svctype/TSA/QTST'), 'no-authority'],
    ['with a service of a kind that only begins like an authority', swap('Svctype/CA/PKC', 'Svctype/CAX'), 'no-authority'],
    ['of another root', swap('TrustServiceStatusList', 'TrustServiceList'), 'root'],
    ['of another vocabulary', swap('http://uri.etsi.org/02231/v2#', 'urn:x'), 'root'],
  ])('TLS-24 %s', (_title, edit, outcome) => {
    expect(take(list(edit))).toBe(outcome);
  });

  it('TLS-24 may be the first of all', () => {
    expect([take(list(asItIs, 1)), keeper.current?.sequence]).toEqual([1, 1]);
    expect([take(list(asItIs, 0)), keeper.current]).toEqual(['sequence', undefined]);
  });

  it('TLS-24 is not believed of a key without its certificate', () => {
    expect(take(keyValueOf(list(asItIs), createPublicKey(smp.signer.certificatePem)))).toBe('trust-list-signer');
  });
});
