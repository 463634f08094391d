import type { Prescription, RecordBlock } from '@ncp/domain';
import { hex, sha256, utf8 } from '@ncp/xml';

/** What the patient has closed, as far as a source of the summary was used. */
export interface Closures {
  readonly prescriptions?: readonly Pick<Prescription, 'id' | 'blocked'>[];
  readonly blocks?: readonly RecordBlock[];
}

/**
 * SHA-256, hex, of what is closed on a day: equal as long as the same may be said (decisions D30). Blocks come into force and
 * end with the days, so the day counts where there are any.
 */
export function closuresHash({ prescriptions, blocks }: Closures, today: string): string {
  const closed = prescriptions?.filter(({ blocked }) => blocked).map(({ id }) => id).toSorted();
  const inForce = blocks?.map(({ kind, hsaId, from, until }) => JSON.stringify([kind, hsaId, from ?? '', until ?? ''])).toSorted();
  const day = inForce === undefined || inForce.length === 0 ? '' : today;
  return hex(sha256(utf8(JSON.stringify([closed ?? null, inForce ?? null, day]))));
}
