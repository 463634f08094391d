import type { Instant } from '@ncp/domain';
import { isFhirObject, type FhirObject } from '@ncp/fhir';
import { at, idOf, replaced, typeOf } from './build.js';

/** Resources in memory, every version of each (sweden-national 2.1: versionId is the förskrivnings- or uttagsversion). */
export interface VersionedStore {
  /** Stores a new version; id must be in the resource. Gives it as stored, with version and time. */
  put(resource: FhirObject, lastUpdated: Instant): FhirObject;
  current(type: string, id: string): FhirObject | undefined;
  version(type: string, id: string, versionId: string): FhirObject | undefined;
  /** Newest first. */
  history(type: string, id: string): readonly FhirObject[];
  /** Current versions. */
  all(type: string): readonly FhirObject[];
  clear(): void;
}

export function versionedStore(): VersionedStore {
  const types = new Map<string, Map<string, FhirObject[]>>();
  const versionsOf = (type: string, id: string): readonly FhirObject[] => types.get(type)?.get(id) ?? [];
  return {
    put(resource, lastUpdated) {
      const byId = types.get(typeOf(resource)) ?? new Map<string, FhirObject[]>();
      types.set(typeOf(resource), byId);
      const versions = byId.get(idOf(resource)) ?? [];
      byId.set(idOf(resource), versions);
      const meta = at(resource, 'meta') ?? null;
      const stored = replaced(resource, {
        meta: { ...(isFhirObject(meta) ? meta : {}), versionId: String(versions.length + 1), lastUpdated },
      });
      versions.push(stored);
      return stored;
    },
    current: (type, id) => versionsOf(type, id).at(-1),
    version: (type, id, versionId) => versionsOf(type, id)[Number(versionId) - 1],
    history: (type, id) => versionsOf(type, id).toReversed(),
    all: (type) => [...(types.get(type)?.values() ?? [])].flatMap((versions) => versions.slice(-1)),
    clear() { types.clear(); },
  };
}
