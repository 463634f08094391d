#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createLogger, dieOnUnhandled, errorFields, onShutdown } from '@ncp/runtime';
import { loadDashboardConfig, ownSettings } from './config.js';
import { startDashboard } from './start.js';

const { values } = parseArgs({ options: { config: { type: 'string' }, help: { type: 'boolean', default: false } } });
if (values.help || values.config === undefined) {
  console.log('usage: dashboard --config FILE\n\nOperators\' dashboard of the gateway.\nThe configuration is described in the README.');
  process.exit(values.help ? 0 : 64);
}
const boot = createLogger('dashboard', 'info');
dieOnUnhandled(boot);
try {
  const config = loadDashboardConfig(values.config);
  const running = await startDashboard(config, ownSettings(config, values.config));
  onShutdown(running.log, 15_000, [() => running.close()]);
} catch (error) {
  boot.error('start failed', errorFields(error));
  process.exit(69);
}
