#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createLogger, dieOnUnhandled, errorFields, onShutdown } from '@ncp/runtime';
import { loadCounterConfig } from './config.js';
import { startCounter } from './start.js';

const { values } = parseArgs({ options: { config: { type: 'string' }, help: { type: 'boolean', default: false } } });
if (values.help || values.config === undefined) {
  console.log('usage: counter --config FILE\n\nReference pharmacy counter in a browser; a client of the API of ncp-b.\nThe configuration is described in the README.');
  process.exit(values.help ? 0 : 64);
}
const boot = createLogger('counter', 'info');
dieOnUnhandled(boot);
try {
  const running = await startCounter(loadCounterConfig(values.config));
  onShutdown(running.log, 15_000, [() => running.close()]);
} catch (error) {
  boot.error('start failed', errorFields(error));
  process.exit(69);
}
