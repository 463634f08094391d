import { describe, expect, it, jest } from '@jest/globals';
import { NcpError } from '@ncp/domain';
import { createOutput, describeFailure } from './output.js';

const written = (work: () => void): string => {
  const seen: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => { seen.push(String(chunk)); return true; });
  try {
    work();
  } finally {
    spy.mockRestore();
  }
  return seen.join('');
};

describe('output', () => {
  it('writes lines for people and no object', () => {
    const output = createOutput(false);
    expect(written(() => { output.line('hello'); output.line(); output.result({ ok: true }); })).toBe('hello\n\n');
  });

  it('writes exactly one object with --json, sequence numbers as numbers while they are exact', () => {
    const output = createOutput(true);
    const text = written(() => { output.line('hello'); output.result({ leaves: 11n, far: 2n ** 60n }); });
    expect(JSON.parse(text)).toEqual({ leaves: 11, far: '1152921504606846976' });
  });
});

describe('describeFailure', () => {
  it('says code, meaning, what to do and where, and no stack', () => {
    const text = describeFailure(new NcpError('NCP_CONFIG_INVALID', { file: 'a.yaml', faults: ['x: a number', 'y: a text'] }));
    expect(text.split('\n')).toEqual(['NCP_CONFIG_INVALID: The configuration is invalid. Every fault is shown with its path.', '  file: a.yaml', '  faults: ', '    x: a number', '    y: a text']);
  });

  it('names other errors by class and message', () => {
    expect(describeFailure(new TypeError('odd'))).toBe('TypeError: odd');
    expect(describeFailure('odd')).toBe('odd');
  });
});
