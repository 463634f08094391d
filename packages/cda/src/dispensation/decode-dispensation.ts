import {
  isInteger, isPositive, NcpError, parseDecimal,
  type Dispensation, type Hl7Time, type ZoneName,
} from '@ncp/domain';
import { attr, pathOf, walk, type XmlElement } from '@ncp/xml';
import { readOneIdentifier, readTime } from '../reading/data-types.js';
import { v3All, v3At } from '../reading/elements.js';
import { narrativeIds, referredText } from '../reading/narrative.js';
import type { ReadingNotes } from '../reading/notes.js';
import { openDocument, type OpenDocument } from '../reading/open-document.js';
import { readActor, writtenName, type Actor } from '../reading/party.js';
import { readProduct } from '../reading/product.js';
import { dispensedItem, isSubstituted } from './dispensed-item.js';
import { refuseAssertions } from './refuse-assertions.js';

/**
 * Reads an eDispensation as live documents are (cda-documents 6). Every deviation that does not change what was handed
 * over, to whom and for which prescription is forgiven and listed in `findings`.
 * `zone` is the sending country's: a time without zone is read in it and `zoneAssumed` says so (decisions D44).
 * A missing prescription id is not refused here: the caller knows which roots are its own (decisions D55).
 * @throws NcpError NCP_XML_* not XML; NCP_CDA_KIND not an eDispensation (a discard is put back first, see `restoreDiscard`);
 * NCP_CDA_STRUCTURE no id, no patient; NCP_CDA_PATIENT several; NCP_CDA_ITEMS not exactly one item;
 * NCP_CDA_QUANTITY; NCP_CDA_DATE; NCP_XSW_WRAPPING when it holds an assertion
 */
export const decodeDispensation = (bytes: Uint8Array, options: { readonly zone: ZoneName }): Dispensation => {
  const document = openDocument(bytes, ['ed-l3']);
  const { root, notes } = document;
  refuseAssertions(root);
  const { section, supply, reference } = dispensedItem(root, notes);

  const quantity = readPackages(supply, notes);
  const performer = v3At(supply, 'performer');
  const author = v3At(root, 'author');
  const time = handOverTime([v3At(performer, 'time'), v3At(author, 'time'), v3At(root, 'effectiveTime')], options.zone, notes);
  const actors = [readActor(author, 'assignedAuthor', notes), readActor(performer, 'assignedEntity', notes)];

  const dispensationId = readOneIdentifier(section, notes) ?? readOneIdentifier(supply, notes);
  const prescriptionId = prescriptionOf(document);
  const prescriptionItemId = readOneIdentifier(reference, notes);
  const prescribed = v3At(reference, 'consumable', 'manufacturedProduct');
  const patientInstruction = instruction(root, supply, notes);
  return {
    documentId: document.id,
    ...(dispensationId === undefined ? {} : { dispensationId }),
    patientIds: document.patientIds,
    ...(prescriptionId === undefined ? {} : { prescriptionId }),
    ...(prescriptionItemId === undefined ? {} : { prescriptionItemId }),
    quantity,
    product: readProduct(v3At(supply, 'product', 'manufacturedProduct'), notes),
    ...(prescribed === undefined ? {} : { prescribedProduct: readProduct(prescribed, notes) }),
    substituted: isSubstituted(supply, notes),
    handedOverAt: time.instant,
    handedOverPrecision: time.precision === 'day' ? 'day' : 'time',
    zoneAssumed: time.zoneAssumed,
    pharmacist: pharmacistOf(actors),
    pharmacy: actors.map(({ organisation }) => organisation).find((one) => one?.id !== undefined || one?.name !== undefined) ?? {},
    ...(patientInstruction === undefined ? {} : { patientInstruction }),
    findings: notes.findings,
  };
};

/** Packages when the unit is `1` or absent, then whole and positive; other units are kept for the caller (decisions G24). */
const readPackages = (supply: XmlElement, notes: ReadingNotes): Dispensation['quantity'] => {
  const [element, second] = v3All(supply, 'quantity');
  const at = `${pathOf(supply)}/quantity`;
  if (element === undefined || second !== undefined) throw new NcpError('NCP_CDA_QUANTITY', { at });
  const value = parseDecimal(attr(element, 'value')?.trim() ?? '');
  if (!value.ok || !isPositive(value.value) || attr(element, 'nullFlavor') !== undefined) throw new NcpError('NCP_CDA_QUANTITY', { at });
  const unit = attr(element, 'unit')?.trim() ?? '';
  if (unit === '') notes.note(element, 'unit-missing');
  if ((unit === '' || unit === '1') && !isInteger(value.value)) throw new NcpError('NCP_CDA_QUANTITY', { at });
  return unit === '' ? { value: value.value } : { value: value.value, unit };
};

/** The first of the sources that is there (decisions D56). A time that is there and is none is not passed over. */
const handOverTime = (sources: readonly (XmlElement | undefined)[], zone: ZoneName, notes: ReadingNotes): Hl7Time => {
  for (const source of sources) {
    const time = readTime(source, zone);
    if (source === undefined || time === undefined) continue;
    if (time === 'unreadable' || time.precision === 'year' || time.precision === 'month') {
      throw new NcpError('NCP_CDA_DATE', { at: pathOf(source) });
    }
    if (time.precision === 'day') notes.note(source, 'day-only');
    else if (time.zoneAssumed) notes.note(source, 'zone-missing');
    return time;
  }
  throw new NcpError('NCP_CDA_DATE', { at: '/ClinicalDocument/effectiveTime' });
};

/** @throws NcpError NCP_CDA_ITEMS when the document fulfils several orders: one item cannot */
const prescriptionOf = ({ root, notes }: OpenDocument): Dispensation['prescriptionId'] => {
  const orders = v3All(root, 'inFulfillmentOf').flatMap((fulfilment) => v3All(fulfilment, 'order'));
  if (orders.length > 1) throw new NcpError('NCP_CDA_ITEMS', { orders: orders.length });
  return readOneIdentifier(orders[0], notes);
};

/** The header's author is the dispensing pharmacist; the performer fills in what the author does not say. */
const pharmacistOf = (actors: readonly Actor[]): Dispensation['pharmacist'] => {
  const actor = actors.find(({ name }) => name !== undefined) ?? actors.find(({ id }) => id !== undefined) ?? {};
  const role = actor.role ?? actors.find((one) => one.role !== undefined)?.role;
  return {
    ...(actor.name === undefined ? {} : { name: writtenName(actor.name) }),
    ...(actor.id === undefined ? {} : { id: actor.id }),
    ...(role === undefined ? {} : { role }),
  };
};

/** What the patient was told: a PINSTRUCT act, wherever in the item it stands. */
const instruction = (root: XmlElement, supply: XmlElement, notes: ReadingNotes): string | undefined => {
  for (const el of walk(supply)) {
    const code = el.local === 'act' ? v3At(el, 'code') : undefined;
    if (code !== undefined && attr(code, 'code') === 'PINSTRUCT') return referredText(el, narrativeIds(root), notes);
  }
  return undefined;
};
