import { ERROR_REGISTRY, isNcpError } from '@ncp/domain';

/** Where a command writes: results to standard output, everything else to standard error. */
export interface Output {
  readonly json: boolean;
  /** A line for people; silent with --json. */
  line(text?: string): void;
  /** Progress, always to standard error. */
  progress(text: string): void;
  /** The result object of --json; silent without. */
  result(value: unknown): void;
}

export const createOutput = (json: boolean): Output => ({
  json,
  line: (text = '') => { if (!json) process.stdout.write(`${text}\n`); },
  progress: (text) => { process.stderr.write(`${text}\n`); },
  result: (value) => { if (json) process.stdout.write(`${JSON.stringify(value, jsonValue, 2)}\n`); },
});

/** Sequence numbers are bigints: a JSON number while it is exact, else a text. */
const jsonValue = (_: string, value: unknown): unknown => {
  if (typeof value !== 'bigint') return value;
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString();
};

/** A failure as people should read it: code, what it means, what to do, where. Never a stack. */
export function describeFailure(error: unknown): string {
  if (!isNcpError(error)) return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const { text, hint } = ERROR_REGISTRY[error.code];
  const where = Object.entries(error.details).map(([name, value]) => `  ${name}: ${Array.isArray(value) ? `\n    ${value.join('\n    ')}` : String(value)}`);
  return [`${error.code}: ${text.en} ${hint.en}`, ...where].join('\n');
}
