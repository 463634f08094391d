import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { epochMs, instant } from '@ncp/domain';
import { clockFrom, systemClock } from '@ncp/runtime';
import { startNll } from './index.js';

// Outside parties for development. `--clock` starts the demo clock at an instant; `--nll-port` is 9080 (decisions 3.2).
const { values } = parseArgs({
  options: {
    'clock': { type: 'string' },
    'host': { type: 'string', default: '127.0.0.1' },
    'nll-port': { type: 'string', default: '9080' },
    'client-id': { type: 'string', default: 'ncpeh-gateway' },
    'client-secret-file': { type: 'string' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    'tls-ca': { type: 'string' },
  },
});

const secretFile = values['client-secret-file'];
const { 'tls-cert': certFile, 'tls-key': keyFile, 'tls-ca': caFile } = values;
const nll = await startNll({
  clock: values.clock === undefined ? systemClock() : clockFrom(epochMs(instant(values.clock))),
  host: values.host,
  port: Number(values['nll-port']),
  clients: [{ id: values['client-id'], role: 'gateway', ...(secretFile === undefined ? {} : { secret: readFileSync(secretFile, 'utf8').trim() }) }],
  ...(certFile === undefined || keyFile === undefined || caFile === undefined ? {} : { tls: { certFile, keyFile, caFile } }),
});
console.log(`NLL ${nll.baseUrl} care ${nll.careUrl} control ${nll.controlUrl}`);

const stop = (): void => { void nll.close().then(() => process.exit(0)); };
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
