import { row, type Row } from './table.js';

/** Containers as the register names them, and EDQM (sweden-national 4.1, value set 42.3). */
export const PACKAGES: readonly Row[] = [
  row('30007000', 'Blister', 'blister', 'blisterförpackning', 'tryckförpackning', 'blisterkarta'),
  row('30066000', 'Tablet container', 'burk', 'plastburk', 'tablettburk'),
  row('30032000', 'Jar', 'krukburk', 'salvburk'),
  row('30008000', 'Bottle', 'flaska', 'plastflaska', 'glasflaska'),
  row('30067000', 'Tube', 'tub'),
  row('30050000', 'Pre-filled pen', 'förfylld penna', 'förfylld injektionspenna', 'injektionspenna, förfylld'),
  row('30051000', 'Pre-filled syringe', 'förfylld spruta', 'spruta, förfylld'),
  row('30014000', 'Cartridge', 'cylinderampull', 'cylinderampuller'),
  row('30069000', 'Vial', 'injektionsflaska', 'injektionsflaskor'),
  row('30001000', 'Ampoule', 'ampull', 'ampuller'),
  row('30054000', 'Sachet', 'dospåse', 'dospåsar'),
  row('30023000', 'Dropper container', 'droppflaska', 'droppbehållare'),
  row('30026500', 'Inhaler', 'inhalator'),
  row('30052000', 'Pressurised container', 'tryckbehållare'),
  row('30057000', 'Single-dose container', 'endosbehållare', 'endospipett'),
  row('30009000', 'Box', 'kartong'),
  row('30004000', 'Bag', 'påse'),
  row('30065000', 'Strip', 'strip', 'strips'),
  row('30060000', 'Spray container', 'sprayflaska', 'spraybehållare'),
];
