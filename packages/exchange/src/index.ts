export * from './ports/index.js';
export { answerMessage, refuseUnread } from './affiliation/answer-message.js';
export { fairUse, type FairUse } from './affiliation/fair-use.js';
export type { AffiliationPolicy, Gateway, Peer, PeerCountry, Seal } from './affiliation/gateway.js';
export type { Endpoint, InboundMessage, OutboundMessage } from './affiliation/message.js';
export { reconcileDispensation } from './dispense/reconcile.js';
export type { SettlementGateway } from './dispense/commit-settlement.js';
