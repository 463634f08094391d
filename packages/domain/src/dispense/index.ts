export { DISPENSE_STATES, isUnsettled, mayBecome, requireTransition } from './state.js';
export { actorDispatchId, dispenseKeyOf, dispenseKeyText, productKey } from './key.js';
export {
  judgeDispensation, type AcceptedDispensation, type DispenseFacts, type DispenseJudgement, type RefusedDispensation,
} from './judge-dispensation.js';
export { judgeRepetition, type EarlierReport, type Repetition } from './judge-repetition.js';
export { judgeDiscard, type DiscardedReport, type DiscardJudgement } from './judge-discard.js';
export type { EarlierRow } from './visit.js';
export { DISPENSE_FLAGS, type DispenseFlag } from './flags.js';
export { parseStrength, strengthRatio, type Ratio, type Strength } from './strength.js';
