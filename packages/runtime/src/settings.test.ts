import { describe, expect, it } from '@jest/globals';
import { settingsOf } from './settings.js';

const overrides = { DATABASE_URL: ['database', 'url'], NCP_LOG_LEVEL: ['log', 'level'] };
const inForce = {
  mode: 'production', log: { level: 'warn' }, database: { url: 'postgres://ncp_a:hemligt@db.example:5432/ncp?password=ocksahemligt' }, queue: { url: 'host=x password=hemligt' },
  countries: [{ code: 'FI', anchors: ['/etc/fi.pem', '/etc/fi2.pem'] }], keyEncryptionKeyFile: '/run/secrets/kek', national: { clientSecret: 'hemligt', baseUrl: 'https://nll.example/fhir' }, empty: [],
};
const settings = settingsOf({
  inForce, overrides, environment: { DATABASE_URL: 'x', NCP_LOG_LEVEL: '' },
  file: { log: { level: 'warn' }, countries: [{ code: 'FI', anchors: ['fi.pem'] }], keyEncryptionKeyFile: 'kek' },
});
const of = (path: string) => settings.find((one) => one.path === path);

describe('settings in force', () => {
  it('say where each value came from', () => {
    expect(of('mode')).toEqual({ path: 'mode', value: 'production', origin: 'default' });
    expect(of('log.level')).toEqual({ path: 'log.level', value: 'warn', origin: 'file' });
    expect(of('database.url')).toMatchObject({ origin: 'environment', variable: 'DATABASE_URL' });
    expect(of('countries.FI.anchors')).toEqual({ path: 'countries.FI.anchors', value: '/etc/fi.pem, /etc/fi2.pem', origin: 'file' });
    expect(of('empty')).toEqual({ path: 'empty', value: '', origin: 'default' });
  });

  it('never hold a secret: only names of files, and addresses without what opens them', () => {
    expect(JSON.stringify(settings)).not.toContain('hemligt');
    expect(of('database.url')?.value).toBe('postgres://ncp_a@db.example:5432/ncp?(hidden)');
    expect([of('queue.url')?.value, of('national.clientSecret')?.value, of('keyEncryptionKeyFile')?.value]).toEqual(['(hidden)', '(hidden)', '/run/secrets/kek']);
  });
});
