export { clockTime } from './clock-time.js';
export { countryNames } from './country-names.js';
export { FAIR_USE, type FairUseEvent, type FairUseKind, type FairUseThreshold } from './fair-use.js';
export { isTrouble, ownerOf, type Owner } from './owner.js';
export { mayOrder, ORDER_ACTIONS, ORDER_FINDINGS, ORDER_LEDGERS, ordersFor, type OrderAction, type OrderFinding, type OrderLedger, type OrderSubject, type PossibleOrder } from './orders.js';
export { failingSince, NATIONAL_SLOW_MS, situationOf, type CountryFacts, type Level, type ServiceFacts, type Situation, type SituationFacts, type Task } from './situation.js';
export { wilsonBand } from './wilson.js';
