export { compileSummary } from './compile-summary.js';
export { DEFAULT_SUMMARY_POLICY, type SummaryPolicy, type SummaryWindows } from './policy.js';
export { SUMMARY_RULES, type RuleId, type RuleMark, type RulePlace, type SummaryRule } from './rules.js';
export type { HandOver, NationalMedication, SummaryInput, SummaryResult } from './summary-input.js';
