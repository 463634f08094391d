import type { Instant, Visit } from '@ncp/domain';

/**
 * Visits of country B (decisions G05). The content is sealed; a visit is found by its id alone.
 * @throws NcpError NCP_STORE_UNAVAILABLE
 */
export interface Visits {
  open(visit: Visit): Promise<void>;
  find(id: string): Promise<Visit | undefined>;
  /** Replaces the version before; false when another change came first. */
  change(visit: Visit): Promise<boolean>;
  /** Removes the content of visits that ended before. */
  forget(before: Instant): Promise<number>;
}
