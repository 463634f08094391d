import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { epochMs, instant } from '@ncp/domain';
import { clockFrom, systemClock } from '@ncp/runtime';
import { startAbroadControl, startCountryAbroad, STORY_DEFER_MS, type AbroadCountry, type AbroadTls, type PairFiles } from './index.js';

// NCP-A of Finland, Denmark and Portugal in one process. `--pki` is the index of the throw-away PKI; ports are decisions 3.2.
interface PkiCountryFiles {
  readonly ca: PairFiles;
  readonly tlsServer: PairFiles;
  readonly bad: { readonly tlsServer: AbroadTls['bad'] };
}

const { values } = parseArgs({
  options: {
    'pki': { type: 'string' },
    'clock': { type: 'string' },
    'host': { type: 'string', default: '127.0.0.1' },
    'fi-port': { type: 'string', default: '9441' },
    'dk-port': { type: 'string', default: '9442' },
    'pt-port': { type: 'string', default: '9443' },
    'control-port': { type: 'string', default: '9440' },
    'defer-ms': { type: 'string', default: String(STORY_DEFER_MS) },
    'fill-to': { type: 'string', default: '0' },
  },
});

const { countries } = JSON.parse(readFileSync(values.pki ?? '', 'utf8')) as { readonly countries: Readonly<Record<string, PkiCountryFiles>> };
const filesOf = (code: string): PkiCountryFiles => {
  const found = countries[code];
  if (found === undefined) throw new Error(`no country ${code} in ${values.pki ?? ''}`);
  return found;
};
const sweden = filesOf('SE').ca.certificate;
const clock = values.clock === undefined ? systemClock() : clockFrom(epochMs(instant(values.clock)));
const ports: Readonly<Record<AbroadCountry['code'], string>> = { FI: values['fi-port'], DK: values['dk-port'], PT: values['pt-port'] };

const running = await Promise.all((['FI', 'DK', 'PT'] as const).map((country) => {
  const { tlsServer, bad } = filesOf(country);
  return startCountryAbroad({
    country, clock, host: values.host, port: Number(ports[country]), deferMs: Number(values['defer-ms']), fillTo: Number(values['fill-to']), sealAuthority: sweden,
    tls: { ...tlsServer, clientAuthority: sweden, ...(bad.tlsServer === undefined ? {} : { bad: bad.tlsServer }) },
  });
}));
const control = await startAbroadControl(running, { port: Number(values['control-port']) });
process.stdout.write(`ABROAD ${running.map(({ country, url }) => `${country.code} ${url}`).join(' ')} control ${control.url}\n`);

const stop = (): void => { void Promise.all([control.close(), ...running.map((one) => one.close())]).then(() => process.exit(0)); };
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
