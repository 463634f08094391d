#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { createLogger, dieOnUnhandled, errorFields, loadConfig, onShutdown, settingsInForce } from '@ncp/runtime';
import { startDispatcherService } from './start.js';

const { values } = parseArgs({ options: { config: { type: 'string' }, help: { type: 'boolean', default: false } } });
if (values.help || values.config === undefined) {
  console.log('usage: dispatcher --config FILE\n\nBackground work of the gateway: reconciliation of unsettled dispensations, audit forwarding, retention.');
  process.exit(values.help ? 0 : 64);
}
const boot = createLogger('dispatcher', 'info');
dieOnUnhandled(boot);
try {
  const config = loadConfig(values.config);
  const running = await startDispatcherService(config);
  await running.publish(settingsInForce(config, values.config));
  onShutdown(running.log, config.shutdown.noticeMs + 15_000, [() => running.withdraw(), () => running.close()]);
} catch (error) {
  boot.error('start failed', errorFields(error));
  process.exit(69);
}
