import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addMs, countryCode, type ExchangeId, type Instant, NcpError, type PeerService } from '@ncp/domain';
import { announcer, type Announcer, type RecordChange, trustList } from '../../../test/announcements.js';
import { NOW } from '../../../test/odd-authority.js';
import { fingerprintOf } from '../../certificate.js';
import { allowedNetworks, auditChange, Discovery, type DiscoveryChange, recordUrl, TrustListKeeper } from '../../index.js';

const FI = countryCode('FI');
const HOUR_MS = 3_600_000;
const SERVICES: readonly PeerService[] = ['identify', 'query', 'retrieve', 'submit'];
const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return [Reflect.get(Object(error), 'code'), Reflect.get(Object(Reflect.get(Object(error), 'details')), 'reason')];
  }
};

describe('what countries announce', () => {
  let smp: Announcer;
  beforeAll(async () => { smp = await announcer(); });

  let now: Instant = NOW;
  let served: Map<string, string>;
  let problems: NcpError[] = [];
  let changes: DiscoveryChange[] = [];
  let unaudited: Error | undefined;
  let pins: Set<string>;
  let asked = 0;
  let discovery: Discovery;
  const url = (service: PeerService): string => recordUrl('http://smp.example/smp', FI, service);
  const serve = (change: RecordChange = {}): void => { for (const service of SERVICES) served.set(url(service), smp.record(FI, service, change)); };
  const reasons = (): unknown[] => [...new Set(problems.map(({ code, details }) => details.reason ?? code))];
  beforeEach(() => {
    [now, served, problems, changes, asked, unaudited] = [NOW, new Map(), [], [], 0, undefined];
    pins = new Set([fingerprintOf(smp.server.certificateDer)]);
    discovery = new Discovery({
      url: 'http://smp.example/smp', signers: new Set([fingerprintOf(smp.signer.certificateDer)]), networks: allowedNetworks(['10.1.0.0/16', '.ehealth.example']),
      pinned: (_country, fingerprint) => pins.has(fingerprint), now: () => now, problem: (error) => { problems.push(error); }, changed: async (change) => {
        if (unaudited !== undefined) throw unaudited;
        changes.push(change);
      },
      fetch: async (at) => {
        asked += 1;
        const found = served.get(at);
        if (found === undefined) throw new Error('unreachable');
        return Buffer.from(found);
      },
    });
  });
  const later = (ms: number): void => { now = addMs(now, ms); };
  const here = 'https://10.1.2.3/ncp';
  const all = (at: string): Record<string, string> => Object.fromEntries(SERVICES.map((service) => [service, at]));

  it('are read from a record that another implementation signed, once a day', async () => {
    serve();
    expect(discovery.certificates(FI)).toEqual([]);
    expect(await discovery.refresh(FI)).toBe(true);
    expect(discovery.endpoints(FI)).toEqual(all(here));
    expect(discovery.certificates(FI)).toEqual(SERVICES.map(() => fingerprintOf(smp.server.certificateDer)));
    expect(await discovery.refresh(FI)).toBe(false);
    expect(asked).toBe(4);
    later(25 * HOUR_MS);
    expect([await discovery.refresh(FI), asked]).toEqual([false, 8]);
    expect(url('query')).toBe('http://smp.example/smp/ehealth-participantid-qns%3A%3Aurn%3Aehealth%3Afi%3Ancp-idp/services/ehealth-resid-qns%3A%3Aurn%3Aehealth%3ARequestOfData%3A%3AXCA%3A%3ACrossGatewayQuery%23%23ITI-38');
  });

  it.each<readonly [string, () => RecordChange | ((text: string) => string), string]>([
    ['by a signer that is not authorised', () => ({ by: smp.stranger }), 'smp-signer'],
    ['changed after it was signed', () => (text: string) => text.replace('10.1.2.3', '10.1.2.4'), 'NCP_DSIG_DIGEST'],
    ['without a signature', () => (text: string) => text.replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, ''), 'NCP_DSIG_MISSING'],
    ['of another participant', () => ({ participant: 'urn:ehealth:dk:ncp-idp' }), 'ParticipantIdentifier-differs'],
    ['of another process', () => ({ process: 'urn:XDR::Other' }), 'ProcessIdentifier-differs'],
    ['that has expired', () => ({ dates: '<ServiceExpirationDate>2026-06-01T00:00:00Z</ServiceExpirationDate>' }), 'expired'],
    ['that is not active yet', () => ({ dates: '<ServiceActivationDate>2026-07-01T00:00:00Z</ServiceActivationDate>' }), 'not-active-yet'],
    ['with two end points', () => ({ twice: true }), 'NCP_PEER_DIRECTORY'],
    ['without TLS', () => ({ url: 'http://10.1.2.3/ncp' }), 'EndpointURI'],
    ['that is no XML', () => () => 'rubbish', 'NCP_XML_NOT_WELL_FORMED'],
  ])('TLS-20 a record %s is ignored, the last good one is kept, and people are told', async (_title, made, reason) => {
    serve();
    await discovery.refresh(FI);
    const change = made();
    if (typeof change === 'function') for (const [at, text] of served) served.set(at, change(text));
    else serve(change);
    later(25 * HOUR_MS);
    expect(await discovery.refresh(FI)).toBe(false);
    expect(reasons()).toEqual([reason]);
    expect(discovery.endpoints(FI)).toEqual(all(here));
    expect(changes.filter(({ kind }) => kind === 'activated')).toHaveLength(4);
  });

  it('TLS-21 an SMP that cannot be reached: the last good record for seven days, then the country is unavailable and says why', async () => {
    expect(codeOf(() => discovery.endpoints(FI))).toEqual(['NCP_PEER_UNAVAILABLE', 'not-read-yet']);
    serve();
    await discovery.refresh(FI);
    served.clear();
    later(6 * 24 * HOUR_MS);
    await discovery.refresh(FI);
    expect([reasons(), discovery.endpoints(FI)]).toEqual([['smp-unreachable'], all(here)]);
    later(25 * HOUR_MS);
    expect(codeOf(() => discovery.endpoints(FI))).toEqual(['NCP_PEER_UNAVAILABLE', 'last-good-too-old smp-unreachable']);
    // It is asked once a minute and not more.
    const before = asked;
    await discovery.refresh(FI);
    await discovery.refresh(FI);
    expect(asked - before).toBe(4);
    serve();
    later(61_000);
    expect([await discovery.refresh(FI), discovery.endpoints(FI)]).toEqual([false, all(here)]);
  });

  it('TLS-22 a new certificate waits until it is pinned, told once; a new address with the pinned one is taken at once', async () => {
    serve();
    await discovery.refresh(FI);
    changes = [];
    serve({ certificate: smp.next, url: 'https://10.1.9.9/new' });
    later(25 * HOUR_MS);
    await discovery.refresh(FI);
    later(2 * 60_000);
    await discovery.refresh(FI);
    expect(changes.map(({ kind }) => kind)).toEqual(['pending', 'pending', 'pending', 'pending']);
    expect([discovery.pending(FI), discovery.endpoints(FI)]).toEqual([SERVICES, all(here)]);
    pins.add(fingerprintOf(smp.next.certificateDer));
    later(61_000);
    expect([await discovery.refresh(FI), discovery.pending(FI), discovery.endpoints(FI)]).toEqual([true, [], all('https://10.1.9.9/new')]);
    expect(changes.filter(({ kind }) => kind === 'activated').map(({ service, certificate }) => [service, certificate])).toEqual(SERVICES.map((service) => [service, fingerprintOf(smp.next.certificateDer)]));
    serve({ certificate: smp.next, url: 'https://ncp.ehealth.example/moved' });
    expect([await discovery.refresh(FI, true), discovery.endpoints(FI)]).toEqual([true, all('https://ncp.ehealth.example/moved')]);
  });

  it('TLS-22 a change that a call which found nobody brought to light is tried again after a minute, not only when the record is due', async () => {
    serve();
    await discovery.refresh(FI);
    unaudited = new NcpError('NCP_AUDIT_UNAVAILABLE');
    serve({ url: 'https://10.1.9.9/new' });
    expect([await discovery.refresh(FI, true), await discovery.refresh(FI)]).toEqual([false, false]);
    unaudited = undefined;
    later(61_000);
    expect([await discovery.refresh(FI), discovery.endpoints(FI)]).toEqual([true, all('https://10.1.9.9/new')]);
    serve({ certificate: smp.next, url: 'https://10.1.9.9/newer' });
    expect([await discovery.refresh(FI, true), discovery.pending(FI)]).toEqual([false, SERVICES]);
    pins.add(fingerprintOf(smp.next.certificateDer));
    later(61_000);
    expect([await discovery.refresh(FI), discovery.pending(FI), discovery.endpoints(FI)]).toEqual([true, [], all('https://10.1.9.9/newer')]);
  });

  it('TLS-22 what is not audited is not in force: a new country is unavailable, a new address or certificate waits, and all is tried again', async () => {
    unaudited = new NcpError('NCP_AUDIT_UNAVAILABLE');
    serve();
    expect(await discovery.refresh(FI)).toBe(false);
    expect([reasons(), codeOf(() => discovery.endpoints(FI))]).toEqual([['NCP_AUDIT_UNAVAILABLE'], ['NCP_PEER_UNAVAILABLE', 'NCP_AUDIT_UNAVAILABLE']]);
    unaudited = undefined;
    later(61_000);
    expect([await discovery.refresh(FI), discovery.endpoints(FI)]).toEqual([true, all(here)]);
    unaudited = new Error('the store is away');
    serve({ url: 'https://10.1.9.9/new' });
    later(25 * HOUR_MS);
    expect([await discovery.refresh(FI), discovery.endpoints(FI)]).toEqual([false, all(here)]);
    serve({ certificate: smp.next });
    later(61_000);
    expect([await discovery.refresh(FI), discovery.pending(FI)]).toEqual([false, []]);
    unaudited = undefined;
    later(61_000);
    await discovery.refresh(FI);
    expect([discovery.pending(FI), discovery.endpoints(FI)]).toEqual([SERVICES, all(here)]);
  });

  it('TLS-22 is not in force while its leaf is being written', async () => {
    serve();
    const written = Promise.withResolvers<undefined>();
    const writing = new Discovery({
      url: 'http://smp.example/smp', signers: new Set([fingerprintOf(smp.signer.certificateDer)]), networks: allowedNetworks(['10.1.0.0/16']), pinned: () => true, now: () => now,
      problem: (error) => { problems.push(error); }, fetch: async (at) => Buffer.from(served.get(at) ?? ''),
      changed: (change) => auditChange(change, {
        now: () => now, exchangeId: () => '0199a1b2-0000-7000-8000-000000000001' as ExchangeId,
        journal: { commit: async ({ leaf }) => {
          await written.promise;
          leaves.push(leaf.kind);
          return { ok: true, leafSequence: '1' };
        } },
      }),
    });
    const leaves: string[] = [];
    const refreshed = writing.refresh(FI);
    await new Promise((resolve) => { setImmediate(resolve); });
    expect([codeOf(() => writing.endpoints(FI)), leaves]).toEqual([['NCP_PEER_UNAVAILABLE', 'not-read-yet'], []]);
    written.resolve(undefined);
    expect([await refreshed, writing.endpoints(FI), leaves.toSorted()]).toEqual([true, all(here), SERVICES.map((service) => `discovery-activated-${service}`).toSorted()]);
  });

  it.each(['https://127.0.0.1/ncp', 'https://169.254.169.254/latest', 'https://10.2.0.1/ncp', 'https://localhost/ncp', 'https://ehealth.example/ncp', 'https://evil.example/.ehealth.example', 'https://[::1]/ncp', 'https://0x0a010203.example/'])(
    'TLS-23 an end point outside the allowed ranges is refused: %s', async (outside) => {
      serve({ url: outside });
      await discovery.refresh(FI);
      expect([reasons(), codeOf(() => discovery.endpoints(FI))]).toEqual([['outside-networks'], ['NCP_PEER_UNAVAILABLE', 'outside-networks']]);
    });

  it('TLS-23 ranges that say nothing are no configuration', () => {
    for (const wrong of ['10.1.2.3', '10.1.0.0/33', 'example.org', '*']) expect(codeOf(() => allowedNetworks([wrong]))).toEqual(['NCP_CONFIG_INVALID', 'range-or-domain']);
  });

  it('TLS-24 a trust list with a bad signature, of an older sequence number, or expired is refused, and the last good one is kept', () => {
    const keeper = new TrustListKeeper('FI', new Set([fingerprintOf(smp.signer.certificateDer)]));
    const nowMs = Date.parse(NOW);
    const list = (change: Partial<Parameters<typeof trustList>[2]> = {}, by = smp.signer): Uint8Array => Buffer.from(trustList(by, smp.server, { sequence: 7, nextUpdate: '2026-07-01T00:00:00Z', ...change }));
    expect(keeper.take(list(), nowMs)).toMatchObject({ territory: 'FI', sequence: 7, authorities: [smp.server.certificateDer] });
    const { current } = keeper;
    for (const [bytes, code] of [
      [list({}, smp.stranger), 'NCP_TRUST_UNTRUSTED'], [Buffer.from(String(Buffer.from(list())).replace('>7<', '>9<')), 'NCP_DSIG_DIGEST'],
      [list({ sequence: 6 }), 'older-sequence'], [list({ sequence: 8, nextUpdate: '2026-06-01T00:00:00Z' }), 'NCP_TRUST_EXPIRED'],
      [list({ sequence: 8, territory: 'DK' }), 'territory'], [list({ sequence: 8, status: 'withdrawn' }), 'no-authority'], [list({ sequence: 0 }), 'sequence'],
      [list({ sequence: 8.5 }), 'sequence'], [list({ sequence: 8, nextUpdate: 'soon' }), 'next-update'], [list({ sequence: 8, nextUpdate: '2026-06-12T11:59:59.999Z' }), 'NCP_TRUST_EXPIRED'],
      [list({ sequence: 8, edit: (xml) => xml.replaceAll('TrustServiceStatusList', 'TrustServiceList') }), 'root'],
      [list({ sequence: 8, edit: (xml) => xml.replaceAll('http://uri.etsi.org/02231/v2#', 'urn:x') }), 'root'],
      [list({ sequence: 8, edit: (xml) => xml.replace('Svctype/CA/PKC', 'Svctype/TSA/QTST') }), 'no-authority'],
      [list({ sequence: 8, edit: (xml) => xml.replaceAll('ServiceDigitalIdentity', 'ServiceIdentity') }), 'no-authority'],
    ] as const) {
      expect(codeOf(() => keeper.take(bytes, nowMs))).toEqual(expect.arrayContaining([code]));
      expect(keeper.current).toBe(current);
    }
    expect(keeper.take(list({ sequence: 7, nextUpdate: NOW }), nowMs).sequence).toBe(7);
    expect(keeper.take(list({ sequence: 8 }), nowMs).sequence).toBe(8);
  });
});
