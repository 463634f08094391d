import { hl7Time } from '@ncp/domain';
import type { XmlElement } from '@ncp/xml';
import { v3 } from '../building/elements.js';
import { measureText } from '../building/measure.js';
import type { MedicinalProduct } from '../building/product.js';
import { visibleLine } from '../building/visible-text.js';
import type { DispensationModel } from './model.js';

/** The section text: everything that the entry says, Swedish with English labels (cda-documents 1.12). */

type Row = readonly [sv: string, en: string, value: string | undefined];

const pack = ({ packaging }: MedicinalProduct): string =>
  packaging.map(({ amount, name }) => [measureText(amount), name].filter((part) => part !== undefined).join(', ')).join(' / ');

const described = ({ name, description }: MedicinalProduct): string =>
  [name, description].filter((part) => part !== undefined && part !== '').join(', ');

/** `20260612141500+0200` as people read it. */
const readable = (time: string): string =>
  time.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)([+-]\d\d)(\d\d)$/, '$1-$2-$3 $4:$5:$6 $7:$8');

const rowsOf = (model: DispensationModel): readonly Row[] => [
  ['Utlämnat läkemedel', 'Dispensed product', described(model.dispensed)],
  ['Förpackning', 'Package', pack(model.dispensed)],
  ['Antal förpackningar', 'Number of packages', String(model.packages)],
  ['Batchnummer', 'Lot number', model.dispensed.lotNumber],
  ['Förskrivet läkemedel', 'Prescribed product', described(model.prescribed)],
  ['Utbytt', 'Substituted', model.substituted ? 'ja / yes' : 'nej / no'],
  ['Recept', 'Prescription', model.prescriptionId.extension ?? model.prescriptionId.root],
  ['Utlämnat', 'Handed over', readable(hl7Time(model.handedOverAt))],
  ['Farmaceut', 'Pharmacist', [...model.pharmacist.given, model.pharmacist.family].join(' ')],
  ['Apotek', 'Pharmacy', [model.pharmacy.name, model.pharmacy.address.city].filter((part) => part !== undefined).join(', ')],
];

export const dispensationNarrative = (model: DispensationModel): XmlElement =>
  v3('text', {}, v3('table', { ID: 'dispensation' }, v3('tbody', {},
    rowsOf(model).filter(([, , value]) => value !== undefined && value !== '').map(([sv, en, value]) =>
      v3('tr', {}, v3('th', {}, `${sv} / ${en}`), v3('td', {}, visibleLine(value ?? '')))))));
