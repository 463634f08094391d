export type { SummaryInput, SummaryResult } from './compile-summary.js';
export { compileSummary } from './compile-summary.js';
