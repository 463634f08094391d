import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ROLES_SQL } from './roles.js';

describe('database roles', () => {
  it('infra/database/roles.sql is what the embedded database runs', () => {
    const file = readFileSync(new URL('../../../../infra/database/roles.sql', import.meta.url), 'utf8');
    const commands = file.split('\n').filter((line) => line !== '' && !line.startsWith('--'));
    expect(commands.join('\n')).toBe(ROLES_SQL);
  });
});
