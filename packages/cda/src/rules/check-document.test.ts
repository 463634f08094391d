import { describe, expect, it } from '@jest/globals';
import { attr, NS, parseXml, utf8, type XmlElement } from '@ncp/xml';
import { dispensationBytes, edited, inOlderEncoding, removed, renamed, twice, withAttributes, withText, type Edit } from '../../fixtures/dispensations.js';
import { CASES } from '../../fixtures/prescriptions.js';
import { checkDocument, encodePrescription, encodePrescriptionLevel1, prescriptionDocument } from '../index.js';

const PDF = utf8('%PDF-1.4\n%%EOF\n');

const expressible = CASES.map(({ name, input }) => ({ name, model: prescriptionDocument(input) }))
  .filter(({ model }) => model.findings.every(({ severity }) => severity !== 'error'));
const [first] = expressible;
if (first === undefined) throw new TypeError('no case');
const prescription = encodePrescription(first.model);
const level1 = encodePrescriptionLevel1(first.model, PDF);
const dispensation = dispensationBytes({ substituted: true });

const errors = (bytes: Uint8Array): readonly string[] =>
  checkDocument(bytes).filter(({ severity }) => severity === 'error').map(({ rule }) => rule);

/** Only the elements of the pharmacy extension, or only those of HL7. */
const pharmOnly = (edit: Edit): Edit => (el) => (el.ns === NS.pharm ? edit(el) : [el]);
const v3Only = (edit: Edit): Edit => (el) => (el.ns === NS.hl7 ? edit(el) : [el]);
const nullOf = (nullFlavor: string): Edit => (el) => [{ ...el, attributes: [{ ns: '', prefix: '', local: 'nullFlavor', value: nullFlavor }], children: [] }];
const swapped: Edit = (el) => [{ ...el, children: el.children.toReversed() }];
const onlyIf = (local: string, value: string, edit: Edit): Edit => (el) => (attr(el, local) === value ? edit(el) : [el]);

describe('CDA-13 checkDocument on our own documents', () => {
  it.each(expressible.map(({ name, model }) => [name, model] as const))('finds nothing in level 3 and level 1: %s', (_name, model) => {
    // The prescriber's own number is written as it came, an exponent too.
    expect(checkDocument(encodePrescription(model)).filter(({ rule }) => rule !== 'se#plain-number')).toEqual([]);
    expect(checkDocument(encodePrescriptionLevel1(model, PDF))).toEqual([]);
  });

  it('gives the same findings for bytes and for the tree of them', () => {
    const broken = edited(prescription, 'formCode', withAttributes({ displayName: undefined }));
    expect(checkDocument(parseXml(broken))).toEqual(checkDocument(broken));
  });

  it('takes a tree that was built and never parsed', () => {
    const orphan = (el: XmlElement): XmlElement => {
      const { parent: _parent, ...rest } = el;
      return { ...rest, children: el.children.map((node) => (node.kind === 'element' ? orphan(node) : node)) };
    };
    expect(checkDocument(orphan(parseXml(prescription)))).toEqual([]);
  });
});

type Broken = readonly [what: string, bytes: Uint8Array, rule: string];

