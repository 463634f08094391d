import { describe, expect, it } from '@jest/globals';
import { NcpError, type NcpErrorCode } from '@ncp/domain';
import { EXIT, EXIT_CODES_HELP, exitCodeOf } from './exit-code.js';

describe('exit codes', () => {
  const cases: readonly (readonly [NcpErrorCode, number])[] = [
    ['NCP_CLI_USAGE', EXIT.usage], ['NCP_CLI_INPUT', EXIT.input], ['NCP_CONFIG_FILE', EXIT.input], ['NCP_CONFIG_INVALID', EXIT.input],
    ['NCP_CLI_PROCESS', EXIT.unavailable], ['NCP_CLI_PORT', EXIT.unavailable], ['NCP_STORE_EMBEDDED', EXIT.unavailable], ['NCP_INTERNAL', EXIT.internal],
    ['NCP_PI_FORMAT', EXIT.usage], ['NCP_AUDIT_UNAVAILABLE', EXIT.unavailable], ['NCP_AUDIT_CHAIN', EXIT.negative],
  ];
  it.each(cases)('%s ends with %i', (code, status) => { expect(exitCodeOf(new NcpError(code))).toBe(status); });

  it('takes everything unexpected for a fault of ours', () => { expect(exitCodeOf(new Error('odd'))).toBe(EXIT.internal); });

  it('has every code in the help', () => {
    for (const code of Object.values(EXIT)) expect(EXIT_CODES_HELP).toMatch(new RegExp(`^ {2}${code} `, 'm'));
  });
});
