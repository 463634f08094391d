import { instant, instantFromEpoch, epochMs, isNcpError, stockholmDate, type CalendarDate, type Instant } from '@ncp/domain';
import { readTrustFiles, readWatched, trustCalendar } from '@ncp/trust';
import { ACTIONS } from '../operator.js';
import { askedFor, type Pages } from '../pages.js';
import { MONTHS, trustView, type TrustPage } from '../views/trust.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MONTH_MS = 31 * 86_400_000;

/** A day within the months that are shown; today for everything else. */
function dayOf(text: string | undefined, now: Instant): { readonly at: Instant; readonly day: CalendarDate } {
  const ms = text === undefined ? Number.NaN : Date.parse(`${text}T12:00:00Z`);
  const fits = !Number.isNaN(ms) && ms >= epochMs(now) && ms <= epochMs(now) + (MONTHS + 1) * MONTH_MS;
  const at = fits ? instantFromEpoch(ms) : now;
  return { at: instant(at), day: stockholmDate(at) };
}

export function trustRoutes({ page, sources: { config } }: Pages): void {
  page('/trust', async (frame, ask) => {
    const { at, day } = dayOf(askedFor(ask, 'at', DAY), frame.now);
    const read = async (): Promise<TrustPage> => {
      const own = config.certificates.map(({ name, file, purpose }) => ({ what: name, file, purpose }));
      try {
        return { day, entries: await trustCalendar(await readTrustFiles(config.trust), await readWatched(own, config.trust), { now: frame.now, at }) };
      } catch (error) {
        // A file that cannot be read hides what it would have said: the page says so, and shows no calendar that lacks it.
        if (!isNcpError(error)) throw error;
        return { day, fault: { code: error.code, ...(typeof error.details['path'] === 'string' ? { path: error.details['path'] } : {}) } };
      }
    };
    return trustView(frame, await read());
  }, ACTIONS['see-trust']);
}
