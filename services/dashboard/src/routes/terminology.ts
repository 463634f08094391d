import { queryOf } from '@ncp/web';
import { ACTIONS } from '../operator.js';
import type { Pages } from '../pages.js';
import { terminologyView } from '../views/terminology.js';

export function terminologyRoutes({ page, known, countries, sources: { desk } }: Pages): void {
  page('/terminology', async (frame, { request }) => {
    const query = queryOf(request);
    const country = known(query('country'));
    const every = query('every') === 'yes';
    const [inUse, gaps] = await Promise.all([desk.terminology.inUse(), desk.terminology.gaps(country === undefined ? {} : { country })]);
    const inForce = new Set(inUse.map(({ release }) => release));
    return terminologyView(frame, { inUse, gaps: every ? gaps : gaps.filter(({ release }) => inForce.has(release)), every, countries, ...(country === undefined ? {} : { country }) });
  }, ACTIONS['see-terminology']);
}
