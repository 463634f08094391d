import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { renderReportPdf, type PdfFont } from '@ncp/cda';
import type { CountryCode } from '@ncp/domain';
import { paramOf } from '@ncp/web';
import { countryReport, knownOf } from '../country-report.js';
import { NotHere, type AskedBy, type Pages } from '../pages.js';
import { countryView, reportView } from '../views/country.js';
import type { Frame } from '../views/frame.js';

const LAST_DAY = 1;

/** The open fonts that are embedded in every PDF; read when the first report is asked for. */
async function readFonts(): Promise<PdfFont> {
  const at = createRequire(import.meta.url);
  const font = async (name: string): Promise<Uint8Array> => new Uint8Array(await readFile(at.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)));
  const [regular, bold] = await Promise.all([font('DejaVuSans'), font('DejaVuSans-Bold')]);
  return { regular, bold };
}

export function countryRoutes({ page, answer, known, sources }: Pages): void {
  let fonts: Promise<PdfFont> | undefined;
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
    fonts ??= readFonts();
    const pdf = await renderReportPdf(await countryReport(frame, sources, code), await fonts);
    await recorded(frame, ask);
    ask.response.type('pdf').set('content-disposition', `attachment; filename="report-${code}.pdf"`).send(Buffer.from(pdf));
  }, 'operator');
}