describe('checkDocument', () => {
  it.each<Broken>([
    ['a document of no known kind', edited(prescription, 'templateId', withAttributes({ root: '1.2.3' })), 'document#kind'],
    ['too many patients', edited(prescription, 'recordTarget', twice), 'eHDSIePrescription#recordTarget.max'],
    ['siblings in another order', edited(prescription, 'assignedEntity', swapped), 'schema#element-order'],
    ['an element that the schema does not know', edited(prescription, 'title', renamed('titel')), 'schema#element'],
    ['an element of another namespace', inOlderEncoding(prescription), 'schema#element'],
    ['an attribute that the schema does not know', edited(prescription, 'title', withAttributes({ lang: 'sv' })), 'schema#attribute'],
    ['a word that the schema does not know', edited(prescription, 'entryRelationship', withAttributes({ typeCode: 'XX' })), 'schema#attribute-value'],
    ['text where there are only elements', edited(prescription, 'custodian', (el) => [{ ...el, children: [...el.children, { kind: 'text', value: 'x', cdata: false }] }]), 'schema#text'],
    ['a part of the header that must be there', edited(prescription, 'custodian', removed), 'schema#element-number'],
    ['the same ID twice', edited(prescription, 'content', withAttributes({ ID: 'pinst' })), 'schema#id-unique'],
    ['a reference that points nowhere', edited(prescription, 'reference', withAttributes({ value: '#nowhere' })), 'se#reference'],
    ['two items', edited(prescription, 'entry', twice), 'eHDSIPrescription#entry.max'],
    ['a section title of its own', edited(prescription, 'title', withText('Recept'), 'section'), 'eHDSIPrescription#title.prescriptions-title'],
    ['no related document', edited(prescription, 'relatedDocument', removed), 'eHDSIePrescription#relatedDocument.min'],
    ['a prescriber without a coded function', edited(prescription, 'functionCode', withAttributes({ code: '99' })), 'eHDSIePrescription#author.min'],
    ['a null person who signs', edited(prescription, 'assignedPerson', nullOf('NI'), 'legalAuthenticator'), 'eHDSILegalAuthenticator#name.min'],
    ['a telephone with the wrong null', edited(prescription, 'telecom', nullOf('UNK'), 'patientRole'), 'eHDSIRecordTarget#telecom.nullFlavor'],
    ['an organisation without country', edited(prescription, 'country', removed), 'eHDSICustodian#addr.min'],
    ['no displayName', edited(prescription, 'code', withAttributes({ displayName: undefined }), 'manufacturedMaterial'), 'CD.EPSOS#display-name'],
    ['a code without system', edited(prescription, 'code', pharmOnly(withAttributes({ codeSystem: undefined })), 'containerPackagedProduct'), 'CD#code-system'],
    ['a time of day without zone', edited(prescription, 'effectiveTime', withAttributes({ value: '202606011200' })), 'TS.EPSOS.TZ#zone'],
    ['a day that does not exist', edited(prescription, 'birthTime', withAttributes({ value: '19900230' })), 'TS#time'],
    ['a root that is no OID', edited(prescription, 'id', withAttributes({ root: 'root' }), 'patientRole'), 'II#root-form'],
    ['a root that is too long', edited(prescription, 'id', withAttributes({ root: `1${'.1234'.repeat(20)}` }), 'patientRole'), 'II.EPSOS#root-length'],
    ['a null with something beside it', edited(prescription, 'addr', (el) => withAttributes({ nullFlavor: 'NI' })(el), 'custodian'), 'ANY#null-alone'],
    ['a name without parts', edited(prescription, 'family', removed, 'recordTarget'), 'eHDSIRecordTarget#family.min'],
    ['an unknown dose form', edited(prescription, 'formCode', onlyIf('code', '10219000', withAttributes({ code: '99999999' }))), 'eHDSIePeDManufacturedMaterial#pharm:formCode.min'],
    ['a pack of unknown size', edited(prescription, 'quantity', pharmOnly(nullOf('UNK')), 'asContent'), 'eHDSIePeDManufacturedMaterial#pharm:quantity.min'],
    ['no packaging', edited(prescription, 'asContent', removed), 'eHDSIePeDManufacturedMaterial#pharm:asContent.min'],
    ['a strength without unit', edited(prescription, 'numerator', withAttributes({ unit: undefined })), 'eHDSIePeDManufacturedMaterial#numerator.unit.required'],
    ['a dose of words', edited(prescription, 'low', withAttributes({ unit: 'tablet' }), 'doseQuantity'), 'eHDSISubstanceAdministration#low.unit'],
    ['nothing that says how often', edited(prescription, 'effectiveTime', (el) => (attr(el, 'type', NS.xsi) === 'PIVL_TS' ? [] : [el])), 'eHDSISubstanceAdministration#substanceAdministration.choice-min'],
    ['a null frequency beside a treatment period', edited(prescription, 'effectiveTime', (el) => (attr(el, 'type', NS.xsi) === 'PIVL_TS' ? nullOf('UNK')(el) : [el])), 'QTY#null-mixed'],
    ['packages without unit', edited(prescription, 'quantity', v3Only(withAttributes({ unit: undefined })), 'supply'), 'eHDSISubstanceAdministration#quantity.unit'],
    ['an instruction without status', edited(prescription, 'statusCode', removed, 'act'), 'eHDSIMedicationFulFillmentInstructions#statusCode.min'],
    ['a level 1 document without bytes', edited(level1, 'text', withText('')), 'se#text.has-content'],
    ['a level 1 document of another media type', edited(level1, 'text', withAttributes({ mediaType: 'text/plain' })), 'eHDSIePrescriptionPDFEmbedded#text.mediaType'],
    ['an order without explicit mood', edited(dispensation, 'order', withAttributes({ moodCode: undefined })), 'eHDSIeDispensation#inFulfillmentOf.min'],
    ['no prescribed item', edited(dispensation, 'entryRelationship', onlyIf('typeCode', 'REFR', removed)), 'eHDSISupply#entryRelationship.min'],
    ['an item without id', edited(dispensation, 'id', removed, 'substanceAdministration'), 'eHDSIRelatedPrescription#id.min'],
    ['a substitution act of another relation', edited(dispensation, 'entryRelationship', onlyIf('typeCode', 'COMP', withAttributes({ typeCode: 'SUBJ' }))), 'eHDSISupply#entryRelationship.typeCode'],
    ['no performer', edited(dispensation, 'performer', removed), 'eHDSISupply#performer.min'],
    ['a person and a device', edited(dispensation, 'assignedPerson', removed, 'author'), 'eHDSIAuthor#assignedAuthor.choice-min'],
  ])('finds %s', (_what, bytes, rule) => {
    expect(errors(bytes)).toContain(rule);
  });

  it('says where, what was there, what is allowed, and what to do', () => {
    const [finding] = checkDocument(edited(prescription, 'formCode', onlyIf('code', '10219000', withAttributes({ code: '99999999' }))));
    expect(finding).toMatchObject({
      code: 'NCP_CDA_RULE', severity: 'error', template: 'eHDSIePeDManufacturedMaterial', rule: 'eHDSIePeDManufacturedMaterial#pharm:formCode.min',
      found: '99999999 0.4.0.127.0.16.1.1.2.1', allowed: '∈ 1.3.6.1.4.1.12559.11.10.1.3.1.42.2 | nullFlavor',
    });
    expect(finding?.at).toMatch(/\/manufacturedMaterial\/formCode$/);
    expect(finding?.text.sv).toContain('formCode');
    expect(finding?.hint.en).not.toBe('');
  });

  it('warns where one of several displayNames is missing', () => {
    const findings = checkDocument(edited(prescription, 'translation', withAttributes({ displayName: undefined })));
    expect(findings.filter(({ rule }) => rule.endsWith('#display-name')).every(({ severity }) => severity === 'warning')).toBe(true);
    expect(findings.some(({ rule }) => rule.endsWith('#display-name'))).toBe(true);
  });

  it.each(['0', '-1', '1.5', ''])('refuses %s packages although the official rules do not (decisions D32)', (value) => {
    const packages = withAttributes({ value: value === '' ? undefined : value });
    expect(errors(edited(prescription, 'quantity', v3Only(packages), 'supply'))).toContain('se#quantity.packages');
  });

  it('limits the length of its report', () => {
    const many = edited(prescription, 'title', (el) => Array.from({ length: 4000 }, () => el));
    const findings = checkDocument(many);
    expect(findings).toHaveLength(3001);
    expect(findings.at(-1)).toMatchObject({ rule: 'se#cut-short', severity: 'error' });
  });

  it('is not kept busy by an element that is repeated ten thousand times', () => {
    const many = parseXml(edited(prescription, 'id', (el) => Array.from({ length: 10_000 }, () => el), 'patientRole'));
    const from = performance.now();
    expect(checkDocument(many).map(({ rule }) => rule)).toContain('II#distinct');
    expect(performance.now() - from).toBeLessThan(1000);
  });

  it('refuses what is no XML', () => {
    expect(() => checkDocument(utf8('<'))).toThrow('NCP_XML_NOT_WELL_FORMED');
  });

  it('takes less than 5 ms for a document of 25 KB', () => {
    const tree = parseXml(prescription);
    const timed = Array.from({ length: 20 }, () => {
      const from = performance.now();
      checkDocument(tree);
      return performance.now() - from;
    });
    expect(Math.min(...timed)).toBeLessThan(5);
  });

});

describe('CDA-09 every null flavour in every place', () => {
  it.each(['NI', 'UNK', 'NA', 'OTH', 'ASKU', 'NAV', 'MSK', 'XX'])('%s of a dose form', (nullFlavor) => {
    const found = errors(edited(prescription, 'formCode', pharmOnly(nullOf(nullFlavor)), 'manufacturedMaterial'));
    expect(found).toEqual(nullFlavor === 'XX' ? expect.arrayContaining(['schema#attribute-value']) : []);
  });
});
