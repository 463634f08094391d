import type { InstanceIdentifier } from '@ncp/domain';
import type { Organisation } from '../building/party.js';
import type { CdaConfig } from '../prescription/config.js';

/** What a Patient Summary says that comes from configuration (decisions D42, D76). */
export interface SummaryConfig extends CdaConfig {
  /** The system that compiled it; it is the author. */
  readonly softwareName: string;
  /** Who answers for it: a person with a name, because a signature without one is rejected. */
  readonly responsible: { readonly id: InstanceIdentifier; readonly family: string; readonly given: readonly string[] };
  /** Whom to ask about the patient. Nothing tells her own care centre, so this is a national organisation; the custodian when absent. */
  readonly primaryCare?: Organisation;
}
