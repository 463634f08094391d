import type { NcpErrorCode } from '@ncp/domain';
import type { TreatmentContext } from '../affiliation/context.js';
import type { ConflictRecord } from '../ports/index.js';
import type { Report } from './report.js';

/** The reported hand-over that the list cannot take, with its document: a hand-over is a fact (decisions D48). */
export const conflictOf = (context: TreatmentContext, report: Report, code: NcpErrorCode): ConflictRecord => ({
  key: report.key, prescriptionId: report.prescriptionId, code, raisedAt: context.gateway.surroundings.now(), document: report.document,
});
