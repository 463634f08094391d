import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { loadCounterConfig } from './config.js';

const folder = mkdtempSync(join(tmpdir(), 'ncp-counter-config-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const load = (yaml: string, environment: NodeJS.ProcessEnv = {}): ReturnType<typeof loadCounterConfig> => {
  const file = join(folder, 'counter.yaml');
  writeFileSync(file, yaml);
  return loadCounterConfig(file, environment);
};
const faults = (yaml: string): unknown => {
  try {
    return load(yaml);
  } catch (error) {
    return isNcpError(error) ? [error.code, error.details['faults']] : error;
  }
};
const GOOD = `
counter:
  tls: { cert: tls.pem, key: tls.key }
  api: { url: "https://127.0.0.1:8444", ca: ca.pem }
  oauth: { issuer: "https://issuer.example/oauth" }
`;

describe('the configuration of the counter', () => {
  it('has defaults, and files beside the file', () => {
    expect(load(GOOD).counter).toMatchObject({ host: '127.0.0.1', port: 8446, healthPort: 9105, tls: { cert: join(folder, 'tls.pem') }, api: { ca: join(folder, 'ca.pem') }, oauth: { clientId: 'ncp-counter' } });
  });

  it('takes nothing of the gateway from the environment', () => {
    expect(load(GOOD, { DATABASE_URL: 'postgres://x', NCP_COUNTER_PORT: '9999', NCP_LOG_LEVEL: 'warn' })).toMatchObject({ counter: { port: 9999 }, log: { level: 'warn' } });
  });

  it('names every fault at once', () => {
    expect(faults('counter: { port: 99999, secret: x }')).toEqual(['NCP_CONFIG_INVALID', expect.arrayContaining([
      expect.stringMatching(/^counter\.port: /), expect.stringMatching(/^counter\.tls: /), expect.stringMatching(/^counter\.api: /), expect.stringMatching(/^counter\.oauth: /), expect.stringMatching(/^counter: /),
    ])]);
  });

  it('wants TLS to the issuer and the real clock outside a demonstration', () => {
    const plain = GOOD.replace('https://issuer', 'http://issuer');
    expect(faults(`clock: "2026-06-12T14:00:00+02:00"${plain}`)).toEqual(['NCP_CONFIG_INVALID', ['clock: no fixed clock in production', 'counter.oauth.issuer: https in production']]);
    expect(load(`mode: demo\nclock: "2026-06-12T14:00:00+02:00"${plain}`).mode).toBe('demo');
  });
});
