import { DOCUMENT_TEMPLATES, NcpError, parseDecimal, SUBSTITUTION, type ForeignPrescriber, type ZoneName } from '@ncp/domain';
import { attr, type XmlElement } from '@ncp/xml';
import { readCode, readIdentifier, readIdentifiers, readOneIdentifier } from './data-types.js';
import { readDosage } from './dosage.js';
import { v3All, v3At, wholeText } from './elements.js';
import type { ForeignPrescription } from './foreign-prescription.js';
import { readForeignTime } from './foreign-time.js';
import { readMedicinalProduct } from './medicinal-product.js';
import { narrativeIds, narrativeLines, referredText } from './narrative.js';
import type { ReadingNotes } from './notes.js';
import { openDocument } from './open-document.js';
import { readActor } from './party.js';
import { readPatient } from './patient.js';
import { readProduct } from './product.js';

/**
 * Reads an ePrescription of another country, of any wave (cda-documents 3-5, 9). What is missing is absent, what was
 * forgiven is in `findings`; nothing is dropped because it has no code. `zone` is the issuing country's.
 * @throws NcpError NCP_XML_*, NCP_CDA_KIND not an ePrescription of level 3, NCP_CDA_STRUCTURE no id or no patient,
 * NCP_CDA_PATIENT several patients, NCP_CDA_ITEMS not exactly one item
 */
export const decodePrescription = (source: Uint8Array | XmlElement, options: { readonly zone?: ZoneName } = {}): ForeignPrescription => {
  const document = openDocument(source, ['ep-l3']);
  const { root, notes } = document;
  const { section, item } = prescribedItem(root, notes);
  const context = { notes, zone: options.zone };
  const setId = readIdentifier(v3At(root, 'setId'), notes);
  const title = wholeText(v3At(root, 'title'));
  const language = attr(v3At(root, 'languageCode') ?? root, 'code');
  const effectiveTime = readForeignTime(v3At(root, 'effectiveTime'), options.zone);
  const prescriptionId = readOneIdentifier(section, notes);
  const itemId = readOneIdentifier(item, notes);
  const manufactured = v3At(item, 'consumable', 'manufacturedProduct');
  const status = attr(v3At(item, 'statusCode') ?? item, 'code');
  const route = readCode(v3At(item, 'routeCode'), notes);
  return {
    documentId: document.id,
    ...(setId === undefined ? {} : { setId }),
    relatedIds: v3All(root, 'relatedDocument').flatMap((related) => readIdentifiers(v3At(related, 'parentDocument'), notes)),
    ...(title === undefined ? {} : { title }),
    ...(language === undefined ? {} : { language }),
    ...(effectiveTime === undefined ? {} : { effectiveTime }),
    ...(prescriptionId === undefined ? {} : { prescriptionId }),
    ...(itemId === undefined ? {} : { itemId }),
    patient: readPatient(document),
    prescriber: readPrescriber(v3All(item, 'author')[0] ?? v3All(root, 'author')[0], notes, options.zone),
    product: readProduct(manufactured, notes),
    prescribed: readMedicinalProduct(manufactured, notes),
    ...readSupply(item, notes),
    ...(status === undefined ? {} : { status }),
    ...readDosage(item, context),
    ...(route === undefined ? {} : { route }),
    ...readInstructions(root, item, notes),
    ...readSubstitution(item, notes),
    narrative: narrativeLines(v3At(section, 'text')),
    findings: notes.findings,
  };
};

const PRESCRIPTION_SECTION = DOCUMENT_TEMPLATES.ePrescription.replace(/\.1\.1$/, '.2.1');

/** @throws NcpError NCP_CDA_ITEMS */
const prescribedItem = (root: XmlElement, notes: ReadingNotes): { readonly section: XmlElement; readonly item: XmlElement } => {
  const items = v3All(root, 'component').flatMap((component) => v3All(component, 'structuredBody'))
    .flatMap((body) => v3All(body, 'component')).flatMap((component) => v3All(component, 'section'))
    .flatMap((section) => v3All(section, 'entry').flatMap((entry) => v3All(entry, 'substanceAdministration')).map((item) => ({ section, item })));
  const [only] = items;
  if (only === undefined || items.length > 1) throw new NcpError('NCP_CDA_ITEMS', { found: items.length });
  if (!v3All(only.section, 'templateId').some((template) => attr(template, 'root') === PRESCRIPTION_SECTION)) notes.note(only.section, 'section-template');
  return only;
};

const readPrescriber = (author: XmlElement | undefined, notes: ReadingNotes, zone: ZoneName | undefined): ForeignPrescriber => {
  const { name, role, organisation } = readActor(author, 'assignedAuthor', notes);
  const writtenAt = readForeignTime(v3At(author, 'time'), zone);
  return {
    ids: readIdentifiers(v3At(author, 'assignedAuthor'), notes),
    ...(name === undefined ? {} : { name }),
    ...(role === undefined ? {} : { role }),
    ...(organisation === undefined ? {} : { organisation }),
    ...(writtenAt === undefined ? {} : { writtenAt }),
  };
};

const related = (item: XmlElement, name: string): readonly XmlElement[] =>
  v3All(item, 'entryRelationship').flatMap((relation) => v3All(relation, name));

const readSupply = (item: XmlElement, notes: ReadingNotes): Pick<ForeignPrescription, 'packages' | 'repeats'> => {
  const [supply, another] = related(item, 'supply');
  const quantity = v3At(supply, 'quantity');
  const repeat = v3At(supply, 'repeatNumber') ?? v3At(item, 'repeatNumber');
  const repeats = attr(repeat ?? item, 'value') ?? attr(v3At(repeat, 'high') ?? item, 'value');
  // Two numbers of packages, a null one, or one below zero are none that anybody may hand over.
  const isNone = another !== undefined || (quantity !== undefined && attr(quantity, 'nullFlavor') !== undefined);
  const value = quantity === undefined ? undefined : parseDecimal(attr(quantity, 'value')?.trim() ?? '');
  if (quantity !== undefined && value?.ok === false) notes.note(quantity, 'amount-unreadable');
  const unit = quantity === undefined ? undefined : attr(quantity, 'unit');
  return {
    ...(value?.ok === true && !isNone && !value.value.startsWith('-') ? { packages: { value: value.value, ...(unit === undefined ? {} : { unit }) } } : {}),
    ...(repeats === undefined ? {} : { repeats }),
  };
};

const readInstructions = (root: XmlElement, item: XmlElement, notes: ReadingNotes): Pick<ForeignPrescription, 'patientInstructions' | 'fulfilmentInstructions'> => {
  const ids = narrativeIds(root);
  const texts = (code: string): readonly string[] => related(item, 'act')
    .filter((act) => attr(v3At(act, 'code') ?? act, 'code') === code)
    .map((act) => referredText(act, ids, notes)).filter((text) => text !== undefined);
  return { patientInstructions: texts('PINSTRUCT'), fulfilmentInstructions: texts('FINSTRUCT') };
};

const readSubstitution = (item: XmlElement, notes: ReadingNotes): Pick<ForeignPrescription, 'substitution' | 'substitutionAllowed'> => {
  const said = related(item, 'observation').filter((one) => attr(v3At(one, 'code') ?? one, 'code') === 'SUBST')
    .map((observation) => readCode(v3At(observation, 'value'), notes)).filter((value) => value !== undefined);
  // Where both are said, the one that forbids holds.
  const substitution = said.find(({ code }) => code === SUBSTITUTION.none) ?? said[0];
  return { ...(substitution === undefined ? {} : { substitution }), substitutionAllowed: substitution?.code !== SUBSTITUTION.none };
};
