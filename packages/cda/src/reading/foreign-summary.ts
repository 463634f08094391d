import type { Finding, ForeignPatient, ForeignTime, InstanceIdentifier } from '@ncp/domain';

/** A Patient Summary as country B reads it. */
export interface ForeignSummary {
  readonly documentId: InstanceIdentifier;
  readonly setId?: InstanceIdentifier;
  readonly relatedIds: readonly InstanceIdentifier[];
  readonly title?: string;
  readonly language?: string;
  readonly effectiveTime?: ForeignTime;
  readonly patient: ForeignPatient;
  readonly findings: readonly Finding[];
}
