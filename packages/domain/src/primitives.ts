declare const brand: unique symbol;
/** A string that cannot be mixed up with another kind of string. Made only by the parser of its kind. */
export type Brand<Name extends string> = string & { readonly [brand]: Name };

/** ISO 3166-1 alpha-2, upper case. */
export type CountryCode = Brand<'CountryCode'>;
/** Dotted OID without prefix, e.g. `1.2.752.129.2.1.3.1`. */
export type Oid = Brand<'Oid'>;
/** Twelve digits, check digit and calendar date proven (sweden-national 3.1). */
export type PersonalNumber = Brand<'PersonalNumber'>;
/** A decimal number exactly as it was written: `1.50` stays `1.50`. Never a JavaScript number. */
export type DecimalString = Brand<'DecimalString'>;
/** ISO 8601 instant with zone, as written: `2026-03-02T09:14:58+01:00` or `...Z`. */
export type Instant = Brand<'Instant'>;
/** `YYYY-MM-DD`. A day is a day in the place that wrote it, never an instant (decisions D44). */
export type CalendarDate = Brand<'CalendarDate'>;
/** UUIDv7 that names one exchange in every answer, log line, job and trace (decisions G13). */
export type ExchangeId = Brand<'ExchangeId'>;

/** HL7 II: root OID (or UUID) and optional extension. Compared byte for byte. */
export interface InstanceIdentifier {
  readonly root: string;
  readonly extension?: string;
}

/** A code with its code system's OID. `display` is the text the source gave. */
export interface CodedValue {
  readonly code: string;
  readonly codeSystem: string;
  readonly display?: string;
}

/** An amount with the unit as the source wrote it and, where known, the UCUM code or `{annotation}`. */
export interface Quantity {
  readonly value: DecimalString;
  readonly unit: { readonly text: string; readonly code?: string };
}

/** Expected refusals in pure code are returned, not thrown (style 7). */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const refused = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });
