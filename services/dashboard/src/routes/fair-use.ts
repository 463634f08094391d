import { addMs } from '@ncp/domain';
import type { Pages } from '../pages.js';
import { fairUseView } from '../views/fair-use.js';

const SHOWN_MS = 30 * 86_400_000;
const SHOWN = 200;

export function fairUseRoutes({ page, sources: { fairUse } }: Pages): void {
  page('/fair-use', async (frame) => fairUseView(frame, await fairUse.events(addMs(frame.now, -SHOWN_MS), SHOWN)));
}
