import { overviewOf } from '../facts.js';
import type { Pages } from '../pages.js';
import { homeView, situationView } from '../views/home.js';

export function homeRoutes({ page, live, sources }: Pages): void {
  page('/', async (frame) => homeView(frame, await overviewOf(sources)));
  live('/events', async (frame) => situationView(frame, await overviewOf(sources)));
}
