import { ACTIONS } from '../operator.js';
import type { Pages } from '../pages.js';
import { configurationView } from '../views/configuration.js';

export function configurationRoutes({ page, sources: { desk, own } }: Pages): void {
  page('/configuration', async (frame) =>
    configurationView(frame, [...await desk.inForce.configurations(), { service: 'dashboard', at: own.since, settings: own.settings }]), ACTIONS['see-configuration']);
}
