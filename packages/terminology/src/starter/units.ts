import { row, type Row } from './table.js';

/** EDQM code of the unit that several tables name. */
export const UNIT = {
  tablet: '15054000', capsule: '15012000', sachet: '15045000', actuation: '15001000',
} as const;

/**
 * Countable units (sweden-national 4.1, value set 42.56), with every way the register and prescribers write them.
 * `dos` and `puff` are actuations only for metered forms; that is for the reader of `dose-unit` to check.
 */
export const QUANTITY_UNITS: readonly Row[] = [
  row(UNIT.tablet, 'Tablet', 'tablett', 'tabletter', 'tablett(er)'),
  row(UNIT.capsule, 'Capsule', 'kapsel', 'kapslar', 'kapsel/kapslar'),
  row('15022000', 'Drop', 'droppe', 'droppar', 'droppe/droppar'),
  row(UNIT.actuation, 'Actuation', 'dos', 'doser', 'dos(er)', 'puff', 'puffar', 'puff(ar)', 'inhalation', 'inhalationer', 'inhal', 'spray', 'sprayning'),
  row('15036000', 'Patch', 'plåster', 'depotplåster'),
  row('15042000', 'Plaster', 'medicinskt plåster'),
  row(UNIT.sachet, 'Sachet', 'dospåse', 'dospåsar'),
  row('15051000', 'Suppository', 'suppositorium', 'suppositorier', 'suppositorium/suppositorier'),
  row('15060000', 'Vial', 'injektionsflaska', 'injektionsflaskor'),
  row('15002000', 'Ampoule', 'ampull', 'ampuller'),
  row('15013000', 'Cartridge', 'cylinderampull', 'cylinderampuller'),
  row('15037000', 'Pen', 'injektionspenna', 'förfylld injektionspenna'),
  row('15052000', 'Syringe', 'spruta', 'förfylld spruta'),
  row('15030000', 'Lyophilisate', 'frystorkad tablett'),
  row('15039000', 'Pessary', 'vagitorium', 'vagitorier'),
  row('15053000', 'System', 'inlägg'),
  row('15025000', 'Implant', 'implantat'),
  row('15024000', 'Chewing gum', 'tuggummi', 'medicinskt tuggummi'),
  row('15016000', 'Container', 'endosbehållare'),
];

/**
 * UCUM units (value set 42.16). The value set has `[IU]`, not the `[iU]` of UCUM itself: what is not in it is rejected.
 * `1` is what *styck* means before the dose form has said more.
 */
export const MEASURE_UNITS: readonly Row[] = [
  row('1', 'Unit', 'styck', 'st', 'enhetsförpackning'),
  row('mL', 'milliliter', 'milliliter', 'ml'),
  row('L', 'liter', 'liter', 'l'),
  row('g', 'gram', 'gram', 'g'),
  row('mg', 'milligram', 'milligram', 'mg'),
  row('ug', 'microgram', 'mikrogram', 'mcg', 'µg', 'μg'),
  row('ng', 'nanogram', 'nanogram', 'ng'),
  row('kg', 'kilogram', 'kilogram', 'kg'),
  row('mmol', 'millimole', 'millimol', 'mmol'),
  row('[IU]', 'international unit', 'internationell enhet', 'internationella enheter', 'ie', 'e', 'enhet', 'enheter'),
  row('h', 'hour', 'timme', 'timmar'),
  row('d', 'day', 'dygn', 'dag', 'dagar'),
];

/** Ways the national list writes a UCUM code that the value set spells otherwise. */
export const UNIT_CODE_SPELLINGS: Readonly<Record<string, string>> = {
  'ml': 'mL', 'l': 'L', '[iU]': '[IU]', 'IU': '[IU]', '{styck}': '1',
};
