import type { CareContract } from '@ncp/domain';
import type { CareRow, Pen } from './written.js';

/** A block as the block service keeps it. */
export interface BlockFacts {
  readonly kind: 'outer' | 'inner';
  readonly hsaId: string;
  /** The day it came into force. */
  readonly since?: string;
  /** Days of the records that it closes; every one when left out. */
  readonly recordsFrom?: string;
  readonly recordsUntil?: string;
}

/** What care providers have on one person, and what fails when they are asked. */
export interface CareOfPerson {
  readonly rows: readonly CareRow[];
  readonly blocks: readonly BlockFacts[];
  readonly failing: readonly { readonly contract: CareContract; readonly system: string }[];
}

export type Written = (pen: Pen) => Partial<CareOfPerson>;
