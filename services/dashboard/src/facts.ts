import { readFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { compareInstants, countryCode, instantFromEpoch, situationOf, type CountryCode, type CountryFacts, type Instant, type Situation, type SituationFacts } from '@ncp/domain';
import type { Clock, DashboardConfig, Setting } from '@ncp/runtime';
import type { FairUseReport, OperatorDesk, Operations, OrderDesk, Statistics } from '@ncp/store';
import type { HealthWatch } from './health-watch.js';

/** Everything that the home page tells. */
export interface Overview {
  readonly situation: Situation;
  readonly countries: readonly CountryFacts[];
  readonly parts: SituationFacts['parts'];
}

export interface FactSources {
  readonly operations: Operations;
  /** Where what an operator wants done is ordered. */
  readonly orders: OrderDesk;
  readonly statistics: Statistics;
  readonly fairUse: FairUseReport;
  readonly desk: OperatorDesk;
  /** What this process itself works with, since when. */
  readonly own: { readonly since: Instant; readonly settings: readonly Setting[] };
  readonly health: HealthWatch;
  readonly clock: Clock;
  readonly config: DashboardConfig['dashboard'];
}

/** When each certificate that is watched ends, soonest first. One that cannot be read has ended as far as anybody knows. */
export const certificatesOf = ({ certificates }: DashboardConfig['dashboard'], clock: Clock): Promise<SituationFacts['certificates']> => endsOf(certificates, clock);

/** The same of a country's, as they were enrolled. */
export const countryCertificatesOf = ({ countryCertificates }: DashboardConfig['dashboard'], code: CountryCode, clock: Clock): Promise<SituationFacts['certificates']> =>
  endsOf(countryCertificates.filter(({ country }) => country === code), clock);

async function endsOf(certificates: readonly { readonly name: string; readonly file: string }[], clock: Clock): Promise<SituationFacts['certificates']> {
  const found = await Promise.all(certificates.map(async ({ name, file }) => {
    try {
      return { what: name, until: instantFromEpoch(Date.parse(new X509Certificate(await readFile(file)).validTo)) };
    } catch {
      return { what: name, until: clock.now() };
    }
  }));
  return found.toSorted((a, b) => compareInstants(a.until, b.until));
}

/** @throws NcpError NCP_STORE_UNAVAILABLE */
export async function overviewOf({ operations, health, clock, config }: FactSources): Promise<Overview> {
  const now = clock.now();
  const parts = health.parts();
  const [countries, nationalFailingSince, nationalSlow, work, certificates] = await Promise.all([
    operations.countries(config.countries.map(countryCode)), operations.nationalFailingSince(), operations.nationalSlow(), operations.work(now), certificatesOf(config, clock),
  ]);
  const situation = situationOf({ now, parts, countries, work, certificates, ...(nationalFailingSince === undefined ? {} : { nationalFailingSince }), ...(nationalSlow === undefined ? {} : { nationalSlow }) });
  return { situation, countries, parts };
}
