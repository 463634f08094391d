import type { CountryCode, ExchangeId, NcpErrorCode, SafeDetails } from '@ncp/domain';
import { isNcpError } from '@ncp/domain';
import { pino, type DestinationStream } from 'pino';

/**
 * The whole vocabulary of a log line. The type is the allow-list (RS 6): there is no field for a name,
 * a number of a person, a document or an error message of a library.
 */
export interface LogFields {
  readonly exchange?: ExchangeId;
  readonly country?: CountryCode;
  readonly transaction?: string;
  readonly step?: string;
  readonly outcome?: number;
  readonly code?: NcpErrorCode;
  readonly codes?: readonly string[];
  readonly details?: SafeDetails;
  readonly durationMs?: number;
  readonly count?: number;
  readonly port?: number;
  readonly state?: string;
  readonly service?: string;
  readonly rule?: string;
  /** Class name of an unexpected error; its message may hold input, so it is never logged. */
  readonly errorClass?: string;
  /** Where in our own code an unexpected error arose: `file:line` pairs only. */
  readonly at?: readonly string[];
}

/** Fixed event names make logs countable; free text has no place. */
export interface Logger {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
}

export type LogLevel = 'info' | 'warn' | 'error' | 'silent';

/** @param destination where lines go; standard output when left out. */
export function createLogger(service: string, level: LogLevel, destination?: DestinationStream): Logger {
  const options = { level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime };
  const root = destination === undefined ? pino(options) : pino(options, destination);
  const wrap = (sink: typeof root): Logger => ({
    info: (event, fields) => { sink.info(fields ?? {}, event); },
    warn: (event, fields) => { sink.warn(fields ?? {}, event); },
    error: (event, fields) => { sink.error(fields ?? {}, event); },
    child: (fields) => wrap(sink.child(fields)),
  });
  return wrap(root);
}

const FRAME = /([\w.@-]+\.(?:js|ts|mjs)):(\d+):\d+\)?$/;

/** An error as loggable fields: our code and details, or class and own frames of anything else. */
export function errorFields(error: unknown): LogFields {
  if (isNcpError(error)) return { code: error.code, details: error.details };
  if (!(error instanceof Error)) return { errorClass: typeof error };
  const at = (error.stack ?? '').split('\n').slice(1, 6).flatMap((line) => {
    const frame = FRAME.exec(line.trim());
    return frame === null ? [] : [`${frame[1]}:${frame[2]}`];
  });
  const code = (error as { code?: unknown }).code;
  return { errorClass: typeof code === 'string' ? `${error.name}/${code}` : error.name, at };
}
