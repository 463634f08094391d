import { describe, expect, it } from '@jest/globals';
import { calendarDate, countryCode, instant, NcpError, type NcpErrorCode } from '@ncp/domain';
import { childrenOf, NS, parseXml, serialiseXml, text, utf8, walk, type XmlElement } from '@ncp/xml';
import { decodeProvideAndRegister, encodeProvideAndRegister, type SubmissionDraft } from './index.js';

const wire = (el: XmlElement): XmlElement => parseXml(serialiseXml(el));
const written = (el: XmlElement): string => text(serialiseXml(el));

const codeOf = (run: () => unknown): NcpErrorCode | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof NcpError ? error.code : undefined;
  }
};

const counter = (): (() => string) => {
  let made = 0;
  return () => `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`;
};

const CDA = utf8('<ClinicalDocument xmlns="urn:hl7-org:v3"/>');
const NOTHING: ReadonlyMap<string, Uint8Array> = new Map();

const DISPENSE: SubmissionDraft = {
  kind: 'dispense',
  documentUniqueId: '1.2.752.221.3.1.1.13^7f3c1a2e', submissionSetId: '1.2.752.221.3.1.1.14.5',
  patient: {
    id: { root: '1.2.208.176.1.2', extension: '0101901234' }, family: 'Prøvesen', given: ['Karen', 'Maria'],
    birthDate: calendarDate('1990-01-01'), gender: 'F',
  },
  country: countryCode('SE'), languageCode: 'en-GB',
  createdAt: instant('2026-03-01T20:15:00+01:00'), submittedAt: instant('2026-03-01T20:15:05+01:00'),
  author: { person: 'Anna Apotekare', institution: 'Testapoteket', institutionId: 'urn:hl7ii:1.3.88:7350045511119' },
  document: { bytes: CDA },
};
const DISCARD: SubmissionDraft = { ...DISPENSE, kind: 'discard' };

const encode = (draft: SubmissionDraft): XmlElement => encodeProvideAndRegister(draft, counter());
const tampered = (draft: SubmissionDraft, ...changes: readonly (readonly [string, string])[]): XmlElement =>
  parseXml(utf8(changes.reduce((message, [from, to]) => message.replaceAll(from, to), written(encode(draft)))));

describe('a submission', () => {
  it.each([[DISPENSE, 'urn:epSOS:ep:dis:2010', '60593-1'], [DISCARD, 'urn:eHDSI:ed:discard:2020', 'DISCARD-60593-1']] as const)(
    'comes back as it was submitted: $kind', (draft, formatCode, classCode) => {
      expect(decodeProvideAndRegister(wire(encode(draft)), NOTHING)).toEqual({
        kind: draft.kind, formatCode, classCode,
        documentUniqueId: draft.documentUniqueId, submissionSetId: draft.submissionSetId,
        patientCx: '0101901234^^^&1.2.208.176.1.2&ISO', patient: draft.patient.id,
        creationTime: '20260301191500', languageCode: 'en-GB',
        authorPerson: 'Anna Apotekare^^^&1.3.88:7350045511119&ISO',
        authorInstitution: 'Testapoteket^^^^^&1.3.88&ISO^^^^7350045511119',
        document: CDA,
      });
    });

  it('reads a document that travels as a part', () => {
    const body = wire(encode({ ...DISPENSE, document: { contentId: 'doc@x' } }));
    expect(decodeProvideAndRegister(body, new Map([['doc@x', CDA]])).document).toBe(CDA);
    expect(codeOf(() => decodeProvideAndRegister(body, NOTHING))).toBe('NCP_MTOM_REFERENCE');
  });

  it('lists entry, set, mark of the set and membership in this order', () => {
    const [submit] = childrenOf(wire(encode(DISPENSE)), NS.lcm);
    const [list] = submit === undefined ? [] : childrenOf(submit, NS.rim);
    expect(list === undefined ? [] : childrenOf(list).map(({ local }) => local)).toEqual(
      ['ExtrinsicObject', 'RegistryPackage', 'Classification', 'Association']);
  });

  it('writes the fixed names, slots and values', () => {
    const message = written(encode(DISCARD));
    expect(message).toContain('<rim:Value>PID-5|Prøvesen^Karen Maria</rim:Value><rim:Value>PID-7|19900101</rim:Value><rim:Value>PID-8|F</rim:Value>');
    expect(message).toContain('value="Medication Dispensation Discard"');
    expect(message).toContain('value="Discard Medication dispensed"');
    expect(message).toContain('value="1.3.6.1.4.1.21367.2009.1.2.1"><rim:Name><rim:LocalizedString value="XDSSubmissionSet.sourceId"/>');
    expect(message).toContain('<rim:Slot name="SubmissionSetStatus"><rim:ValueList><rim:Value>Original</rim:Value>');
    expect(message).toContain('<rim:Slot name="submissionTime"><rim:ValueList><rim:Value>20260301191505</rim:Value>');
    expect(message).not.toContain(' lid=');
    expect(message).not.toContain('VersionInfo');
  });

  it('writes an institution that has an OID of its own, and no separators of HL7 v2 inside names', () => {
    const message = written(encode({
      ...DISPENSE, patient: { ...DISPENSE.patient, family: 'A^B&C' },
      author: { person: 'x|y', institution: 'P^Q', institutionId: 'urn:oid:1.2.3' },
    }));
    expect(message).toContain('<rim:Value>P Q^^^^^^^^^1.2.3</rim:Value>');
    expect(message).toContain('<rim:Value>x y^^^&amp;1.2.3&amp;ISO</rim:Value>');
    expect(message).toContain('<rim:Value>PID-5|A B C^Karen Maria</rim:Value>');
  });

  it('keeps every value within what the registry schema allows', () => {
    const body = encode({
      ...DISPENSE, patient: { ...DISPENSE.patient, family: 'x'.repeat(500) },
      author: { ...DISPENSE.author, institution: 'y'.repeat(500), person: 'z'.repeat(500) },
    });
    for (const one of walk(body)) {
      if (one.local === 'Value') expect(text(serialiseXml(one)).replace(/<[^>]+>/g, '').replaceAll('&amp;', '&').length).toBeLessThanOrEqual(256);
    }
  });

  it('refuses to write an institution id of no known form', () => {
    expect(codeOf(() => encode({ ...DISPENSE, author: { ...DISPENSE.author, institutionId: '1.2.3' } }))).toBe('NCP_IHE_SLOT');
  });

  it('IHE-11 writes nothing empty but the node of an author', () => {
    const patient = { id: DISPENSE.patient.id, family: 'Prøvesen', given: [] };
    const message = written(encode({ ...DISPENSE, patient })).replaceAll('nodeRepresentation=""', '');
    expect(message).not.toMatch(/=""|<rim:Value\/>|<rim:ValueList\/>/);
    expect(message).not.toContain('PID-7');
  });
});

