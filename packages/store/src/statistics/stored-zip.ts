import { crc32 } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly parts: readonly Buffer[];
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8. */
const UTF8_NAMES = 0x0800;
/** The first day that ZIP can write: no clock has a say in the bytes. */
const NO_DATE = 0x0021;
/** Sizes are 32 bits without ZIP64. */
const MAX_BYTES = 0xffffffff;

interface Placed {
  readonly name: Buffer;
  readonly checksum: number;
  readonly size: number;
  readonly offset: number;
}

const common = ({ name, checksum, size }: Placed): Buffer => {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION, 0);
  fields.writeUInt16LE(UTF8_NAMES, 2);
  // Method 0, stored: what a compressor writes differs from one library and processor to the next.
  fields.writeUInt16LE(0, 4);
  fields.writeUInt16LE(0, 6);
  fields.writeUInt16LE(NO_DATE, 8);
  fields.writeUInt32LE(checksum, 10);
  fields.writeUInt32LE(size, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
};

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

function centralHeader(placed: Placed): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(placed.offset, 10);
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(VERSION);
  return Buffer.concat([uint32(CENTRAL), madeBy, common(placed), rest, placed.name]);
}

/**
 * A ZIP archive whose bytes follow from its content alone: entries in the order given, stored, without times.
 * @throws RangeError when it grows over 4 GiB
 */
export function storedZip(entries: readonly ZipEntry[]): readonly Buffer[] {
  const out: Buffer[] = [];
  const placed: Placed[] = [];
  let offset = 0;
  for (const { name, parts } of entries) {
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    const one = { name: Buffer.from(name), checksum: parts.reduce((sum, part) => crc32(part, sum), 0), size, offset };
    placed.push(one);
    const header = Buffer.concat([uint32(LOCAL), common(one), one.name]);
    out.push(header, ...parts);
    offset += header.length + size;
  }
  const directory = Buffer.concat(placed.map(centralHeader));
  if (offset + directory.length > MAX_BYTES) throw new RangeError('more than 4 GiB');
  const end = Buffer.alloc(18);
  end.writeUInt16LE(placed.length, 4);
  end.writeUInt16LE(placed.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return [...out, directory, uint32(END), end];
}
