import { queryOf } from '@ncp/web';
import { overviewOf, type FactSources, type Overview } from '../facts.js';
import type { AskedBy, Pages } from '../pages.js';
import { homeView, situationView, SORTS, type Sort } from '../views/home.js';

/** Shorter than the pause of a stream: each look of an open page is of the present. */
const SHARED_MS = 2_500;

/** However many pages are open, the present is looked up once in a while for all of them. A look-up that failed is not kept. */
function sharedOverview(sources: FactSources): () => Promise<Overview> {
  let latest: { readonly at: number; readonly overview: Promise<Overview> } | undefined;
  return () => {
    const now = sources.clock.epochMs();
    if (latest !== undefined && now - latest.at < SHARED_MS) return latest.overview;
    const overview = overviewOf(sources);
    latest = { at: now, overview };
    overview.catch(() => { if (latest?.overview === overview) latest = undefined; });
    return overview;
  };
}

const sortOf = ({ request }: AskedBy): Sort | undefined => SORTS.find((name) => name === queryOf(request)('sort'));

export function homeRoutes({ page, live, sources }: Pages): void {
  const present = sharedOverview(sources);
  page('/', async (frame, ask) => homeView(frame, await overviewOf(sources), sortOf(ask)));
  live('/events', async (frame, ask) => situationView(frame, await present(), sortOf(ask)));
}
