import { addMs, type Instant } from '@ncp/domain';
import type { Transaction } from './context.js';

const SECOND = 1_000;

/** From the last byte of the request to the first of the answer; the peer waits longer (decisions 3.3). */
const TOTAL_MS: Readonly<Record<Transaction, number>> = { 'ITI-55': 25 * SECOND, 'ITI-38': 25 * SECOND, 'ITI-39': 25 * SECOND, 'ITI-41': 40 * SECOND };

/** Kept for mapping, rendering and recording the answer [local]. */
const RESERVE_MS = 5 * SECOND;

/** When the last national call of an exchange must have ended. */
export const deadlineOf = (transaction: Transaction, receivedAt: Instant): Instant => addMs(receivedAt, TOTAL_MS[transaction] - RESERVE_MS);
