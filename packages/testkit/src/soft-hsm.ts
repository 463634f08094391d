import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import koffi from 'koffi';

/** Where Debian puts the module. */
const MODULES = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so', '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so'];
const TOKEN = 'ncp';
const PIN = '4711';

/** The module of SoftHSM, if it is installed. */
export const softHsmModule = (): string | undefined => MODULES.find((file) => existsSync(file));

/** A hardware module of software: one token, that can be pulled. One a process. */
export interface SoftHsm {
  readonly module: string;
  /** PKCS#11 URI of a key; `pin` chooses the file with the right or a wrong one. */
  uri(label: string, pin?: 'right' | 'wrong'): string;
  /** Puts a private key (PKCS#8, PEM) into the token; the file itself is not touched. */
  importKey(label: string, keyFile: string): void;
  /** The module restarts and finds no token. */
  pull(): Promise<void>;
  pushBack(): Promise<void>;
  /** The module restarts; its sessions are gone. */
  restart(): void;
  remove(): Promise<void>;
}

/** Tests have a copy of the environment that libraries of the process do not see. */
const setEnvironment = (name: string, value: string): void => {
  koffi.load('libc.so.6').func('setenv', 'int', ['str', 'str', 'int'])(name, value, 1);
};

export async function startSoftHsm(module: string): Promise<SoftHsm> {
  const folder = await mkdtemp(join(tmpdir(), 'ncp-softhsm-'));
  const at = (name: string): string => join(folder, name);
  await mkdir(at('tokens'));
  await writeFile(at('softhsm2.conf'), `directories.tokendir = ${at('tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  const environment = { PATH: process.env['PATH'] ?? '', SOFTHSM2_CONF: at('softhsm2.conf') };
  setEnvironment('SOFTHSM2_CONF', environment.SOFTHSM2_CONF);
  for (const [name, pin] of [['right', PIN], ['wrong', '0000']] as const) {
    await writeFile(at(name), `${pin}\n`);
    await chmod(at(name), 0o600);
  }
  const util = (...args: readonly string[]): void => { execFileSync('softhsm2-util', [...args, '--pin', PIN], { env: environment, stdio: 'pipe' }); };
  util('--init-token', '--free', '--label', TOKEN, '--so-pin', '12345678');
  const restart = (): void => { koffi.load(module).func('C_Finalize', 'ulong', ['void *'])(null); };
  let ids = 0;
  return {
    module, restart,
    uri: (label, pin = 'right') => `pkcs11:token=${TOKEN};object=${label}?module-path=${module}&pin-source=file:${at(pin)}`,
    importKey(label, keyFile) {
      ids += 1;
      util('--import', keyFile, '--token', TOKEN, '--label', label, '--id', String(ids).padStart(2, '0'));
    },
    async pull() {
      await rename(at('tokens'), at('away'));
      await mkdir(at('tokens'));
      restart();
    },
    async pushBack() {
      await rm(at('tokens'), { recursive: true });
      await rename(at('away'), at('tokens'));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
