import { CODE_SYSTEMS } from '@ncp/domain';
import type { CodeMapping } from '../../release.js';
import { READING_SYSTEMS } from '../reading/reading-systems.js';

const { snomedCt } = CODE_SYSTEMS;
const { allergyCertainty, criticality } = READING_SYSTEMS;

/** Written grades of Swedish records. Their code lists are not published, so the words decide (PS15, PS16). */
export const GRADE_TERMS: readonly CodeMapping[] = [
  { field: 'criticality', from: { text: 'livshotande' }, to: { code: 'high', codeSystem: criticality } },
  { field: 'criticality', from: { text: 'skadlig' }, to: { code: 'high', codeSystem: criticality } },
  { field: 'criticality', from: { text: 'besvärande' }, to: { code: 'low', codeSystem: criticality } },
  { field: 'allergy-certainty', from: { text: 'misstänkt' }, to: { code: 'unconfirmed', codeSystem: allergyCertainty } },
];

/** How a maternity record codes the outcome of an earlier pregnancy; 0 says nothing (PS83). */
export const OUTCOME_CODES: readonly CodeMapping[] = [
  ['1', '34801009'], ['2', '17369002'], ['4', '237364002'], ['5', '281050002'],
].map(([from = '', to = '']): CodeMapping => ({ field: 'pregnancy-outcome', from: { code: from }, to: { code: to, codeSystem: snomedCt } }));
