import { isNcpError, NcpError, periodState, quartersBefore, reportingPeriod, type ReportingPeriod } from '@ncp/domain';
import { kpiCsv, kpiWorkbook, requirePeriod, tablesOf, type KpiTable, type StatisticsWish } from '@ncp/store';
import { paramOf } from '@ncp/web';
import { named, NotHere, send, type AskedBy, type Pages } from '../pages.js';
import { sendLines } from '../send-lines.js';
import type { Frame } from '../views/frame.js';
import { errorView } from '../views/other.js';
import { statisticsView } from '../views/statistics.js';

/** Quarters that are offered: two years and the present one. */
const QUARTERS = 9;
/** A workbook is made in memory; what is larger is exported by the command. */
const MAX_ROWS = 100_000;
const PERIOD = /^[0-9Q-]{7}$/;
const TABLE = /^KPI-1\.[2-6]$/;
/** The rows of transactions name points of care. */
const isIndicator = ({ name }: KpiTable): boolean => TABLE.test(name);

/** A period that has begun and is still kept. @throws NotHere */
function periodOf(frame: Frame, ask: AskedBy): ReportingPeriod {
  const period = reportingPeriod(named(ask, 'period', PERIOD));
  if (period === undefined || period.from > frame.now || periodState(period, frame.now) === 'gone') throw new NotHere();
  return period;
}

/** The statistics of a period, and their download: a closed period, without points of care, for everybody; the rest for operators. */
export function statisticsRoutes({ page, answer, known, parts, sources: { statistics } }: Pages): void {
  page('/statistics', async (frame) => {
    const [present, latest = present] = quartersBefore(frame.now, 2);
    if (latest === undefined) throw new NotHere();
    return statisticsView(frame, { period: latest, quarters: quartersBefore(frame.now, QUARTERS), counts: await statistics.counts({ period: latest }) });
  });
  page('/statistics/:period', async (frame, ask) => {
    const period = periodOf(frame, ask);
    return statisticsView(frame, { period, quarters: quartersBefore(frame.now, QUARTERS), counts: await statistics.counts({ period }) });
  });

  /** What cannot be handed out is said so; everything else that fails is a fault like any other. */
  const handOut = (give: (frame: Frame, ask: AskedBy, period: ReportingPeriod) => Promise<void>) => async (frame: Frame, ask: AskedBy): Promise<void> => {
    try {
      const period = periodOf(frame, ask);
      requirePeriod(period, frame.now);
      await give(frame, ask, period);
    } catch (error) {
      const code = isNcpError(error) ? error.code : undefined;
      if (code !== 'NCP_STATISTICS_PERIOD' && code !== 'NCP_STATISTICS_SIZE') throw error;
      send(parts, ask, errorView(frame, { text: frame.t.statistics.refused[code], hint: frame.t.statistics.refusedHint[code], code }), 409);
    }
  };
  const workbook = async ({ response }: AskedBy, wish: StatisticsWish, tables: readonly KpiTable[]): Promise<void> => {
    const rows = (await statistics.counts(wish)).reduce((sum, { count }) => sum + count, 0);
    if (rows > MAX_ROWS) throw new NcpError('NCP_STATISTICS_SIZE', { rows });
    const { bytes } = await kpiWorkbook(statistics, wish, { state: 'closed', asOf: '', demo: parts.demo, tables });
    const name = ['ncp-kpi-SE', wish.country, wish.period.name].filter((part) => part !== undefined).join('-');
    response.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').attachment(`${name}.xlsx`).send(bytes);
  };

  answer('/statistics/:period/indicators.xlsx', handOut((_frame, ask, period) => workbook(ask, { period }, tablesOf(period).filter(isIndicator))));
  answer('/statistics/:period/transactions.xlsx', handOut((_frame, ask, period) => workbook(ask, { period }, tablesOf(period))), 'operator');
  answer('/statistics/:period/countries/:country/indicators.xlsx', handOut(async (_frame, ask, period) => {
    const country = known(paramOf(ask.request)('country'));
    if (country === undefined) throw new NotHere();
    await workbook(ask, { period, country }, tablesOf(period).filter(isIndicator));
  }), 'operator');
  answer('/statistics/:period/:table.csv', handOut(async (_frame, ask, period) => {
    const name = named(ask, 'table', TABLE);
    const table = tablesOf(period).find((one) => one.name === name);
    if (table === undefined) throw new NotHere();
    const { response } = ask;
    response.type('text/csv').attachment(`${name}-SE-${period.name}.csv`);
    await sendLines(response, kpiCsv(statistics, { period }, table));
  }));
}
