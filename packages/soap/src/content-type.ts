import { NcpError } from '@ncp/domain';

/** A parsed media type with lower-case name and parameter names. */
export interface MediaType {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const MAX_CHARACTERS = 2048;
const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const QUOTED = /"((?:[\t !#-[\]-~]|\\[\t -~])*)"/y;
const GAP = /[\t ]*/y;

/** A cursor over header text; every pattern is sticky and linear. */
class Cursor {
  readonly #text: string;
  #at = 0;
  constructor(text: string) {
    this.#text = text;
  }
  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }
  takeCharacter(character: string): boolean {
    this.take(GAP);
    const found = this.#text[this.#at] === character;
    if (found) this.#at += 1;
    this.take(GAP);
    return found;
  }
}

const parameterValue = (cursor: Cursor): string | undefined => {
  const quoted = cursor.take(QUOTED);
  return quoted === undefined ? cursor.take(TOKEN)?.[0] : quoted[1]?.replaceAll(/\\(.)/g, '$1');
};

const parameterInto = (parameters: Map<string, string>, cursor: Cursor): boolean => {
  const name = cursor.take(TOKEN)?.[0].toLowerCase();
  if (name === undefined || parameters.has(name) || !cursor.takeCharacter('=')) return false;
  const value = parameterValue(cursor);
  if (value === undefined) return false;
  parameters.set(name, value);
  return true;
};

/**
 * Reads a Content-Type (RFC 9110 5.6.6, 8.3.1): tokens and quoted strings, no parameter twice.
 * Returns undefined when it is not one.
 */
export const parseMediaType = (text: string): MediaType | undefined => {
  if (text.length > MAX_CHARACTERS) return undefined;
  const cursor = new Cursor(text.trim());
  const type = cursor.take(TOKEN)?.[0];
  const subtype = cursor.takeCharacter('/') ? cursor.take(TOKEN)?.[0] : undefined;
  if (type === undefined || subtype === undefined) return undefined;
  const parameters = new Map<string, string>();
  while (cursor.takeCharacter(';')) {
    if (cursor.isAtEnd) break;
    if (!parameterInto(parameters, cursor)) return undefined;
  }
  return cursor.isAtEnd ? { name: `${type}/${subtype}`.toLowerCase(), parameters } : undefined;
};

/** SOAP is UTF-8 here; another charset would make transport and parser read different texts. */
export const requireUtf8 = (type: MediaType): void => {
  const charset = type.parameters.get('charset');
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') throw new NcpError('NCP_HTTP_CONTENT_TYPE', { parameter: 'charset' });
};
