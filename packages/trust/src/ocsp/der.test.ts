import { describe, expect, it } from '@jest/globals';
import { der, inside, readDer, timeOf } from './der.js';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex');
const judged = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return Reflect.get(Object(error), 'code');
  }
};

describe('DER', () => {
  it.each([
    ['040161', '61'], ['0400', ''], ['04016100', '61'], ['04810161', '61'], ['0482000161', '61'], ['048400000001616263', '61'], ['1e0161', '61'],
  ])('is read: %s', (hex, content) => {
    expect(hexOf(readDer(bytes(hex)).content)).toBe(content);
  });

  it.each([
    ['nothing', ''], ['a tag alone', '04'], ['a tag of several octets', '1f0161'], ['such a tag of a constructed value', '3f0161'], ['a length without limit', '0480610000'], ['such a length before a hundred octets and more', `0480${'00'.repeat(200)}`],
    ['a length of five octets', '0485000000000161'], ['one octet too few', '040261'], ['a length that is cut', '0482ff'],
  ])('is refused: %s', (_title, hex) => {
    expect(judged(() => readDer(bytes(hex)))).toBe('DER');
  });

  it('is read from any place, with its tag and length', () => {
    const { tag, content, raw } = readDer(bytes('ffff0a010300'), 2);
    expect([tag, hexOf(content), hexOf(raw)]).toEqual([0x0a, '03', '0a0103']);
  });

  it('holds values one after the other, and none that is cut', () => {
    expect(inside(readDer(bytes('3006020101020102'))).map(({ raw }) => hexOf(raw))).toEqual(['020101', '020102']);
    expect(inside(readDer(bytes('3000')))).toEqual([]);
    expect(judged(() => inside(readDer(bytes('30050201010201'))))).toBe('DER');
  });

  it.each([[0, '0400'], [127, '047f'], [128, '048180'], [255, '0481ff'], [256, '04820100'], [65_535, '0482ffff']])('is written with the shortest length: %i', (length, header) => {
    const written = der(4, new Uint8Array(length));
    expect([hexOf(written.subarray(0, header.length / 2)), written.length, readDer(written).content.length]).toEqual([header, length + header.length / 2, length]);
  });

  it.each([
    [0x18, '20260612120000Z', Date.parse('2026-06-12T12:00:00Z')], [0x17, '20260612120000Z', 'DER'], [0x18, '260612120000Z', 'DER'], [0x18, '20260612120000', 'DER'], [0x18, '20260612120000.5Z', 'DER'],
    [0x18, '20261312120000Z', 'DER'], [0x18, '20260612250000Z', 'DER'], [0x18, '', 'DER'],
  ])('tells the time in one form: tag %i, %s', (tag, text, told) => {
    expect(judged(() => timeOf(readDer(der(tag, Buffer.from(text)))))).toBe(told);
  });
});
