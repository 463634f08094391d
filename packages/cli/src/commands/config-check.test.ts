import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { configCheckCommand, examineConfig } from './config-check.js';

const GOOD = (extra = ''): string => `
seal: { cert: there.pem, key: there.pem }
countries:
  - { code: FI, homeCommunityId: 1.2.246.556.12001.4.1000.990.1, anchors: [there.pem], tlsPins: [there.pem], crls: [there.pem] }
ncpA: { tls: { cert: there.pem, key: there.pem } }
database: { url: 'postgres://ncp_a:CANARY-SECRET@db/ncp' }
keyEncryptionKeyFile: there.pem
national: { baseUrl: 'https://nll.example/fhir', tokenUrl: 'https://nll.example/token', clientId: ncp, clientSecretFile: there.pem }
${extra}`;

describe('ncp config check', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ncp-config-'));
    writeFileSync(join(folder, 'there.pem'), '');
  });
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  const written = (text: string): string => {
    const file = join(folder, 'ncp.yaml');
    writeFileSync(file, text);
    return file;
  };

  it('says what is in force and where it comes from, and shows no secret', () => {
    const { findings, settings } = examineConfig(written(GOOD()), { NCP_LOG_LEVEL: 'warn' });
    expect(findings).toEqual([]);
    const of = (path: string) => settings.find((one) => one.path === path);
    expect([of('log.level'), of('ncpA.port')?.origin, of('national.clientId')]).toEqual([
      { path: 'log.level', value: 'warn', origin: 'environment', variable: 'NCP_LOG_LEVEL' }, 'default', { path: 'national.clientId', value: 'ncp', origin: 'file' },
    ]);
    expect(JSON.stringify(settings)).not.toContain('CANARY');
  });

  it('names every fault at once, with its place and a hint, and no value', () => {
    const file = written(GOOD('queue: { url: CANARY-QUEUE }\nlog: { level: loud }\nauditRepository: { host: a, ca: missing.pem }\nunheard: 1').replace('keyEncryptionKeyFile: there.pem', 'keyEncryptionKeyFile: gone.key'));
    const { findings, settings } = examineConfig(file, {});
    expect(findings.map(({ path }) => path).toSorted()).toEqual(['(root)', 'auditRepository.ca', 'keyEncryptionKeyFile', 'log.level', 'queue.url']);
    expect(findings.every(({ hint, expected }) => hint.length > 20 && expected !== '')).toBe(true);
    expect([settings, JSON.stringify(findings).includes('CANARY')]).toEqual([[], false]);
    expect(findings.find(({ path }) => path === 'log.level')?.hint).toContain('NCP_LOG_LEVEL');
  });

  it('looks for the certificates of those who may sign addresses', () => {
    const treatment = `ncpB: { api: { tls: { cert: there.pem, key: there.pem }, oauth: { jwksUrl: 'https://id.example/jwks', issuer: 'https://id.example', audience: ncp } }, directory: { folder: ., publicKey: there.pem, smp: { url: 'https://smp.example', signers: [there.pem, gone.pem], networks: ['10.0.0.0/8'] } } }`;
    expect(examineConfig(written(GOOD(treatment)), {}).findings.filter(({ path }) => path.includes('signers')).map(({ path }) => path)).toEqual(['ncpB.directory.smp.signers.1']);
  });

  it('ends with 1 when there is a fault', () => {
    const lines: string[] = [];
    const output = { json: false, line: (text = '') => { lines.push(text); }, progress: () => undefined, result: () => undefined };
    expect(configCheckCommand(output, { state: folder, config: written('mode: demo') })).toBe(1);
    expect(lines.at(-1)).toMatch(/^\d+ fault\(s\) in /);
  });
});
