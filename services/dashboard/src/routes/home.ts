import { queryOf } from '@ncp/web';
import { overviewOf } from '../facts.js';
import type { AskedBy, Pages } from '../pages.js';
import { homeView, situationView, SORTS, type Sort } from '../views/home.js';

const sortOf = ({ request }: AskedBy): Sort | undefined => SORTS.find((name) => name === queryOf(request)('sort'));

export function homeRoutes({ page, live, sources }: Pages): void {
  page('/', async (frame, ask) => homeView(frame, await overviewOf(sources), sortOf(ask)));
  live('/events', async (frame, ask) => situationView(frame, await overviewOf(sources), sortOf(ask)));
}
