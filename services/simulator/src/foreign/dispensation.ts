import type { InstanceIdentifier } from '@ncp/domain';
import type { Professional } from './assertions.js';

/** What was handed over. */
export interface HandOver {
  readonly packages: number;
  readonly packSize: string;
}

export const dispensationOf = (_prescription: Uint8Array, _handOver: HandOver, _as: { readonly country: string; readonly professional: Professional; readonly now: Date }): { readonly id: InstanceIdentifier; readonly document: Uint8Array } => {
  throw new Error('to come');
};
