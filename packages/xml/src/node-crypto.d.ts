// The part of node:crypto that this package uses (decisions D07). Kept here so that the rest of node stays a type error.
declare module 'node:crypto' {
  interface Hash {
    update(data: Uint8Array): Hash;
    digest(): Uint8Array<ArrayBuffer>;
  }
  function createHash(algorithm: string): Hash;
}
