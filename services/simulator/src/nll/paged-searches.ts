import type { FhirObject } from '@ncp/fhir';
import { idOf, referencedId, textAt } from './build.js';
import { resourceOf, type FhirRequest } from './fhir-request.js';
import { REFUSALS } from './refusal.js';
import { search, searchBundle, type Found } from './search.js';
import type { World } from './world.js';

/** Searches page by page. A page link is opaque, and its pages are of the list as it was at the first (sweden-national 2.7). */
export interface PagedSearches {
  /** `other`: answer about somebody else (fault `wrong-patient`). */
  page(request: FhirRequest, other: boolean): FhirObject;
  /** A resource of that type about another person than this one is about. */
  another(type: string, resource: FhirObject): FhirObject;
}

const DEFAULT_COUNT = 50;
const LARGEST_COUNT = 200;
const KEPT_CURSORS = 1_000;

interface Cursor { readonly type: string; readonly found: Found; readonly from: number; readonly count: number }

const countOf = (request: FhirRequest): number => {
  const asked = Number(request.parameters.get('_count')?.[0] ?? DEFAULT_COUNT);
  if (!Number.isInteger(asked) || asked < 1) throw REFUSALS.content('_count ska vara ett positivt heltal.');
  return Math.min(asked, LARGEST_COUNT);
};

const personOf = (resource: FhirObject): string =>
  textAt(resource, 'resourceType') === 'Patient' ? idOf(resource) : referencedId(textAt(resource, resource['subject'] === undefined ? 'patient' : 'subject', 'reference'));

export function pagedSearches(world: World, newId: () => string): PagedSearches {
  const cursors = new Map<string, Cursor>();
  const keep = (cursor: Cursor): string => {
    const id = newId();
    cursors.set(id, cursor);
    const [oldest] = cursors.keys();
    if (cursors.size > KEPT_CURSORS && oldest !== undefined) cursors.delete(oldest);
    return id;
  };
  const another = (type: string, resource: FhirObject): FhirObject =>
    world.store.all(type).find((candidate) => personOf(candidate) !== personOf(resource)) ?? resource;

  const opened = (request: FhirRequest): Cursor => {
    const type = resourceOf(request);
    const id = request.parameters.get('_cursor')?.[0];
    if (id === undefined) return { type, found: search(world, type, request.parameters), from: 0, count: countOf(request) };
    const cursor = cursors.get(id);
    if (cursor === undefined || cursor.type !== type || request.parameters.size > 1) throw REFUSALS.content('Sidan finns inte längre.');
    return cursor;
  };

  return {
    another,
    page(request, other) {
      const { type, found, from, count } = opened(request);
      const own = found.matches.slice(from, from + count);
      const somebodyElse = world.store.all(type).slice(0, 1);
      const matches = other ? (own.length === 0 ? somebodyElse : own.map((resource) => another(type, resource))) : own;
      const next = from + count;
      return searchBundle({
        base: request.base, self: request.url, total: found.matches.length, at: world.clock.now(), matches, included: found.includedWith(own),
        ...(next < found.matches.length ? { next: `${request.base}/${type}?_cursor=${keep({ type, found, from: next, count })}` } : {}),
      });
    },
  };
}
