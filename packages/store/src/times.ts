import { epochMs, instantFromEpoch, type Instant } from '@ncp/domain';

/** Milliseconds are what timestamptz keeps for us; the offset an instant was written with is lost. */
export const toDate = (instant: Instant): Date => new Date(epochMs(instant));

export const fromDate = (date: Date): Instant => instantFromEpoch(date.getTime());
