import type { Dice } from './dice.js';

/** Values of JSON put where others stood, members removed, doubled, renamed, nested. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const VALUES: readonly Json[] = [null, true, false, 0, -1, 1.5, 1e308, 123_456_789_012, '', ' ', '0', '2026-02-31', '2026-06-12T25:00:00Z', [], [null], {}, { value: null }, [[]], '__proto__', '\u202e'];

interface JsonMaterial {
  readonly words: readonly string[];
  readonly other: Json;
}

/** Every place that holds a value, the outermost first. */
const placesIn = (json: Json): number => (typeof json !== 'object' || json === null ? 1 : 1 + Object.values(json).reduce((sum: number, one: Json) => sum + placesIn(one), 0));

const nth = (json: Json, wanted: number): Json => {
  let left = wanted;
  const find = (at: Json): Json | undefined => {
    if (left === 0) return at;
    left -= 1;
    if (typeof at !== 'object' || at === null) return undefined;
    for (const one of Object.values(at) as readonly Json[]) {
      const found = find(one);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(json) ?? null;
};

const GONE: unique symbol = Symbol('gone');
type Changed = Json | typeof GONE;

const change = (json: Json, dice: Dice, { words, other }: JsonMaterial): Changed => {
  switch (dice.below(7)) {
    case 0: return GONE;
    case 1: return dice.among(VALUES) ?? null;
    case 2: return dice.among(words) ?? '';
    case 3: return nth(other, dice.below(placesIn(other)));
    case 4: return [json, json];
    case 5: return { [dice.among(words) ?? 'x']: json };
    default: return Array.isArray(json) ? [...(json as readonly Json[]), ...(json as readonly Json[])] : [json];
  }
};

const changedAt = (json: Json, wanted: number, made: (at: Json) => Changed): Changed => {
  let left = wanted;
  const visit = (at: Json): Changed => {
    const isWanted = left === 0;
    left -= 1;
    if (isWanted) return made(at);
    if (typeof at !== 'object' || at === null) return at;
    if (Array.isArray(at)) return (at as readonly Json[]).map(visit).filter((one) => one !== GONE);
    return Object.fromEntries(Object.entries(at).map(([name, one]): [string, Changed] => [name, visit(one)]).filter((entry): entry is [string, Json] => entry[1] !== GONE));
  };
  return visit(json);
};

const parsed = (bytes: Uint8Array): Json | undefined => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Json;
  } catch {
    return undefined;
  }
};

/** One to four changes of a JSON text; undefined for what is none. */
export const mutateJson = (input: Uint8Array, dice: Dice, { words, other }: { readonly words: readonly string[]; readonly other: Uint8Array }): Uint8Array | undefined => {
  let json = parsed(input);
  if (json === undefined) return undefined;
  const material = { words, other: parsed(other) ?? null };
  for (let left = 1 + dice.below(4); left > 0; left -= 1) {
    const made: Changed = changedAt(json, dice.below(placesIn(json)), (at) => change(at, dice, material));
    json = made === GONE ? null : made;
  }
  return new TextEncoder().encode(JSON.stringify(json));
};
