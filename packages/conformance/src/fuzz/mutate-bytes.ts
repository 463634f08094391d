import type { Dice } from './dice.js';

/** Nothing grows beyond this: what larger messages cost is what tests of limits are for. */
export const MAX_INPUT_BYTES: number = 256 * 1024;

const MAX_PIECE = 64;
const RUN_LENGTHS = [2, 17, 130, 1100, 9000];
const INTERESTING = [0x00, 0x09, 0x0a, 0x0d, 0x20, 0x22, 0x26, 0x27, 0x2d, 0x2f, 0x30, 0x3a, 0x3c, 0x3e, 0x5b, 0x5c, 0x5d, 0x7b, 0x7f, 0x80, 0xbf, 0xc0, 0xef, 0xfe, 0xff];

/** `bytes` with `removed` bytes at `at` replaced by `inserted`. */
const spliced = (bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array => {
  const end = Math.min(bytes.length, at + removed);
  const made = new Uint8Array(bytes.length - (end - at) + inserted.length);
  made.set(bytes.subarray(0, at));
  made.set(inserted, at);
  made.set(bytes.subarray(end), at + inserted.length);
  return made;
};

const pieceOf = (bytes: Uint8Array, dice: Dice): Uint8Array => {
  const from = dice.below(bytes.length + 1);
  return bytes.subarray(from, from + 1 + dice.below(MAX_PIECE));
};

type Change = (bytes: Uint8Array, dice: Dice, material: ByteMaterial) => Uint8Array;

export interface ByteMaterial {
  readonly words: readonly Uint8Array[];
  /** Another input that is worth something. */
  readonly other: Uint8Array;
}

const NOTHING = new Uint8Array(0);

const CHANGES: readonly Change[] = [
  // One bit; one byte; a few bytes gone; a piece twice; a piece elsewhere; a known word; a piece of another; a run; the rest cut off.
  (bytes, dice) => {
    const at = dice.below(bytes.length);
    return spliced(bytes, at, 1, Uint8Array.of((bytes[at] ?? 0) ^ (1 << dice.below(8))));
  },
  (bytes, dice) => spliced(bytes, dice.below(bytes.length), 1, Uint8Array.of(dice.among(INTERESTING) ?? 0)),
  (bytes, dice) => spliced(bytes, dice.below(bytes.length), 1 + dice.below(MAX_PIECE), NOTHING),
  (bytes, dice) => spliced(bytes, dice.below(bytes.length + 1), 0, pieceOf(bytes, dice)),
  (bytes, dice) => spliced(bytes, dice.below(bytes.length + 1), dice.below(MAX_PIECE), pieceOf(bytes, dice)),
  (bytes, dice, { words }) => spliced(bytes, dice.below(bytes.length + 1), dice.below(12), dice.among(words) ?? NOTHING),
  (bytes, dice, { words }) => spliced(bytes, dice.below(bytes.length + 1), 0, dice.among(words) ?? NOTHING),
  (bytes, dice, { other }) => spliced(bytes, dice.below(bytes.length + 1), dice.below(MAX_PIECE), pieceOf(other, dice)),
  (bytes, dice, { other }) => spliced(bytes, dice.below(bytes.length + 1), bytes.length, other.subarray(dice.below(other.length))),
  (bytes, dice) => {
    const byte = bytes[dice.below(bytes.length)] ?? 0x20;
    return spliced(bytes, dice.below(bytes.length + 1), 0, new Uint8Array(dice.among(RUN_LENGTHS) ?? 2).fill(byte));
  },
  (bytes, dice) => bytes.subarray(0, dice.below(bytes.length)),
];

/** One to eight changes of the bytes, whatever they mean. */
export const mutateBytes = (input: Uint8Array, dice: Dice, material: ByteMaterial): Uint8Array => {
  let bytes = input;
  for (let left = 1 + dice.below(dice.happens(0.5) ? 2 : 8); left > 0; left -= 1) {
    bytes = dice.among(CHANGES)?.(bytes, dice, material) ?? bytes;
  }
  return bytes.length > MAX_INPUT_BYTES ? bytes.subarray(0, MAX_INPUT_BYTES) : bytes;
};
