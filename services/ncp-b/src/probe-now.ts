import { type CountryCode } from '@ncp/domain';
import type { ProbeResult } from '@ncp/exchange';
import type { Config } from '@ncp/runtime';
import { openTreatment } from './open-treatment.js';
import { probeCountry } from './probing.js';

/**
 * Asks countries now, as the schedule would, and keeps what came of it. All that are not switched off when `wanted` is absent.
 * @throws NcpError NCP_PEER_COUNTRY for a country that has no record, NCP_STORE_UNAVAILABLE, and those of a start
 */
export async function probeNow(config: Config, wanted?: CountryCode): Promise<readonly ProbeResult[]> {
  const open = await openTreatment({ ...config, log: { level: 'silent' } });
  try {
    const { desk: gateway, ncpB: { probe: settings }, directory } = open;
    const countries = wanted === undefined ? directory.countries().filter(({ off }) => off === undefined) : [directory.profile(wanted)];
    return (await Promise.all(countries.map(({ code }) => probeCountry({ ...open, gateway, settings }, code)))).flat();
  } finally {
    await open.close();
  }
}
