import { parseXml, utf8, walk, type XmlElement } from '@ncp/xml';
import type { Dice } from './dice.js';
import { mutateBytes } from './mutate-bytes.js';
import { mutateJson } from './mutate-json.js';
import { mutateTree } from './mutate-tree.js';
import type { FuzzTarget } from './target.js';

/** Inputs that reached code which none before them had reached: what the next ones are made of. */
export interface Corpus {
  add(input: Uint8Array): void;
  next(): Uint8Array;
  readonly size: number;
  readonly bytes: number;
}

const MOST_INPUTS = 1500;
const MOST_BYTES = 8 * 1024 * 1024;

interface Kept {
  readonly bytes: Uint8Array;
  readonly tree?: XmlElement;
}

/** With its tree, if it is a message that can be taken apart; else it is changed by its bytes. */
const keptOf = (bytes: Uint8Array, form: FuzzTarget['form']): Kept => {
  if (form !== 'xml') return { bytes };
  try {
    return { bytes, tree: parseXml(bytes) };
  } catch {
    return { bytes };
  }
};

/** Inputs that no parser takes apart lead no further than the parser, so few of them are enough. */
const ROUGH = 0.1;
const MOST_ROUGH = 200;

const CODE_LIKE = /^[\w.:/^&$'()#-]{2,80}$/;

/** Names, values and texts of the seeds, for they are what readers look for. */
const wordsOf = ({ words, seeds, form }: FuzzTarget): readonly string[] => {
  const found = new Set(['', ' ', '0', '-1', '99999999999999999999', 'true', '\u202e', 'å', ...words]);
  for (const seed of form === 'xml' ? seeds() : []) {
    for (const el of walk(parseXml(seed))) {
      for (const { value } of el.attributes) if (CODE_LIKE.test(value)) found.add(value);
      for (const node of el.children) if (node.kind === 'text' && CODE_LIKE.test(node.value)) found.add(node.value);
    }
  }
  return [...found];
};

/** Half of all choices fall on what was found last: there the unknown is. */
const RECENT = 24;

/** Begins with the seeds of a target. Old inputs go when there are too many; seeds stay. */
export const corpusOf = (target: FuzzTarget, dice: Dice): Corpus => {
  const kept: Kept[] = target.seeds().map((bytes) => keptOf(bytes, target.form));
  const rough: Uint8Array[] = [];
  const seeds = kept.length;
  const words = wordsOf(target);
  const wordBytes = words.map((word) => utf8(word));
  let bytes = kept.reduce((sum, one) => sum + one.bytes.length, 0);

  const choice = (): Kept => {
    const hurt = dice.happens(ROUGH) ? dice.among(rough) : undefined;
    if (hurt !== undefined) return { bytes: hurt };
    const from = dice.happens(0.5) ? Math.max(0, kept.length - RECENT) : 0;
    return kept[from + dice.below(kept.length - from)] ?? { bytes: new Uint8Array(0) };
  };
  const structured = (input: Kept, other: Kept): Uint8Array | undefined => {
    if (target.form === 'json') return mutateJson(input.bytes, dice, { words, other: other.bytes });
    return input.tree === undefined ? undefined : mutateTree(input.tree, dice, { words, other: other.tree ?? input.tree });
  };

  return {
    add: (input) => {
      const one = keptOf(input, target.form);
      if (target.form === 'xml' && one.tree === undefined) {
        rough.push(input);
        bytes += input.length;
        if (rough.length > MOST_ROUGH) bytes -= rough.splice(dice.below(MOST_ROUGH), 1)[0]?.length ?? 0;
        return;
      }
      kept.push(one);
      bytes += input.length;
      while (kept.length > seeds + 1 && (kept.length > MOST_INPUTS || bytes > MOST_BYTES)) {
        const [gone] = kept.splice(seeds + dice.below((kept.length - seeds) >> 1), 1);
        bytes -= gone?.bytes.length ?? 0;
      }
    },
    next: () => {
      const input = choice();
      const other = choice();
      const made = dice.happens(0.8) ? structured(input, other) : undefined;
      return made ?? mutateBytes(input.bytes, dice, { words: wordBytes, other: other.bytes });
    },
    get size() { return kept.length + rough.length; },
    get bytes() { return bytes; },
  };
};
