import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { ENVIRONMENT_OVERRIDES } from '@ncp/runtime';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const git = (...args: readonly string[]): string => execFileSync('git', [...args], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28 });

/** A private key itself, not the words that begin one: a marker and at least one line of it. */
const KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\\nr"'+]*[A-Za-z0-9+/]{40}/;
const hasKey = (text: string): boolean => KEY.test(text);
/** Names of settings that would carry a secret in the clear. */
const SECRET_NAME = /(PRIVATE|SECRET|PASSWORD|PASSPHRASE|TOKEN|PIN|KEK)\b/i;

describe('KEY-06 secrets are in files of their own, and nowhere else', () => {
  it('finds a key that is planted', () => {
    const planted = ['-----BEGIN RSA PRIVATE KEY-----', 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7'].join('\n');
    expect([hasKey(planted), hasKey(JSON.stringify(planted)), hasKey("const ENCRYPTED = '-----BEGIN ENCRYPTED PRIVATE KEY-----';")]).toEqual([true, true, false]);
  });

  it('KEY-06 no private key is in a file of the repository', () => {
    const files = git('ls-files', '-z').split('\0').filter((file) => file !== '');
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter((file) => hasKey(readFileSync(join(ROOT, file), 'latin1')))).toEqual([]);
  });

  it('KEY-06 no private key was ever in one', () => {
    const touched = git('log', '--all', '-GBEGIN [A-Z ]*PRIVATE KEY-----', '--format=%H').split('\n').filter((commit) => commit !== '');
    expect(touched.filter((commit) => hasKey(git('show', '--format=', commit).replaceAll(/^[+-]/gm, '')))).toEqual([]);
  });

  it('KEY-06 an image gets neither keys nor state, and no secret as a variable', () => {
    const image = readFileSync(join(ROOT, 'infra/images/Dockerfile'), 'utf8');
    expect(readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n')).toEqual(expect.arrayContaining(['.ncp', '.git', 'certs/out', '**/*.key.pem']));
    expect(image.split('\n').filter((line) => /^(ENV|ARG)\b/.test(line) && SECRET_NAME.test(line))).toEqual([]);
    const compose = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
    // A name that ends in _FILE is where a secret is, not what it is.
    expect(compose.split('\n').filter((line) => SECRET_NAME.test(line) && /^\s+[A-Z_]+\s*:/.test(line) && !/^\s+[A-Z_]+_FILE\s*:/.test(line))).toEqual([]);
  });

  it('KEY-06 no setting takes a key from the environment', () => {
    expect(Object.entries(ENVIRONMENT_OVERRIDES).filter(([name, path]) => SECRET_NAME.test(name) || path.some((part) => /key|secret|pin|passphrase/i.test(part)))).toEqual([]);
  });
});
