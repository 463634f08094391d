import { NcpError } from '@ncp/domain';
import type { SummaryInput, SummaryResult } from './summary-input.js';

/** Compiles the summary (sweden-patient-summary 1.2-10). */
export const compileSummary = (_input: SummaryInput): SummaryResult => {
  throw new NcpError('NCP_PS_NONE');
};
