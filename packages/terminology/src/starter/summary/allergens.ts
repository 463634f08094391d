import type { CodeMapping } from '../../release.js';
import { CODE_SYSTEMS } from '@ncp/domain';
import { row, type Row } from '../table.js';

const { atc, snomedCt } = CODE_SYSTEMS;

/** Allergens of value set 42.19 that Swedish records name, beside those of foreign documents (sweden-patient-summary 2.1). */
export const SUMMARY_ALLERGENS: readonly Row[] = [
  row('7791007', 'Soy protein', 'Sojaprotein'),
  row('418920007', 'Adhesive agent', 'Häftämne'),
  row('256260009', 'Tree and shrub pollen', 'Träd- och buskpollen'),
  row('128488006', 'House dust', 'Husdamm'),
];

/** ATC groups of value set 42.24 as agents of an allergy: group codes are normal there (sweden-patient-summary 2). */
export const AGENT_GROUPS: readonly Row[] = [
  row('J01', 'ANTIBACTERIALS FOR SYSTEMIC USE', 'antibakteriella medel för systemiskt bruk'),
  row('J01C', 'BETA-LACTAM ANTIBACTERIALS, PENICILLINS', 'betalaktamantibiotika, penicilliner'),
  row('J01CE', 'Beta-lactamase sensitive penicillins', 'betalaktamaskänsliga penicilliner'),
  row('J01D', 'OTHER BETA-LACTAM ANTIBACTERIALS', 'övriga betalaktamantibiotika'),
  row('J01E', 'SULFONAMIDES AND TRIMETHOPRIM', 'sulfonamider och trimetoprim'),
  row('J01F', 'MACROLIDES, LINCOSAMIDES AND STREPTOGRAMINS', 'makrolider, linkosamider och streptograminer'),
  row('M01A', 'ANTIINFLAMMATORY AND ANTIRHEUMATIC PRODUCTS, NON-STEROIDS', 'icke-steroida antiinflammatoriska och antireumatiska medel'),
  row('N01B', 'ANESTHETICS, LOCAL', 'lokalanestetika'),
  row('N02A', 'OPIOIDS', 'opioider'),
  row('N02BA', 'Salicylic acid and derivatives', 'salicylsyra och derivat'),
  row('V08', 'CONTRAST MEDIA', 'kontrastmedel'),
];

/**
 * Whole Swedish terms, never parts of a text (PS13): code, then every way of writing it. [local] sweden-patient-summary 2.1.
 */
const TERMS: readonly (readonly [code: string, ...terms: readonly string[]])[] = [
  ['762952008', 'jordnöt', 'jordnötter'],
  ['256353000', 'hasselnöt', 'hasselnötter'],
  ['13577000', 'nötter', 'nöt'],
  ['102263004', 'ägg'],
  ['264295007', 'komjölk', 'komjölksprotein', 'mjölkprotein'],
  ['735971005', 'fisk'],
  ['735029006', 'skaldjur'],
  ['7791007', 'soja', 'sojaprotein'],
  ['89811004', 'gluten'],
  ['260167008', 'sesam', 'sesamfrö', 'sesamfrön'],
  ['111088007', 'latex'],
  ['33396006', 'nickel'],
  ['418920007', 'plåster', 'häftämne'],
  ['256259004', 'pollen'],
  ['256277009', 'gräspollen'],
  ['260152009', 'katt', 'kattepitel'],
  ['260154005', 'hund', 'hundepitel'],
  ['256417003', 'häst', 'hästepitel'],
  ['288328004', 'bi', 'bigift'],
  ['256440004', 'getinggift', 'geting'],
  ['128488006', 'husdamm'],
];

export const ALLERGEN_TERMS: readonly CodeMapping[] = [
  ...TERMS.flatMap(([code, ...terms]) =>
    terms.map((text): CodeMapping => ({ field: 'allergen', from: { text }, to: { code, codeSystem: snomedCt } }))),
  // Release 8.0.0 has no birch pollen: its exact parent, named as broader.
  { field: 'allergen', from: { text: 'björkpollen' }, to: { code: '256260009', codeSystem: snomedCt }, relation: 'broader' },
  { field: 'allergen', from: { text: 'kontrastmedel' }, to: { code: 'V08', codeSystem: atc } },
  { field: 'allergen', from: { text: 'röntgenkontrastmedel' }, to: { code: 'V08', codeSystem: atc }, relation: 'broader' },
];
