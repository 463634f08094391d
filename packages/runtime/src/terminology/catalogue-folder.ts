import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NcpError, type Instant } from '@ncp/domain';
import { decodeRelease, encodeRelease, loadCatalogue, STARTER_RELEASE, type CatalogueRelease } from '@ncp/terminology';

/** The release that is built in, by the name that commands take. */
export const BUILT_IN = 'starter';

/** What is in force: `active.json` of the folder. */
export interface ActiveRelease {
  readonly release: string;
  /** SHA-256 of the release's file, hex; empty for the one that is built in. */
  readonly sha256: string;
  readonly activatedAt: string;
}

/** A release with what its file hashes to. */
export interface StoredRelease {
  readonly release: CatalogueRelease;
  readonly sha256: string;
}

const NAME = /^[a-z0-9][a-z0-9._+-]{0,63}$/;
const ENDING = '.json';
const REPORT_ENDING = '.report.json';

const refused = (release: string, problem: string, cause?: unknown): NcpError => new NcpError('NCP_TERMINOLOGY_RELEASE', { release, problem }, cause);

/** May a release be called so? The name is part of a file name. */
export const isReleaseName = (name: string): boolean => NAME.test(name) && name !== BUILT_IN && !name.endsWith('.report');

const hashOf = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Reads the text of a release file: its bytes are the expected ones, and it is the release that its name says. @throws NcpError NCP_TERMINOLOGY_RELEASE */
export function openRelease(name: string, bytes: Uint8Array, expectedHash?: string): StoredRelease {
  const sha256 = hashOf(bytes);
  if (expectedHash !== undefined && sha256 !== expectedHash) throw refused(name, 'hash');
  const release = decodeRelease(Buffer.from(bytes).toString('utf8'));
  if (release.id !== name) throw refused(name, `is ${release.id}`);
  return { release, sha256 };
}

export const readActive = (text: string): ActiveRelease => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refused('active.json', 'not JSON', error);
  }
  const { release, sha256, activatedAt } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Record<keyof ActiveRelease, unknown>>;
  if (typeof release !== 'string' || typeof sha256 !== 'string' || typeof activatedAt !== 'string' || (release !== BUILT_IN && !isReleaseName(release))) throw refused('active.json', 'shape');
  return { release, sha256, activatedAt };
};

/** Paths of a catalogue folder. */
export const catalogueFiles = (folder: string): { readonly active: string; readonly releases: string; release(name: string): string } => ({
  active: join(folder, 'active.json'), releases: join(folder, 'releases'),
  release: (name) => join(folder, 'releases', `${name}${ENDING}`),
});

/** Written beside and moved into place: a reader sees the old bytes or the new ones. */
function writeWhole(file: string, text: string, mode: number): void {
  const draft = `${file}.${String(process.pid)}.draft`;
  writeFileSync(draft, text, { mode });
  renameSync(draft, file);
}

/**
 * The folder that operators keep releases in: `releases/NAME.json`, never changed once written, its import report beside it, and
 * `active.json`, which says what is in force.
 */
export class CatalogueFolder {
  readonly #files: ReturnType<typeof catalogueFiles>;

  constructor(folder: string) {
    this.#files = catalogueFiles(folder);
  }

  names(): readonly string[] {
    if (!existsSync(this.#files.releases)) return [];
    return readdirSync(this.#files.releases).filter((name) => name.endsWith(ENDING) && !name.endsWith(REPORT_ENDING)).map((name) => name.slice(0, -ENDING.length)).toSorted();
  }

  /** @throws NcpError NCP_TERMINOLOGY_RELEASE (details.release, .problem) */
  read(name: string): StoredRelease {
    if (name === BUILT_IN) return { release: STARTER_RELEASE, sha256: '' };
    if (!isReleaseName(name)) throw refused(name, 'name');
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(this.#files.release(name));
    } catch (error) {
      throw refused(name, 'not there', error);
    }
    return openRelease(name, bytes);
  }

  /**
   * Keeps a release and its report. The same content under the same name is there already; other content is refused.
   * @throws NcpError NCP_TERMINOLOGY_RELEASE
   */
  write(release: CatalogueRelease, report: object): { readonly sha256: string; readonly isNew: boolean } {
    if (!isReleaseName(release.id)) throw refused(release.id, 'name');
    const text = encodeRelease(release);
    const sha256 = hashOf(text);
    if (this.names().includes(release.id)) {
      if (hashOf(readFileSync(this.#files.release(release.id))) !== sha256) throw refused(release.id, 'exists with other content');
      return { sha256, isNew: false };
    }
    mkdirSync(this.#files.releases, { recursive: true });
    writeWhole(join(this.#files.releases, `${release.id}${REPORT_ENDING}`), `${JSON.stringify(report, undefined, 2)}\n`, 0o644);
    writeWhole(this.#files.release(release.id), text, 0o444);
    return { sha256, isNew: true };
  }

  /** Undefined where nothing was ever activated: the built-in release is in force. @throws NcpError NCP_TERMINOLOGY_RELEASE */
  active(): ActiveRelease | undefined {
    if (!existsSync(this.#files.active)) return undefined;
    return readActive(readFileSync(this.#files.active, 'utf8'));
  }

  /** The release in force. @throws NcpError NCP_TERMINOLOGY_RELEASE */
  inForce(): StoredRelease {
    const active = this.active();
    return active === undefined ? this.read(BUILT_IN) : this.read(active.release);
  }

  /** Puts a release in force once it has been read and indexed whole. @throws NcpError NCP_TERMINOLOGY_RELEASE, NCP_CDA_CATALOGUE */
  activate(name: string, now: Instant): ActiveRelease {
    const { release, sha256 } = this.read(name);
    loadCatalogue(release);
    const active: ActiveRelease = { release: name, sha256, activatedAt: now };
    mkdirSync(this.#files.releases, { recursive: true });
    writeWhole(this.#files.active, `${JSON.stringify(active, undefined, 2)}\n`, 0o644);
    return active;
  }
}
