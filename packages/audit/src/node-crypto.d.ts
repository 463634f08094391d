// The one thing of node:crypto that this pure package uses (rule R1); `types` is empty here on purpose.
declare module 'node:crypto' {
  interface NameHash {
    update(data: Uint8Array): NameHash;
    digest(): Uint8Array;
  }
  export function createHash(algorithm: 'sha1'): NameHash;
}
