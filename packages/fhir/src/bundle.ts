import type { FhirValue } from './json.js';
import { malformed, nodeIn, nodesIn, resourceNode, textIn } from './node.js';

/** One page of a search. */
export interface SearchPage {
  /** Resources that match, in the order given. Included and outcome entries are not among them. */
  readonly matches: readonly FhirValue[];
  readonly included: readonly FhirValue[];
  /** Where the next page is, as the server wrote it. */
  readonly next?: string;
}

/**
 * Bundle of type `searchset`.
 * @throws NcpError NCP_NATIONAL_MALFORMED, also for any other type of Bundle
 */
export function decodeBundle(value: FhirValue): SearchPage {
  const node = resourceNode(value, 'Bundle');
  if (textIn(node, 'type') !== 'searchset') throw malformed('Bundle.type');
  const matches: FhirValue[] = [];
  const included: FhirValue[] = [];
  for (const entry of nodesIn(node, 'entry')) {
    const resource = nodeIn(entry, 'resource');
    if (resource === undefined) throw malformed(entry.path);
    const search = nodeIn(entry, 'search');
    const mode = (search === undefined ? undefined : textIn(search, 'mode')) ?? 'match';
    if (mode === 'match') matches.push(resource.value);
    if (mode === 'include') included.push(resource.value);
  }
  const link = nodesIn(node, 'link').find((candidate) => textIn(candidate, 'relation') === 'next');
  const next = link === undefined ? undefined : textIn(link, 'url');
  return { matches, included, ...(next === undefined ? {} : { next }) };
}