const read = (body: XmlElement): unknown => decodeProvideAndRegister(body, NOTHING);

describe('reading a submission', () => {
  it.each([['urn:epsos:ep:dis:2010'], ['URN:EPSOS:EP:DIS:2010'], [' urn:epSOS:ep:dis:2010 ']])('dispatches on the format code %s', (format) => {
    expect(read(tampered(DISPENSE, ['nodeRepresentation="urn:epSOS:ep:dis:2010"', `nodeRepresentation="${format}"`]))).toMatchObject({
      kind: 'dispense', formatCode: 'urn:epSOS:ep:dis:2010',
    });
  });

  it.each<[string, XmlElement, NcpErrorCode]>([
    ['an unknown format', tampered(DISPENSE, ['urn:epSOS:ep:dis:2010', 'urn:epSOS:hcer:hcer:2013']), 'NCP_IHE_FORMAT_CODE'],
    ['a format that is only listed', tampered(DISPENSE, ['urn:epSOS:ep:dis:2010', 'urn:epsos:ep:pre:2010']), 'NCP_IHE_FORMAT_CODE'],
    ['a dispensation of class discard', tampered(DISPENSE, ['="60593-1"', '="DISCARD-60593-1"']), 'NCP_IHE_CLASS_CODE'],
    ['a discard of class dispensation', tampered(DISCARD, ['="DISCARD-60593-1"', '="60593-1"']), 'NCP_IHE_CLASS_CODE'],
    ['no document', tampered(DISPENSE, ['xdsb:Document ', 'xdsb:Dokument '], ['/xdsb:Document>', '/xdsb:Dokument>']), 'NCP_IHE_DOCUMENT'],
    ['a document under another id', tampered(DISPENSE, ['<xdsb:Document id="urn:uuid:0', '<xdsb:Document id="urn:uuid:1']), 'NCP_IHE_DOCUMENT'],
    ['two documents', tampered(DISPENSE, ['</xdsb:ProvideAnd', '<xdsb:Document id="x">eA==</xdsb:Document></xdsb:ProvideAnd']), 'NCP_IHE_DOCUMENT'],
    ['two entries', tampered(DISPENSE, ['</rim:ExtrinsicObject>', '</rim:ExtrinsicObject><rim:ExtrinsicObject id="x"/>']), 'NCP_IHE_DOCUMENT'],
    ['no entry', tampered(DISPENSE, ['rim:ExtrinsicObject', 'rim:Extrinsic']), 'NCP_IHE_DOCUMENT'],
    ['no unique id', tampered(DISPENSE, ['urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab', 'x'], ['XDSDocumentEntry.uniqueId', 'x']), 'NCP_IHE_STRUCTURE'],
    ['a unique id that is too long', tampered(DISPENSE, [DISPENSE.documentUniqueId, 'x'.repeat(129)]), 'NCP_IHE_LIMIT'],
    ['no submission set', tampered(DISPENSE, ['rim:RegistryPackage', 'rim:Package']), 'NCP_IHE_STRUCTURE'],
    ['no list', tampered(DISPENSE, ['lcm:SubmitObjectsRequest', 'lcm:Submit']), 'NCP_IHE_STRUCTURE'],
    ['too many slots', tampered(DISPENSE, ['<rim:RegistryPackage ', `${'<rim:Slot name="x"/>'.repeat(200)}<rim:RegistryPackage `]), 'NCP_IHE_LIMIT'],
    ['another message', parseXml(utf8('<ProvideAndRegisterDocumentSetRequest/>')), 'NCP_IHE_STRUCTURE'],
  ])('refuses %s', (_title, body, code) => {
    expect(codeOf(() => read(body))).toBe(code);
  });

  it('judges the format before the number of entries', () => {
    const body = tampered(DISPENSE, ['urn:epSOS:ep:dis:2010', 'x'], ['</rim:ExtrinsicObject>', '</rim:ExtrinsicObject><rim:ExtrinsicObject id="x"/>']);
    expect(codeOf(() => read(body))).toBe('NCP_IHE_FORMAT_CODE');
  });

  it('keeps a patient id that is not readable as it was sent', () => {
    const body = tampered(DISPENSE, ['0101901234^^^&amp;1.2.208.176.1.2&amp;ISO', '1.2.208^^^&amp;0101901234&amp;ISO']);
    const submission = decodeProvideAndRegister(body, NOTHING);
    expect(submission.patientCx).toBe('1.2.208^^^&0101901234&ISO');
    expect(submission.patient).toBeUndefined();
  });
});
