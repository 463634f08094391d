#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { countryCode } from '@ncp/domain';
import { createLogger, dieOnUnhandled, errorFields, loadConfig, onShutdown, settingsInForce } from '@ncp/runtime';
import { probeNow } from './probe-now.js';
import { startNcpB } from './start.js';

const { values } = parseArgs({ options: { config: { type: 'string' }, probe: { type: 'string' }, help: { type: 'boolean', default: false } } });
if (values.help || values.config === undefined) {
  console.log('usage: ncp-b --config FILE [--probe FI|all]\n\nCountry of treatment: the national API for pharmacy and care systems.\n--probe asks a country once whether it answers, prints one JSON array, and ends.\nThe configuration is described in the README.');
  process.exit(values.help ? 0 : 64);
}
const boot = createLogger('ncp-b', 'info');
dieOnUnhandled(boot);
try {
  const config = loadConfig(values.config);
  if (values.probe === undefined) {
    const running = await startNcpB(config);
    await running.publish(settingsInForce(config, values.config));
    onShutdown(running.log, config.shutdown.noticeMs + 15_000, [() => running.withdraw(), () => running.close()]);
  } else {
    console.log(JSON.stringify(await probeNow(config, values.probe === 'all' ? undefined : countryCode(values.probe))));
  }
} catch (error) {
  boot.error('start failed', errorFields(error));
  process.exitCode = 69;
  if (values.probe === undefined) process.exit();
}
