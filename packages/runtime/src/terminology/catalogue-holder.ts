import { readFile, stat } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { isNcpError, NcpError } from '@ncp/domain';
import { loadCatalogue, loadCatalogueGently, STARTER_RELEASE, type Catalogue } from '@ncp/terminology';
import { BUILT_IN, catalogueFiles, openRelease, readActive } from './catalogue-folder.js';

/** What a process works with from now on. */
export interface TakenCatalogue {
  readonly release: string;
  readonly sha256: string;
}

export interface CatalogueOptions {
  /** Where operators keep releases; without it the built-in one is used. */
  readonly folder?: string;
  /** Told at the start and at each change. */
  readonly took: (taken: TakenCatalogue) => void;
  /** Told once for each `active.json` that cannot be followed; the release before stays. */
  readonly problem: (error: NcpError) => void;
  readonly pollMs?: number;
}

/** The catalogue of a process. Whoever does a piece of work asks once and keeps what it got. */
export interface CatalogueHolder {
  readonly current: () => Catalogue;
  /** Follows `active.json` now instead of at the next look. */
  refresh(): Promise<void>;
  close(): void;
}

/** A release is in force on all processes within this, milliseconds. */
const POLL_MS = 2_000;

interface Loaded extends TakenCatalogue {
  readonly catalogue: Catalogue;
}

const builtIn = (): Loaded => ({ catalogue: loadCatalogue(STARTER_RELEASE), release: STARTER_RELEASE.id, sha256: '' });

/** Changes whenever `active.json` does; empty where there is none. */
async function fingerprintOf(file: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(file);
    return `${String(ino)} ${String(mtimeMs)} ${String(size)}`;
  } catch {
    return '';
  }
}

async function load(folder: string): Promise<Loaded> {
  const files = catalogueFiles(folder);
  const active = readActive(await readFile(files.active, 'utf8'));
  if (active.release === BUILT_IN) return builtIn();
  let bytes: Uint8Array;
  try {
    bytes = await readFile(files.release(active.release));
  } catch (error) {
    throw new NcpError('NCP_TERMINOLOGY_RELEASE', { release: active.release, problem: 'not there' }, error);
  }
  const { release, sha256 } = openRelease(active.release, bytes, active.sha256);
  // Requests go on while it is indexed.
  return { catalogue: await loadCatalogueGently(release, () => turn()), release: release.id, sha256 };
}

const asNcpError = (error: unknown): NcpError => (isNcpError(error) ? error : new NcpError('NCP_TERMINOLOGY_RELEASE', { problem: 'unreadable' }, error));

/**
 * Opens the release in force and follows changes: a new one is read, indexed, and then put in place of the old in one step.
 * One that cannot be used changes nothing (FLT-34).
 * @throws NcpError NCP_TERMINOLOGY_RELEASE, NCP_CDA_CATALOGUE when the release in force cannot be used at the start
 */
export async function openCatalogue({ folder, took, problem, pollMs = POLL_MS }: CatalogueOptions): Promise<CatalogueHolder> {
  const pointer = folder === undefined ? undefined : catalogueFiles(folder).active;
  let seen = pointer === undefined ? '' : await fingerprintOf(pointer);
  let held: Loaded;
  try {
    held = folder === undefined || seen === '' ? builtIn() : await load(folder);
  } catch (error) {
    throw asNcpError(error);
  }
  took(held);
  let looking: Promise<void> | undefined;

  const look = async (): Promise<void> => {
    if (folder === undefined || pointer === undefined) return;
    const now = await fingerprintOf(pointer);
    // A pointer that went away takes nothing back: what is in force is only changed by saying so.
    if (now === seen || now === '') return;
    seen = now;
    try {
      const next = await load(folder);
      if (next.release === held.release && next.sha256 === held.sha256) return;
      held = next;
      took(held);
    } catch (error) {
      problem(asNcpError(error));
    }
  };
  const refresh = (): Promise<void> => {
    looking ??= look().finally(() => { looking = undefined; });
    return looking;
  };
  const timer = folder === undefined ? undefined : setInterval(() => { void refresh(); }, pollMs);
  timer?.unref();
  return { current: () => held.catalogue, refresh, close: () => { clearInterval(timer); } };
}
