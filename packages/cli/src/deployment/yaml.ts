/** What a configuration is made of. */
export type YamlValue = string | number | boolean | readonly YamlValue[] | { readonly [name: string]: YamlValue | undefined };

const isList = (value: YamlValue): value is readonly YamlValue[] => Array.isArray(value);

/** Texts are always quoted, as JSON quotes them: YAML reads them the same, and nothing turns into a number or a date. */
const scalar = (value: string | number | boolean): string => JSON.stringify(value);

function lines(value: YamlValue, indent: string): readonly string[] {
  if (typeof value !== 'object') return [`${indent}${scalar(value)}`];
  if (isList(value)) return value.flatMap((item) => {
    const [first = '', ...rest] = lines(item, `${indent}  `);
    return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
  });
  return Object.entries(value).flatMap(([name, member]) => {
    if (member === undefined) return [];
    if (typeof member !== 'object') return [`${indent}${name}: ${scalar(member)}`];
    const below = lines(member, `${indent}  `);
    return below.length === 0 ? [`${indent}${name}: ${isList(member) ? '[]' : '{}'}`] : [`${indent}${name}:`, ...below];
  });
}

/** Block-style YAML of a tree of plain values; absent members are left out. */
export const toYaml = (value: YamlValue): string => `${lines(value, '').join('\n')}\n`;
