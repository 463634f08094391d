import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Canary, formsOf } from './forms.js';

export interface CanaryHit {
  readonly place: string;
  /** Which canary, by its name; never its text. */
  readonly canary: string;
  readonly offset: number;
}

export interface CanaryReport {
  readonly files: number;
  readonly bytes: number;
  readonly canaries: number;
  readonly hits: readonly CanaryHit[];
}

interface Needle {
  readonly name: string;
  readonly bytes: Buffer;
}

const CHUNK = 1 << 24;
/** One place with very many hits is told by its first ones. */
const HITS_A_PLACE = 20;

/** Needles by their first three bytes: one pass over the bytes finds all of them, however many there are. */
class Needles {
  readonly #begins = new Uint8Array(1 << 24);
  readonly #by = new Map<number, readonly Needle[]>();

  constructor(needles: readonly Needle[]) {
    for (const needle of needles) {
      const [a = 0, b = 0, c = 0] = needle.bytes;
      const key = (a << 16) | (b << 8) | c;
      this.#begins[key] = 1;
      this.#by.set(key, [...this.#by.get(key) ?? [], needle]);
    }
  }

  find(chunk: Uint8Array, found: (needle: Needle, at: number) => void): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let key = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
    for (let at = 0; at + 2 < bytes.length; at += 1) {
      key = ((key << 8) | (bytes[at + 2] ?? 0)) & 0xff_ffff;
      if (this.#begins[key] === 0) continue;
      for (const needle of this.#by.get(key) ?? []) if (bytes.subarray(at, at + needle.bytes.length).equals(needle.bytes)) found(needle, at);
    }
  }
}

const needlesOf = (canaries: readonly Canary[]): readonly Needle[] => canaries.flatMap(({ name, text }) => formsOf(text).map((bytes) => ({ name, bytes })));

/** Looks for canaries in bytes, in any form. */
export class CanaryScan {
  readonly #needles: Needles;
  readonly #overlap: number;
  readonly #canaries: number;
  readonly #hits: CanaryHit[] = [];
  #files = 0;
  #bytes = 0;

  constructor(canaries: readonly Canary[]) {
    this.#canaries = canaries.length;
    const needles = needlesOf(canaries);
    this.#needles = new Needles(needles);
    this.#overlap = Math.max(0, ...needles.map(({ bytes }) => bytes.length - 1));
  }

  #look(place: string, chunk: Buffer, base: number): void {
    this.#needles.find(chunk, ({ name }, at) => { this.#note({ place, canary: name, offset: base + at }); });
  }

  #note(hit: CanaryHit): void {
    const here = this.#hits.filter(({ place }) => place === hit.place);
    const known = here.some(({ canary, offset }) => canary === hit.canary && offset === hit.offset);
    if (!known && here.length < HITS_A_PLACE) this.#hits.push(hit);
  }

  text(place: string, content: string | Uint8Array): void {
    const bytes = Buffer.from(content);
    this.#files += 1;
    this.#bytes += bytes.length;
    this.#look(place, bytes, 0);
  }

  /** A file of any size, in parts that overlap. */
  file(path: string, place: string = path): void {
    const handle = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(CHUNK + this.#overlap);
      let [base, kept] = [0, 0];
      for (;;) {
        const read = readSync(handle, buffer, kept, CHUNK, null);
        if (read === 0) break;
        this.#bytes += read;
        const filled = kept + read;
        this.#look(place, buffer.subarray(0, filled), base);
        const next = Math.min(this.#overlap, filled);
        buffer.copyWithin(0, filled - next, filled);
        base += filled - next;
        kept = next;
      }
      this.#files += 1;
    } finally {
      closeSync(handle);
    }
  }

  /** Every file below a folder, their names too: a number in a file name is a leak as well (DAT-08). */
  folder(path: string, skip: (relative: string) => boolean = () => false, place: string = path): void {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const [full, named] = [join(path, entry.name), join(place, entry.name)];
      if (skip(named)) continue;
      this.#look('file names', Buffer.from(entry.name), 0);
      if (entry.isDirectory()) this.folder(full, skip, named);
      else if (entry.isFile() && statSync(full, { throwIfNoEntry: false }) !== undefined) this.file(full, named);
    }
  }

  get report(): CanaryReport {
    return { files: this.#files, bytes: this.#bytes, canaries: this.#canaries, hits: [...this.#hits] };
  }
}

/** Is a canary found that is put there on purpose? A scan that cannot find one says nothing. */
export function findsPlanted(canaries: readonly Canary[], around: string): boolean {
  return canaries.every((canary) => {
    const scan = new CanaryScan([canary]);
    scan.text('planted', `${around}{"level":"info","msg":"ready","note":"${canary.text}"}${around}`);
    return scan.report.hits.length > 0;
  });
}
