import { isNcpError } from '@ncp/domain';

/** Documented exit codes of every command (README). */
export const EXIT = {
  ok: 0,
  /** The command ran and its answer is "no": a test failed, a document breaks a rule, a chain is broken. */
  negative: 1,
  /** Wrong use: unknown option, missing argument. */
  usage: 64,
  /** A file or message given as input cannot be read. */
  input: 65,
  /** Something that is needed is not there: program, database, network port. */
  unavailable: 69,
  /** A fault of ours. */
  internal: 70,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What `ncp help` says about them. */
export const EXIT_CODES_HELP = `Exit codes:
  0   done, and the answer is yes
  1   done, and the answer is no: a test failed, a document breaks a rule, the audit chain is broken, doctor found a fault
  64  wrong use: unknown command or option, missing argument
  65  a file that was given cannot be read, or a configuration is invalid
  69  something that is needed is not there: a program, the database, a port, a process that does not start
  70  a fault of ours`;

const USAGE: readonly string[] = ['NCP_CLI_USAGE', 'NCP_PI_FORMAT'];
const INPUT: readonly string[] = ['NCP_CLI_INPUT', 'NCP_CONFIG_FILE', 'NCP_CONFIG_INVALID', 'NCP_TERMINOLOGY_SOURCE', 'NCP_TERMINOLOGY_RELEASE'];
/** Asked for in the right form, and the answer is no. */
const REFUSED: readonly string[] = ['NCP_STATISTICS_PERIOD', 'NCP_STATISTICS_SIZE', 'NCP_AUDIT_CHAIN'];
const UNAVAILABLE = /^NCP_(?:(?:CLI|STORE|QUEUE|TRUST|NATIONAL)_|AUDIT_UNAVAILABLE$)/;

/** The exit code of a failure that stopped a command. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!isNcpError(error)) return EXIT.internal;
  if (USAGE.includes(error.code)) return EXIT.usage;
  if (INPUT.includes(error.code)) return EXIT.input;
  if (REFUSED.includes(error.code)) return EXIT.negative;
  return UNAVAILABLE.test(error.code) ? EXIT.unavailable : EXIT.internal;
}
