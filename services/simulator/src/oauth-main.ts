import { parseArgs } from 'node:util';
import { epochMs, instant } from '@ncp/domain';
import { clockFrom, systemClock } from '@ncp/runtime';
import { startOauthIssuer } from './index.js';

// The development issuer as a process. `--clock` starts the demo clock at an instant.
const { values } = parseArgs({
  options: {
    'clock': { type: 'string' },
    'host': { type: 'string', default: '127.0.0.1' },
    'port': { type: 'string', default: '9082' },
    'audience': { type: 'string' },
    'life-seconds': { type: 'string' },
  },
});

const oauth = await startOauthIssuer({
  clock: values.clock === undefined ? systemClock() : clockFrom(epochMs(instant(values.clock))),
  host: values.host,
  port: Number(values.port),
  ...(values.audience === undefined ? {} : { audience: values.audience }),
  ...(values['life-seconds'] === undefined ? {} : { lifeSeconds: Number(values['life-seconds']) }),
});
process.stdout.write(`OAUTH ${oauth.issuer}\n`);

const stop = (): void => { void oauth.close().then(() => process.exit(0)); };
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
