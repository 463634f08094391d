import type { TextsLike } from '@ncp/web';

/** Words of the statistics and of fair use, in Swedish. */
export const statisticsSv = {
  title: (period: string) => `Statistik ${period}`, closed: 'Perioden är slut; siffrorna ändras inte', open: 'Perioden pågår; siffrorna ändras', utc: 'Dagar räknas i UTC. Provanrop räknas aldrig.', periods: 'Perioder',
  indicators: 'Indikatorer', indicator: 'Indikator', outbound: 'Vi frågade', inbound: 'De frågade', failed: 'Misslyckade', all: 'Alla', download: 'Hämta', notYet: 'när perioden är slut', workbook: 'Hämta indikatorerna som arbetsbok',
  withTransactions: 'Hämta med alla transaktioner', openHint: 'En period kan hämtas när den är slut. Då ger den samma fil varje gång.', byCountry: 'Efter land', country: 'Land', report: 'Rapport', reportOf: (name: string) => `Rapport för ${name}`, none: 'Inget utbyte under perioden.',
  refused: { NCP_STATISTICS_PERIOD: 'Perioden är inte slut.', NCP_STATISTICS_SIZE: 'Perioden har för många rader för en arbetsbok här.' },
  refusedHint: { NCP_STATISTICS_PERIOD: 'Vänta en timme efter periodens slut.', NCP_STATISTICS_SIZE: 'Hämta CSV-filerna, eller använd kommandot ncp kpi export.' },
  fairUse: {
    title: 'Ovanligt många frågor', lead: 'Gränserna varnar och stoppar ingenting. En patient visas bara som ett märke, så att man ser att det är samma.', none: 'Ingen gräns har passerats de senaste 30 dagarna.',
    what: 'Vad', who: 'Vem', since: 'Sedan', last: 'Senast', highest: 'Som mest', limit: (messages: string, time: string) => `gräns ${messages} på ${time}`, action: 'Gör så här', exchange: 'Öppna ett utbyte', patient: (mark: string) => `patient ${mark}`,
    inbound: 'frågor från', outbound: 'frågor till', seconds: (count: string) => `${count} s`, minutes: (count: string) => `${count} min`,
  },
} as const;

type StatisticsTexts = TextsLike<typeof statisticsSv>;

export const statisticsEn: StatisticsTexts = {
  title: (period: string) => `Statistics ${period}`, closed: 'The period has ended; its numbers do not change', open: 'The period goes on; its numbers change', utc: 'Days are counted in UTC. Probes are never counted.', periods: 'Periods',
  indicators: 'Indicators', indicator: 'Indicator', outbound: 'We asked', inbound: 'They asked', failed: 'Failed', all: 'All', download: 'Download', notYet: 'when the period has ended', workbook: 'Download the indicators as a workbook',
  withTransactions: 'Download with every transaction', openHint: 'A period can be downloaded when it has ended. It then gives the same file each time.', byCountry: 'By country', country: 'Country', report: 'Report', reportOf: (name: string) => `Report for ${name}`, none: 'No exchange in the period.',
  refused: { NCP_STATISTICS_PERIOD: 'The period has not ended.', NCP_STATISTICS_SIZE: 'The period has too many rows for a workbook here.' },
  refusedHint: { NCP_STATISTICS_PERIOD: 'Wait for an hour after the end of the period.', NCP_STATISTICS_SIZE: 'Download the CSV files, or use the command ncp kpi export.' },
  fairUse: {
    title: 'Unusually many questions', lead: 'The thresholds warn and stop nothing. A patient is shown only as a mark, so that the same one is known again.', none: 'No threshold was passed in the last 30 days.',
    what: 'What', who: 'Who', since: 'Since', last: 'Last', highest: 'At most', limit: (messages: string, time: string) => `threshold ${messages} in ${time}`, action: 'What to do', exchange: 'Open an exchange', patient: (mark: string) => `patient ${mark}`,
    inbound: 'questions from', outbound: 'questions to', seconds: (count: string) => `${count} s`, minutes: (count: string) => `${count} min`,
  },
};
