import { offeredPackages, type OfferFacts } from './facts.js';
import { DISPENSABILITY_RULES, type Rule, type RuleId } from './rules.js';

export type OfferAssessment =
  /** Exactly one uttag, in whole packages, at least 1 (decisions D32). */
  | { readonly offered: true; readonly packages: number }
  | { readonly offered: false; readonly rule: RuleId; readonly reason: Rule['reason'] };

/** Is this prescription offered to that country today, and how much of it? */
export const assessOffer = (facts: OfferFacts): OfferAssessment => {
  const denied = DISPENSABILITY_RULES.find((rule) => rule.deny(facts));
  if (denied !== undefined) return { offered: false, rule: denied.id, reason: denied.reason };
  return { offered: true, packages: facts.article === undefined ? 0 : offeredPackages(facts.prescription, facts.article) };
};
