import { addMs } from '@ncp/domain';
import { paramOf } from '@ncp/web';
import { NotHere, type Pages } from '../pages.js';
import { countryView } from '../views/country.js';

const DAY_MS = 86_400_000;
const REFUSALS = 10;

export function countryRoutes({ page, known, sources: { operations } }: Pages): void {
  page('/countries/:country', async (frame, { request }) => {
    const code = known(paramOf(request)('country'));
    if (code === undefined) throw new NotHere();
    const since = addMs(frame.now, -DAY_MS);
    const [[facts], traffic, refusals] = await Promise.all([operations.countries([code]), operations.traffic(code, since), operations.refusals(code, since, REFUSALS)]);
    return countryView(frame, { facts: facts ?? { code, services: [] }, traffic, refusals });
  });
}
