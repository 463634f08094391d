import { describe, expect, it } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { createLogger, errorFields } from './logger.js';

describe('createLogger', () => {
  it('writes one JSON line with the event and the listed fields', () => {
    const lines: string[] = [];
    createLogger('test', 'info', { write: (line) => { lines.push(line); } }).info('exchange ended', { outcome: 0, count: 2 });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ service: 'test', msg: 'exchange ended', outcome: 0, count: 2 });
  });
});

describe('errorFields', () => {
  it('DAT-07 keeps code and details of our errors', () => {
    expect(errorFields(new NcpError('NCP_XML_DEPTH', { limit: 128 }))).toEqual({ code: 'NCP_XML_DEPTH', details: { limit: 128 } });
  });

  it('DAT-07 keeps only class and place of a foreign error, never its message', () => {
    const fields = errorFields(new TypeError('cannot read 199008202385'));
    expect(fields.errorClass).toBe('TypeError');
    expect(JSON.stringify(fields)).not.toContain('199008202385');
    expect(fields.at?.[0]).toMatch(/logger\.test/);
  });
});
