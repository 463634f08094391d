import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../exit-code.js';
import { patientLogCommand } from './patient-log.js';

const output = { json: true, line: () => undefined, progress: () => undefined, result: () => { throw new Error('told'); } };

describe('ncp patient-log', () => {
  let state = '';
  beforeAll(() => { state = mkdtempSync(join(tmpdir(), 'ncp-patient-log-')); });
  afterAll(() => { rmSync(state, { recursive: true, force: true }); });
  const ask = (number: string, as = 'Sara Säker'): Promise<number> => patientLogCommand(output, number, { state, reason: 'patient-asked', as, limit: 10 }).then((code) => code, exitCodeOf);

  it('tells nothing without a name, a number, or a deployment', async () => {
    expect([await ask('19900820-2385', ''), await ask('19900820-2385', '; drop'), await ask('19900820-2385')]).toEqual([64, 64, 69]);
    expect(await ask('nobody')).not.toBe(0);
  });
});
