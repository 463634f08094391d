// The part of node:crypto that this package uses (rule R1: layers 0-2 see no other module of the platform).
declare module 'node:crypto' {
  interface Hash {
    update(data: Uint8Array): Hash;
    digest(encoding: 'hex'): string;
  }
  function createHash(algorithm: 'sha256'): Hash;
}
