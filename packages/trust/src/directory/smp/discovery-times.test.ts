import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addMs, countryCode, type ExchangeId, type Instant, NcpError, type PeerService } from '@ncp/domain';
import { announcer, type Announcer, type RecordChange } from '../../../test/announcements.js';
import { NOW } from '../../../test/odd-authority.js';
import { fingerprintOf } from '../../certificate.js';
import { allowedNetworks, auditChange, Discovery, type DiscoveryChange, discoveryIn, recordUrl } from '../../index.js';
import type { DiscoveryOptions } from './discovery.js';

const FI = countryCode('FI');
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const SERVICES: readonly PeerService[] = ['identify', 'query', 'retrieve', 'submit'];
const SMP = 'http://smp.example/smp';

describe('the times at which announcements are read', () => {
  let smp: Announcer;
  const records = new Map<string, string>();
  const known = (change: RecordChange): ReadonlyMap<string, string> => new Map(SERVICES.map((service) => {
    const key = `${service} ${change.certificate === undefined ? '' : 'next'}`;
    const record = records.get(key) ?? smp.record(FI, service, change);
    records.set(key, record);
    return [recordUrl(SMP, FI, service), record];
  }));
  beforeAll(async () => {
    smp = await announcer();
    for (const change of [{}, { certificate: smp.next }]) known(change);
  });

  let now: Instant = NOW;
  let served: ReadonlyMap<string, string>;
  let asked = 0;
  let changes: DiscoveryChange[] = [];
  let discovery: Discovery;
  const parts = (): DiscoveryOptions => ({
    url: SMP, signers: new Set([fingerprintOf(smp.signer.certificateDer)]), networks: allowedNetworks(['10.1.0.0/16']), pinned: () => true, now: () => now, problem: () => undefined,
    changed: async (change) => { changes.push(change); },
    fetch: async (at) => {
      asked += 1;
      const found = served.get(at);
      if (found === undefined) throw new Error('unreachable');
      return Buffer.from(found);
    },
  });
  beforeEach(() => {
    [now, served, asked, changes] = [NOW, known({}), 0, []];
    discovery = new Discovery(parts());
  });
  /** Looks at the moment that is so long after the first, and says how many records were asked for until then. */
  const lookAt = async (ms: number): Promise<number> => {
    now = addMs(NOW, ms);
    await discovery.refresh(FI);
    return asked / SERVICES.length;
  };
  const unavailable = (): unknown => {
    try {
      return Object.keys(discovery.endpoints(FI));
    } catch (error) {
      return error instanceof NcpError ? error.details['reason'] : error;
    }
  };

  it('TLS-20 is once a day what was read, unless it is asked for anew', async () => {
    expect([await lookAt(0), await lookAt(MINUTE_MS), await lookAt(24 * HOUR_MS - 1), await lookAt(24 * HOUR_MS)]).toEqual([1, 1, 1, 2]);
    await discovery.refresh(FI, true);
    expect(asked / SERVICES.length).toBe(3);
  });

  it('TLS-21 is once a minute what could not be read, whether it ever was or not', async () => {
    served = new Map();
    expect([await lookAt(0), await lookAt(MINUTE_MS - 1), await lookAt(MINUTE_MS)]).toEqual([1, 1, 2]);
    served = known({});
    expect(await lookAt(2 * MINUTE_MS)).toBe(3);
    served = new Map();
    const next = 24 * HOUR_MS + 2 * MINUTE_MS;
    expect([await lookAt(next), await lookAt(next + MINUTE_MS - 1), await lookAt(next + MINUTE_MS)]).toEqual([4, 4, 5]);
  });

  it('TLS-21 counts for seven days, and no trouble is told that is over', async () => {
    served = new Map();
    await lookAt(0);
    served = known({});
    await lookAt(MINUTE_MS);
    now = addMs(NOW, MINUTE_MS + 7 * 24 * HOUR_MS);
    expect(unavailable()).toEqual(SERVICES);
    now = addMs(now, 1);
    expect(unavailable()).toBe('last-good-too-old not-read-yet');
  });

  it('TLS-22 are told when the certificate alone has changed, and not when nothing has', async () => {
    await lookAt(0);
    await lookAt(24 * HOUR_MS);
    expect(changes.length).toBe(SERVICES.length);
    served = known({ certificate: smp.next });
    now = addMs(NOW, 48 * HOUR_MS);
    expect([await discovery.refresh(FI), changes.slice(SERVICES.length).map(({ kind, certificate }) => [kind, certificate])]).toEqual([true, SERVICES.map(() => ['activated', fingerprintOf(smp.next.certificateDer)])]);
  });

  it('TLS-22 a change whose leaf cannot be written is refused', async () => {
    const [change] = [{ country: FI, service: 'query', kind: 'pending', certificate: 'ab' }] as const;
    const written = (ok: boolean): Promise<void> => auditChange(change, {
      now: () => NOW, exchangeId: () => '0199a1b2-0000-7000-8000-000000000001' as ExchangeId, journal: { commit: async () => (ok ? { ok, leafSequence: '1' } : { ok, guard: 'key-exists' }) },
    });
    await expect(written(true)).resolves.toBeUndefined();
    await expect(written(false)).rejects.toMatchObject({ code: 'NCP_AUDIT_UNAVAILABLE' });
  });

  it('TLS-20 are signed by whom the files of a configuration name, and those must be there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ncp-signers-'));
    const file = join(folder, 'signers.pem');
    await writeFile(file, smp.stranger.certificatePem + smp.signer.certificatePem);
    const { url: _url, signers: _signers, networks: _networks, ...rest } = parts();
    const configured = (signers: readonly string[]): Promise<Discovery> => discoveryIn({ url: SMP, signers, networks: ['10.1.0.0/16'] }, rest);
    expect(await (await configured([file])).refresh(FI)).toBe(true);
    expect(await (await configured([])).refresh(FI)).toBe(false);
    await expect(configured([file, join(folder, 'none.pem')])).rejects.toMatchObject({ code: 'NCP_CONFIG_FILE' });
    await rm(folder, { recursive: true });
  });
});
