import { concat, hex, sha256, utf8 } from './bytes.js';
import { OUTLINE_ATTRIBUTES, OUTLINE_ELEMENTS, OUTLINE_VALUES } from './outline-vocabulary.js';
import type { XmlElement } from './tree.js';

/** How an element is built, with nothing of what it says (DAT-11). */
export interface OutlineNode {
  /** Local name, or the pseudonym of one that no standard knows. */
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Pseudonym of its text. */
  readonly text?: string;
  readonly children?: readonly OutlineNode[];
  /** So many elements below it are not shown: the limit was reached. */
  readonly left?: number;
}

export interface OutlineOptions {
  /** Random, of one trace, and forgotten with it: equal values have equal pseudonyms within the trace, and nowhere else. */
  readonly key: Uint8Array;
  /** Is this a code that the catalogue or the registry knows? Only such codes are shown. */
  readonly isKnownCode: (code: string, codeSystem: string | undefined) => boolean;
  /** Is this an object identifier of a standard: a code system, a template? */
  readonly isKnownOid: (oid: string) => boolean;
  /** Elements in all. */
  readonly limit?: number;
}

const DEFAULT_LIMIT = 4_000;
const PSEUDONYM_CHARACTERS = 6;
/** Attributes whose value is a code, with the one that names its system beside it. */
const CODES: ReadonlySet<string> = new Set(['code', 'errorCode', 'unit', 'nodeRepresentation']);
const OIDS: ReadonlySet<string> = new Set(['root', 'codeSystem', 'valueSet']);
/** Whose root is that of a standard, never an instance. */
const OID_ELEMENTS: ReadonlySet<string> = new Set(['templateId', 'typeId']);

/** `#` and six hexadecimal digits: without the key nobody can try values out. */
const pseudonymOf = (value: string, key: Uint8Array): string => `#${hex(sha256(concat([key, utf8(value)]))).slice(0, PSEUDONYM_CHARACTERS)}`;

/** Prefix of a type name goes: the name alone says it. */
const bare = (value: string): string => value.slice(value.lastIndexOf(':') + 1);

function shownValue(name: string, { local, value }: { readonly local: string; readonly value: string }, codeSystem: string | undefined, options: OutlineOptions): string {
  if (OUTLINE_VALUES.has(value)) return value;
  if (local === 'type' && OUTLINE_VALUES.has(bare(value))) return bare(value);
  if (CODES.has(local) && options.isKnownCode(value, codeSystem)) return value;
  if (OIDS.has(local) && (local !== 'root' || OID_ELEMENTS.has(name)) && options.isKnownOid(value)) return value;
  return pseudonymOf(value, options.key);
}

/**
 * The structure of a message with element names and codes; every text, name, id and value is a pseudonym. What it shows is in
 * closed lists (the vocabulary, the catalogue) or is a pseudonym, so that nothing a sender wrote can pass. Pure.
 */
export function outlineOf(root: XmlElement, options: OutlineOptions): OutlineNode {
  const { key, limit = DEFAULT_LIMIT } = options;
  const budget = { left: limit };
  const visit = (el: XmlElement): OutlineNode => {
    budget.left -= 1;
    const name = OUTLINE_ELEMENTS.has(el.local) ? el.local : pseudonymOf(el.local, key);
    const codeSystem = el.attributes.find(({ local }) => local === 'codeSystem')?.value;
    const attributes = Object.fromEntries(el.attributes.map((one) => [OUTLINE_ATTRIBUTES.has(one.local) ? one.local : pseudonymOf(one.local, key), shownValue(name, one, codeSystem, options)]));
    const text = el.children.flatMap((one) => (one.kind === 'text' ? [one.value] : [])).join('').trim();
    const below = el.children.filter((one) => one.kind === 'element');
    const children: OutlineNode[] = [];
    for (const child of below) {
      if (budget.left <= 0) break;
      children.push(visit(child));
    }
    return {
      name,
      ...(el.attributes.length === 0 ? {} : { attributes }), ...(text === '' ? {} : { text: pseudonymOf(text, key) }),
      ...(children.length === 0 ? {} : { children }), ...(children.length === below.length ? {} : { left: below.length - children.length }),
    };
  };
  return visit(root);
}
