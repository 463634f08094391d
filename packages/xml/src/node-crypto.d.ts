// The part of node:crypto that this package uses (decisions D07), and nothing more: the rest of node stays a type
// error here. Only functions and interfaces, so that it merges with the real typings where both are loaded.
declare module 'node:crypto' {
  interface Hash {
    update(data: Uint8Array): Hash;
    digest(): Uint8Array<ArrayBuffer>;
  }
  /** Named like node's class; see `AsymmetricKey` for what is read from it. */
  interface KeyObject {
    readonly type: 'secret' | 'public' | 'private';
  }
  interface NcpKeyInput {
    readonly key: KeyObject;
    readonly padding?: number;
    readonly saltLength?: number;
    readonly dsaEncoding?: 'ieee-p1363';
  }
  interface NcpPublicKey {
    export(options: { readonly format: 'jwk' }): { readonly kty?: string; readonly n?: string; readonly e?: string };
  }
  function createHash(algorithm: string): Hash;
  function hash(algorithm: string, data: string, encoding: 'hex'): string;
  function sign(algorithm: string, data: Uint8Array, key: NcpKeyInput): Uint8Array<ArrayBuffer>;
  function verify(algorithm: string, data: Uint8Array, key: NcpKeyInput, signature: Uint8Array): boolean;
  function createPublicKey(key: KeyObject): NcpPublicKey;
}
