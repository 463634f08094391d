#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createLogger, dieOnUnhandled, errorFields, loadConfig, onShutdown, settingsInForce } from '@ncp/runtime';
import { startNcpA } from './start.js';

const { values } = parseArgs({ options: { config: { type: 'string' }, help: { type: 'boolean', default: false } } });
if (values.help || values.config === undefined) {
  console.log('usage: ncp-a --config FILE\n\nCountry of affiliation: mutual-TLS SOAP endpoint for other countries.\nThe configuration is described in the README.');
  process.exit(values.help ? 0 : 64);
}
const boot = createLogger('ncp-a', 'info');
dieOnUnhandled(boot);
try {
  const config = loadConfig(values.config);
  const running = await startNcpA(config);
  await running.publish(settingsInForce(config, values.config));
  onShutdown(running.log, config.shutdown.noticeMs + 15_000, [() => running.withdraw(), () => running.close()]);
} catch (error) {
  boot.error('start failed', errorFields(error));
  process.exit(69);
}
