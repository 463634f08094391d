import { readFileSync } from 'node:fs';

export interface ManifestPerson {
  readonly key: string;
  readonly id: string;
  readonly root: string;
  readonly given: string;
  readonly family: string;
  readonly birthDate: string;
  readonly gender: string;
  readonly situation: string;
}

/** The run manifest of `./ncp start` (decisions D82), as far as an outside client reads it. */
export interface RunManifest {
  readonly services: {
    readonly ncpA: { readonly url: string; readonly homeCommunityId: string; readonly paths: { readonly xcpd: string; readonly xcaQuery: string; readonly xcaRetrieve: string; readonly xdr: string } };
    readonly nll: { readonly url: string; readonly control: string };
  };
  readonly clock?: string;
  readonly startedAt: string;
  readonly trust: { readonly ca: string };
  readonly countries: Readonly<Record<string, {
    readonly homeCommunityId: string;
    readonly tlsClient: { readonly cert: string; readonly key: string };
    readonly seal: { readonly cert: string; readonly key: string };
  }>>;
  readonly persons: readonly ManifestPerson[];
  /** Persons of the Patient Summary, beside those of the prescriptions. */
  readonly summaryPersons?: readonly ManifestPerson[];
}

export const readManifest = (path: string): RunManifest => JSON.parse(readFileSync(path, 'utf8')) as RunManifest;

/** The deployment's clock: the manifest says where it started, if not at the real time (decisions G25). */
export function clockOf(manifest: RunManifest): () => Date {
  const offset = manifest.clock === undefined ? 0 : Date.parse(manifest.clock) - Date.parse(manifest.startedAt);
  return () => new Date(Date.now() + offset);
}
