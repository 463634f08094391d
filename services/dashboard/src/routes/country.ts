import { randomUUID } from 'node:crypto';
import { renderReportPdf } from '@ncp/cda';
import type { CountryCode } from '@ncp/domain';
import { paramOf } from '@ncp/web';
import { countryReport, knownOf } from '../country-report.js';
import { NotHere, type AskedBy, type Pages } from '../pages.js';
import { fontsOnDemand } from '../pdf-fonts.js';
import { countryView, reportView } from '../views/country.js';
import type { Frame } from '../views/frame.js';

const LAST_DAY = 1;

export function countryRoutes({ page, answer, known, sources }: Pages): void {
  const fonts = fontsOnDemand();
  const named = ({ request }: AskedBy): CountryCode => {
    const code = known(paramOf(request)('country'));
    if (code === undefined) throw new NotHere();
    return code;
  };
  /** A report is on record before it is given; what cannot be recorded is not given. */
  const recorded = async ({ now }: Frame, { session: { who }, request }: AskedBy): Promise<void> => {
    await sources.orders.give({ id: randomUUID(), action: 'export', ledger: 'page', subject: request.path, seen: '', note: '', orderedBy: who.subject, role: who.role, orderedAt: now });
  };

  page('/countries/:country', async (frame, ask) => countryView(frame, await knownOf(sources, named(ask), LAST_DAY)));
  page('/countries/:country/report', async (frame, ask) => {
    const code = named(ask);
    const report = await countryReport(frame, sources, code);
    await recorded(frame, ask);
    return reportView(frame, report, code);
  }, 'operator');
  answer('/countries/:country/report.pdf', async (frame, ask) => {
    const code = named(ask);
    const pdf = await renderReportPdf(await countryReport(frame, sources, code), await fonts());
    await recorded(frame, ask);
    ask.response.type('pdf').set('content-disposition', `attachment; filename="report-${code}.pdf"`).send(Buffer.from(pdf));
  }, 'operator');
}
