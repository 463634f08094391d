import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Issued } from './authority.js';
import type { PkiIndex } from './pki-index.js';

const OWNER_ONLY = 0o600;

/** Where the files of one country go. */
export interface PkiFolder {
  /** Writes `<file>.crt.pem` and `<file>.key.pem`; answers with their absolute paths. */
  writePair(file: string, issued: Issued): Promise<{ certificate: string; key: string }>;
  /** Writes what others need in order to trust this country; answers with the path of the revocation list. */
  writeTrust(files: { caPem: string; crlPem: string; pins: readonly string[] }): Promise<string>;
}

const trustPath = (outDir: string): string => resolve(outDir, 'trust');

export const pkiFolder = async (outDir: string, country: string): Promise<PkiFolder> => {
  const own = resolve(outDir, country);
  const trust = join(trustPath(outDir), country);
  await Promise.all([mkdir(join(own, 'bad'), { recursive: true }), mkdir(trust, { recursive: true })]);
  return {
    writePair: async (file, issued) => {
      const paths = { certificate: join(own, `${file}.crt.pem`), key: join(own, `${file}.key.pem`) };
      await Promise.all([
        writeFile(paths.certificate, issued.certificatePem),
        // The mode of writeFile holds for new files only: a second run must not inherit a wider one.
        writeFile(paths.key, issued.keyPem, { mode: OWNER_ONLY }).then(async () => chmod(paths.key, OWNER_ONLY)),
      ]);
      return paths;
    },
    writeTrust: async ({ caPem, crlPem, pins }) => {
      const crl = join(trust, 'ca.crl.pem');
      await Promise.all([
        writeFile(join(trust, 'ca.anchor.pem'), caPem),
        writeFile(crl, crlPem),
        writeFile(join(trust, 'pins.txt'), pins.map((pin) => `${pin}\n`).join('')),
      ]);
      return crl;
    },
  };
};

/** Completes the index with its places on disk and writes it. */
export const writeIndex = async (outDir: string, made: Omit<PkiIndex, 'directory' | 'trust'>): Promise<PkiIndex> => {
  const index: PkiIndex = { directory: resolve(outDir), trust: trustPath(outDir), ...made };
  await writeFile(join(index.directory, 'index.json'), `${JSON.stringify(index, null, 2)}\n`);
  return index;
};
