import type { TableReport } from '@ncp/cda';
import { addMs, clockTime, countryNames, daysBetween, ERROR_REGISTRY, stockholmDate, wilsonBand, type CountryCode, type CountryFacts, type Instant, type SituationFacts } from '@ncp/domain';
import type { Operations, ProbeState, TrafficRow } from '@ncp/store';
import { countryCertificatesOf, type FactSources } from './facts.js';
import { serviceName, type Frame } from './views/frame.js';

const DAY_MS = 86_400_000;
const PERIOD_DAYS = 30;
const TOP = 10;
const GAPS = 25;

/** Everything that is known of a country: counts, codes and times, nothing of a person. */
export interface CountryKnown {
  readonly facts: CountryFacts;
  readonly since: Instant;
  readonly traffic: readonly TrafficRow[];
  readonly refusals: Awaited<ReturnType<Operations['refusals']>>;
  readonly probes: readonly ProbeState[];
  readonly certificates: SituationFacts['certificates'];
  readonly gaps: Awaited<ReturnType<Operations['gaps']>>;
}

/** @throws NcpError NCP_STORE_UNAVAILABLE */
export async function knownOf({ operations, config, clock }: FactSources, code: CountryCode, days: number): Promise<CountryKnown> {
  const since = addMs(clock.now(), -days * DAY_MS);
  const [[facts], traffic, refusals, probes, certificates, gaps] = await Promise.all([
    operations.countries([code]), operations.traffic(code, since), operations.refusals(code, since, TOP), operations.probes([code]), countryCertificatesOf(config, code, clock), operations.gaps(code, GAPS),
  ]);
  return { facts: facts ?? { code, services: [] }, since, traffic, refusals, probes, certificates, gaps };
}

const percent = (share: number): string => String(Math.round(share * 100));

/** Of what was sent, how much got an answer, be it no; with the band in which the truth lies. */
export function answeredWords({ t }: Pick<Frame, 't'>, { count, troubled }: Pick<TrafficRow, 'count' | 'troubled'>): string {
  const band = wilsonBand(count - troubled, count);
  return band === undefined ? '' : `${String(count - troubled)} / ${String(count)} (${t.country.band(percent(band.low), percent(band.high))})`;
}

export const percentilesWords = ({ t }: Pick<Frame, 't'>, { p50, p95, p99 }: TrafficRow['own']): string => t.app.ms([p50, p95, p99].map((ms) => String(Math.round(ms))).join(' / '));

/** Only codes of our registry are ours to pass on; what else stands there a peer may have written. */
const isOurs = (code: string): code is keyof typeof ERROR_REGISTRY => Object.hasOwn(ERROR_REGISTRY, code);

/** The report that a country may be given: masked, in the reader's language. */
export async function countryReport(frame: Frame, sources: FactSources, code: CountryCode): Promise<TableReport> {
  const { t, language, now } = frame;
  const { facts, since, traffic, refusals, probes, certificates, gaps } = await knownOf(sources, code, PERIOD_DAYS);
  const direction = (of: 'inbound' | 'outbound'): string => (of === 'outbound' ? t.home.out : t.home.in);
  const at = (instant: Instant | undefined): string => (instant === undefined ? t.app.never : `${stockholmDate(instant)} ${clockTime(instant)}`);
  const { country } = t;
  return {
    title: country.reportTitle(countryNames(code)[language]), lead: country.reportLead(stockholmDate(since), stockholmDate(now)), at: now,
    sections: [
      { heading: country.services, none: t.home.notTried, columns: [country.service, country.direction, country.state, country.lastSuccess],
        rows: facts.services.map((one) => [serviceName(frame, one.service), direction(one.direction), one.failingSince === undefined ? t.home.works : t.home.failing[one.direction](at(one.failingSince)), at(one.lastSuccess)]) },
      { heading: country.probes, none: country.probeNone, columns: [country.service, country.state, country.probe, country.lastSuccess],
        rows: probes.map((one) => [country.peerServices[one.service], country.probeOutcomes[one.outcome], at(one.at), at(one.lastSuccess)]) },
      { heading: `${country.monthTraffic} (${country.percentiles})`, none: country.none30, columns: [country.service, country.direction, country.answered, country.refused, country.own, country.peer, country.national],
        rows: traffic.map((row) => [serviceName(frame, row.service), direction(row.direction), answeredWords(frame, row), String(row.refused), percentilesWords(frame, row.own), percentilesWords(frame, row.peer), percentilesWords(frame, row.national)]) },
      { heading: country.refusals, none: country.noRefusals, columns: [country.code, country.count, country.last, country.meaning],
        rows: refusals.map(({ code: one, count, last }) => (isOurs(one) ? [one, String(count), at(last), ERROR_REGISTRY[one].text[language]] : ['(code)', String(count), at(last), ''])) },
      { heading: country.certificates, none: country.noCertificates, columns: [country.certificate, country.ends, country.daysLeft],
        rows: certificates.map(({ what, until }) => [what, stockholmDate(until), String(daysBetween(stockholmDate(now), stockholmDate(until)))]) },
      { heading: country.quality, none: country.noQuality, columns: [country.term, country.field, country.reason, country.count],
        rows: gaps.map((gap) => [gap.codeSystem === '' ? gap.code : `${gap.code} (${gap.codeSystem})`, gap.field, gap.reason, String(gap.count)]) },
    ],
  };
}
