import { describe, expect, it } from '@jest/globals';
import type { ForeignPrescription } from '@ncp/cda';
import { addMs, instant } from '@ncp/domain';
import { documentShelf } from './document-shelf.js';

const at = instant('2026-06-12T12:00:00.000Z');
const document = (size: number): { readonly bytes: Uint8Array; readonly at: typeof at } => ({ bytes: new Uint8Array(size), at });
const prescription = { substitutionAllowed: true } as ForeignPrescription;

describe('documentShelf', () => {
  it('gives what was read back, with what was read of it, for a quarter of an hour', () => {
    const shelf = documentShelf();
    shelf.put('v', 'k', { ...document(3), prescription });
    expect(shelf.take('v', 'k', addMs(at, 899_999))).toMatchObject({ bytes: new Uint8Array(3), prescription });
    expect(shelf.take('v', 'k', addMs(at, 900_000))).toBeUndefined();
    expect(shelf.take('w', 'k', at)).toBeUndefined();
  });

  it('lets the oldest go when it is full; what was read weighs as much as the document', () => {
    const shelf = documentShelf(100);
    shelf.put('v', '1', document(40));
    shelf.put('v', '2', document(40));
    shelf.put('v', '2', { ...document(40), prescription });
    expect([shelf.take('v', '1', at), shelf.take('v', '2', at)?.bytes.byteLength]).toEqual([undefined, 40]);
    shelf.put('v', '3', document(20));
    expect(shelf.take('v', '2', at)).toBeDefined();
    shelf.put('v', '4', document(1));
    expect([shelf.take('v', '2', at), shelf.take('v', '3', at)?.bytes.byteLength]).toEqual([undefined, 20]);
  });

  it('forgets a visit that ends, and no other', () => {
    const shelf = documentShelf();
    shelf.put('v', 'k', document(1));
    shelf.put('w', 'k', document(1));
    shelf.clear('v');
    expect([shelf.take('v', 'k', at), shelf.take('w', 'k', at)?.bytes.byteLength]).toEqual([undefined, 1]);
  });
});
