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
