import { NcpError } from './errors/ncp-error.js';
import type { NcpErrorCode } from './errors/registry.js';
import { ok, refused, type DecimalString, type Result } from './primitives.js';

/**
 * Exact decimal arithmetic for doses, strengths and quantities (house rule 8, CDA-01).
 * Everything is done on `bigint`; no value ever passes through a JavaScript number.
 * Results of arithmetic are in normal form; values that are only carried keep the text they came with.
 */

/** The value is `units` / 10^`scale`. */
interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

// A DecimalString is at the same time a legal JSON number and a legal xs:double, so it can be written to FHIR and
// to CDA without touching it. That is why `.5`, `5.`, `+5` and `007` are refused. The bounds keep hostile input small.
const GRAMMAR = /^(-?)(0|[1-9][0-9]{0,39})(?:\.([0-9]{1,40}))?(?:[eE]([+-]?[0-9]{1,2}))?$/;
const LARGEST_EXPONENT = 40;

const scaled = (text: string): Scaled | undefined => {
  const match = GRAMMAR.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > LARGEST_EXPONENT) return undefined;
  const units = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - exponent;
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
};

/**
 * Reads a decimal number and keeps its text: `1.50` stays `1.50`, `1e-3` stays `1e-3`.
 * Refused (`NCP_CDA_QUANTITY`): anything JSON would refuse as a number, more than 40 digits on a side, huge exponents.
 */
export const parseDecimal = (text: string): Result<DecimalString, NcpErrorCode> =>
  scaled(text) === undefined ? refused('NCP_CDA_QUANTITY') : ok(text as DecimalString);

/** As `parseDecimal`. @throws NcpError NCP_CDA_QUANTITY */
export const decimal = (text: string): DecimalString => {
  const parsed = parseDecimal(text);
  if (!parsed.ok) throw new NcpError(parsed.error);
  return parsed.value;
};

/** A count (packages, uttag) as a decimal. @throws NcpError NCP_CDA_QUANTITY when it is not a safe integer */
export const decimalOfCount = (count: number | bigint): DecimalString => {
  if (typeof count === 'number' && !Number.isSafeInteger(count)) throw new NcpError('NCP_CDA_QUANTITY');
  return write(BigInt(count), 0);
};

export const ZERO: DecimalString = '0' as DecimalString;
export const ONE: DecimalString = '1' as DecimalString;

// A DecimalString may be longer than the grammar after arithmetic on long inputs; it is then still exact.
const WRITTEN = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;

const read = (value: DecimalString): Scaled => {
  const parsed = scaled(value);
  if (parsed !== undefined) return parsed;
  const [, sign = '', whole = '0', fraction = ''] = WRITTEN.exec(value) ?? [];
  return { units: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length };
};

const write = (units: bigint, scale: number): DecimalString => {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const plain = fraction === '' ? whole : `${whole}.${fraction}`;
  return (units < 0n ? `-${plain}` : plain) as DecimalString;
};

const aligned = (a: DecimalString, b: DecimalString): { readonly left: bigint; readonly right: bigint; readonly scale: number } => {
  const x = read(a);
  const y = read(b);
  const scale = Math.max(x.scale, y.scale);
  return { left: x.units * 10n ** BigInt(scale - x.scale), right: y.units * 10n ** BigInt(scale - y.scale), scale };
};

/** Normal form: no exponent, no trailing zeros, no negative zero. Equal values have equal normal forms. */
export const normalise = (value: DecimalString): DecimalString => {
  const { units, scale } = read(value);
  return write(units, scale);
};

export const addDecimal = (a: DecimalString, b: DecimalString): DecimalString => {
  const { left, right, scale } = aligned(a, b);
  return write(left + right, scale);
};

export const subtractDecimal = (a: DecimalString, b: DecimalString): DecimalString => {
  const { left, right, scale } = aligned(a, b);
  return write(left - right, scale);
};

export const multiplyDecimal = (a: DecimalString, b: DecimalString): DecimalString => {
  const x = read(a);
  const y = read(b);
  return write(x.units * y.units, x.scale + y.scale);
};

export const compareDecimal = (a: DecimalString, b: DecimalString): -1 | 0 | 1 => {
  const { left, right } = aligned(a, b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

export const minDecimal = (a: DecimalString, b: DecimalString): DecimalString => (compareDecimal(a, b) <= 0 ? a : b);
export const maxDecimal = (a: DecimalString, b: DecimalString): DecimalString => (compareDecimal(a, b) >= 0 ? a : b);
export const isPositive = (value: DecimalString): boolean => read(value).units > 0n;
export const isZero = (value: DecimalString): boolean => read(value).units === 0n;
export const isInteger = (value: DecimalString): boolean => !normalise(value).includes('.');

const floorBig = (numerator: bigint, denominator: bigint): bigint => {
  const quotient = numerator / denominator;
  const exact = quotient * denominator === numerator;
  return !exact && numerator < 0n !== denominator < 0n ? quotient - 1n : quotient;
};

const divisible = (a: DecimalString, b: DecimalString): { readonly left: bigint; readonly right: bigint } => {
  const pair = aligned(a, b);
  if (pair.right === 0n) throw new NcpError('NCP_CDA_QUANTITY');
  return pair;
};

/** The largest whole number not above a / b. @throws NcpError NCP_CDA_QUANTITY when b is zero */
export const floorDivide = (a: DecimalString, b: DecimalString): bigint => {
  const { left, right } = divisible(a, b);
  return floorBig(left, right);
};

/** The smallest whole number not below a / b. @throws NcpError NCP_CDA_QUANTITY when b is zero */
export const ceilDivide = (a: DecimalString, b: DecimalString): bigint => {
  const { left, right } = divisible(a, b);
  return -floorBig(-left, right);
};

/** a / b rounded half away from zero to `places` decimals. @throws NcpError NCP_CDA_QUANTITY when b is zero */
export const divideRounded = (a: DecimalString, b: DecimalString, places: number): DecimalString => {
  const { left, right } = divisible(a, b);
  const negative = left < 0n !== right < 0n;
  const numerator = (left < 0n ? -left : left) * 10n ** BigInt(places);
  const denominator = right < 0n ? -right : right;
  const rounded = (numerator * 2n + denominator) / (denominator * 2n);
  return write(negative ? -rounded : rounded, places);
};
