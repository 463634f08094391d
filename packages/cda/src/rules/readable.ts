import { expandOid } from './release.js';
import type { ValueSetRule } from './value-sets.js';

/**
 * A selector as a person reads it, in signs of no language: `∈ OID` in a value set, `code (code system)`, `|` or, `&` and.
 * `[in:42.2 | null]` becomes `∈ 1.3.6.1.4.1.12559.11.10.1.3.1.42.2 | nullFlavor`.
 */
export const readable = (written: string, valueSets: Readonly<Record<string, ValueSetRule>>): string => {
  const oidOf = (name: string): string => valueSets[name]?.oid ?? name;
  const inner = /^\[([^[\]]*)\]$/.exec(written)?.[1] ?? written;
  return inner
    .replaceAll(/(?<![\w-])(?:code-)?in:([\w.]+)/g, (_, name: string) => `∈ ${oidOf(name)}`)
    .replaceAll(/(?<![\w-])code:([^\s^\]]+)\^([^\s\]]+)/g, '$1 ($2)')
    .replaceAll(/(?<![\w-])tpl:([\w.]+)/g, (_, id: string) => `templateId ${expandOid(id)}`)
    .replaceAll(/@root=(T\.[\d.]+)/g, (_, id: string) => `@root=${expandOid(id)}`)
    .replaceAll(/(?<![\w-])(?:xsi|type):(\w+)/g, 'xsi:type $1')
    .replaceAll(/(?<![\w!-])null(?![\w-])/g, 'nullFlavor')
    .replaceAll('!null', '!nullFlavor')
    .replaceAll(/(?<![\w-])has:/g, '');
};
