export { DISPENSABILITY_RULES, RULE_IDS, type Rule, type RuleId } from './rules.js';
export { assessOffer, type OfferAssessment } from './assess-offer.js';
export { lastValidDay, nextDispenseDay, offeredPackages, type OfferFacts } from './facts.js';
