import type { Pages } from '../pages.js';
import { ledgersView } from '../views/ledgers.js';

export function dispensationRoutes({ page, sources: { operations } }: Pages): void {
  page('/dispensations', async (frame) => ledgersView(frame, await operations.ledgers()));
}
