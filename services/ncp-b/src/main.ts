#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createLogger, dieOnUnhandled, errorFields, loadConfig, onShutdown } from '@ncp/runtime';
import { startNcpB } from './start.js';

const { values } = parseArgs({ options: { config: { type: 'string' }, help: { type: 'boolean', default: false } } });
if (values.help || values.config === undefined) {
  console.log('usage: ncp-b --config FILE\n\nCountry of treatment: the national API for pharmacy and care systems.\nThe configuration is described in the README.');
  process.exit(values.help ? 0 : 64);
}
const boot = createLogger('ncp-b', 'info');
dieOnUnhandled(boot);
try {
  const running = await startNcpB(loadConfig(values.config));
  onShutdown(running.log, 15_000, [() => running.close()]);
} catch (error) {
  boot.error('start failed', errorFields(error));
  process.exit(69);
}
