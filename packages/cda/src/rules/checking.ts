import type { RuleReport } from './report.js';
import type { ValueSetRule, ValueSets } from './value-sets.js';

/** What a check of one document works with. */
export interface Checking {
  readonly report: RuleReport;
  readonly valueSets: ValueSets;
  readonly valueSetRules: Readonly<Record<string, ValueSetRule>>;
}
