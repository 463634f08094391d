import { describe, expect, it } from '@jest/globals';
import { instant, NcpError, oid, SWEDEN, type NcpErrorCode } from '@ncp/domain';
import { attr, childrenOf, NS, parseXml, serialiseXml, text, utf8, walk, type XmlElement } from '@ncp/xml';
import { decodeAdhocResponse, encodeAdhocResponse, type AdhocAnswer, type DocumentEntry } from './index.js';

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

const HOME = oid('1.2.752.221.3.1.1');
const L3: DocumentEntry = {
  uniqueId: '1.2.752.221.3.1.1.11^rx-1.2.L3',
  patientCx: '199008202385^^^&1.2.752.129.2.1.3.1&ISO',
  classCode: '57833-6', formatCode: 'urn:epsos:ep:pre:2010',
  description: 'Amlodipin Krka, 5 mg, tablett',
  creationTime: instant('2026-03-01T11:15:00+01:00'),
  languageCode: 'sv-SE', repositoryId: HOME, home: HOME, country: SWEDEN,
  prescription: {
    open: true,
    atc: { code: 'C08CA01', codeSystem: '2.16.840.1.113883.6.73', display: 'amlodipine' },
    doseForm: { code: '10219000', codeSystem: '0.4.0.127.0.16.1.1.2.1', display: 'Tablet' },
    strength: '5 mg',
    substitution: { code: 'G', codeSystem: '2.16.840.1.113883.5.1070', display: 'generic' },
  },
  author: 'Lena Läkarsson',
};
const L1: DocumentEntry = { ...L3, uniqueId: '1.2.752.221.3.1.1.11^rx-1.2.L1', formatCode: 'urn:ihe:iti:xds-sd:pdf:2008' };
const PAIR: AdhocAnswer = {
  status: 'Success', entries: [L3, L1], errors: [],
  associations: [{ source: L1.uniqueId, target: L3.uniqueId }],
};

const objectsOf = (answer: AdhocAnswer): readonly XmlElement[] => {
  const [list] = childrenOf(wire(encodeAdhocResponse(answer, counter())), NS.rim, 'RegistryObjectList');
  return list === undefined ? [] : childrenOf(list);
};

describe('a list of documents', () => {
  it('comes back as it was listed', () => {
    const read = decodeAdhocResponse(wire(encodeAdhocResponse(PAIR, counter())));
    expect(read.status).toBe('Success');
    expect(read.errors).toEqual([]);
    expect(read.entries).toHaveLength(2);
    expect(read.entries[0]).toEqual({
      id: expect.stringMatching(/^urn:uuid:/), missing: [],
      uniqueId: L3.uniqueId, patientCx: L3.patientCx, patient: { root: '1.2.752.129.2.1.3.1', extension: '199008202385' },
      home: HOME, repositoryId: HOME, classCode: '57833-6', formatCode: 'urn:epsos:ep:pre:2010', format: 'urn:epsos:ep:pre:2010',
      title: 'eHDSI - ePrescription', description: L3.description, creationTime: '20260301101500', languageCode: 'sv-SE',
      confidentiality: 'N', author: 'Lena Läkarsson', open: true,
      events: [
        { code: 'urn:ihe:iti:xdw:2011:eventCode:open', codingScheme: '1.3.6.1.4.1.19376.1.2.3', name: 'Open' },
        { code: 'C08CA01', codingScheme: '2.16.840.1.113883.6.73', name: 'amlodipine' },
        { code: '10219000', codingScheme: '0.4.0.127.0.16.1.1.2.1', name: 'Tablet' },
        { code: '5 mg', codingScheme: 'eHDSI_Strength_CodeSystem', name: 'Strength of medication' },
        { code: 'G', codingScheme: '2.16.840.1.113883.5.1070', name: 'generic' },
      ],
    });
    expect(read.associations).toEqual([{ source: read.entries[1]?.id, target: read.entries[0]?.id }]);
  });

  it('puts the association directly after its pair', () => {
    const other3 = { ...L3, uniqueId: 'b.L3' };
    const other1 = { ...L1, uniqueId: 'b.L1' };
    const objects = objectsOf({
      ...PAIR, entries: [L3, L1, other3, other1],
      associations: [...PAIR.associations, { source: 'b.L1', target: 'b.L3' }],
    });
    expect(objects.map(({ local }) => local)).toEqual([
      'ExtrinsicObject', 'ExtrinsicObject', 'Association', 'ExtrinsicObject', 'ExtrinsicObject', 'Association']);
    const [coded, pdf, association] = objects.map((one) => Object.fromEntries(one.attributes.map(({ local, value }) => [local, value])));
    expect(association).toMatchObject({
      associationType: 'urn:ihe:iti:2007:AssociationType:XFRM', sourceObject: pdf?.id, targetObject: coded?.id,
    });
  });

  it('writes no association when only one flavour is listed', () => {
    expect(objectsOf({ ...PAIR, entries: [L3] }).map(({ local }) => local)).toEqual(['ExtrinsicObject']);
  });

  it('writes the parts of an entry in order, with the fixed attributes', () => {
    const [entry] = objectsOf(PAIR);
    if (entry === undefined) throw new Error('no entry');
    expect(Object.fromEntries(entry.attributes.map(({ local, value }) => [local, value]))).toEqual({
      id: attr(entry, 'lid'), lid: attr(entry, 'lid'), home: 'urn:oid:1.2.752.221.3.1.1', mimeType: 'text/xml',
      objectType: 'urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1', status: 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved',
    });
    const locals = childrenOf(entry).map(({ local }) => local);
    expect([...new Set(locals)]).toEqual(['Slot', 'Name', 'Description', 'VersionInfo', 'Classification', 'ExternalIdentifier']);
    expect(childrenOf(entry, NS.rim, 'Slot').map((one) => attr(one, 'name'))).toEqual(
      ['sourcePatientId', 'creationTime', 'repositoryUniqueId', 'languageCode']);
  });

  it('gives every classification a slot, a Name, an id of its own and its owner', () => {
    const [entry] = objectsOf(PAIR);
    if (entry === undefined) throw new Error('no entry');
    const found = childrenOf(entry, NS.rim, 'Classification');
    expect(found).toHaveLength(12);
    for (const one of found) {
      expect(childrenOf(one, NS.rim, 'Slot').length).toBeGreaterThan(0);
      expect(childrenOf(one, NS.rim, 'Name')).toHaveLength(1);
      expect(attr(one, 'classifiedObject')).toBe(attr(entry, 'id'));
    }
    const ids = [...walk(entry)].flatMap((one) => attr(one, 'id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names its external identifiers, because OpenNCP finds them by name', () => {
    expect(written(encodeAdhocResponse(PAIR, counter()))).toMatch(
      /value="1\.2\.752\.221\.3\.1\.1\.11\^rx-1\.2\.L3"><rim:Name><rim:LocalizedString value="XDSDocumentEntry\.uniqueId"\/>/);
  });

  it('IHE-09 writes hash and size only when they are given', () => {
    expect(written(encodeAdhocResponse(PAIR, counter()))).not.toMatch(/name="(?:hash|size)"/);
    const told = { ...L3, hash: 'da39a3ee5e6b4b0d3255bfef95601890afd80709', size: 1234 };
    const read = decodeAdhocResponse(wire(encodeAdhocResponse({ ...PAIR, entries: [told] }, counter())));
    expect(read.entries[0]).toMatchObject({ hash: told.hash, size: 1234 });
  });

  it('writes an empty list as an empty list, with one warning', () => {
    const answer: AdhocAnswer = {
      status: 'Success', entries: [], associations: [],
      errors: [{ wire: '1101', severity: 'warning', context: 'none [NCP_EP_NONE] exchange=1', location: '' }],
    };
    const message = written(encodeAdhocResponse(answer, counter()));
    expect(message).toContain('<rs:RegistryErrorList');
    expect(message).toContain('highestSeverity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"');
    expect(message).toContain('<rim:RegistryObjectList');
    expect(message.indexOf('RegistryErrorList')).toBeLessThan(message.indexOf('RegistryObjectList'));
  });

  it('IHE-11 writes nothing empty', () => {
    const bare: DocumentEntry = {
      ...L3, description: ' ', author: ' ', title: '',
      prescription: { open: false, strength: '', atc: { code: 'C08CA01', codeSystem: '2.16.840.1.113883.6.73', display: '' } },
    };
    const [entry] = objectsOf({ ...PAIR, entries: [bare] });
    if (entry === undefined) throw new Error('no entry');
    expect(written(entry)).toContain('value="eHDSI - ePrescription"');
    for (const one of walk(entry)) {
      expect(one.children.length + one.attributes.length).toBeGreaterThan(0);
      for (const { local, value } of one.attributes) expect([local, value]).not.toEqual([local, '']);
    }
  });

  it('leaves out a strength that does not fit rather than writing half of it, and clips a long description between characters', () => {
    const [entry] = objectsOf({ ...PAIR, entries: [{ ...L3, description: `${'x'.repeat(1022)}😀${'y'.repeat(100)}`, prescription: { open: true, strength: '9'.repeat(257) } }] });
    if (entry === undefined) throw new Error('no entry');
    const message = written(entry);
    expect(message).not.toContain('eHDSI_Strength_CodeSystem');
    expect(message).toContain(`"${'x'.repeat(1022)}…"`);
  });

  it('refuses to write a document id that no peer could store', () => {
    expect(codeOf(() => objectsOf({ ...PAIR, entries: [{ ...L3, uniqueId: 'x'.repeat(129) }] }))).toBe('NCP_IHE_LIMIT');
  });

  it('names a Patient Summary and its PDF', () => {
    const message = written(encodeAdhocResponse({
      ...PAIR, entries: [{ ...L3, classCode: '60591-5', formatCode: 'urn:epSOS:ps:ps:2010' }],
    }, counter()));
    expect(message).toContain('<rim:Name><rim:LocalizedString value="Patient Summary"/></rim:Name>');
    expect(message).toContain('value="epSOS coded Patient Summary"');
    expect(message).toContain('nodeRepresentation="urn:epSOS:ps:ps:2010"');
  });
});

const list = (content: string): XmlElement => parseXml(utf8(
  '<q:AdhocQueryResponse xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" ' +
  `status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"><RegistryObjectList>${content}</RegistryObjectList></q:AdhocQueryResponse>`));

const event = (code: string): string =>
  `<Classification classificationScheme="urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4" nodeRepresentation="urn:ihe:iti:xdw:2011:eventCode:${code}"/>`;

describe('reading a peer\'s list', () => {
  it('keeps an entry that cannot be used, and says what it lacks', () => {
    const read = decodeAdhocResponse(list('<ExtrinsicObject id="a"/>'));
    expect(read.entries).toEqual([{ id: 'a', events: [], missing: ['uniqueId', 'repositoryId', 'formatCode'] }]);
  });

  it('finds identifiers by Name when the scheme is unknown, and a format whatever its case', () => {
    const read = decodeAdhocResponse(list(
      '<ExtrinsicObject id="a"><Slot name="size"><ValueList><Value>0</Value></ValueList></Slot>' +
      '<Classification classificationScheme="urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d" nodeRepresentation="urn:epSOS:ep:pre:2010"/>' +
      '<ExternalIdentifier identificationScheme="x" value="1.2^3"><Name><LocalizedString value="XDSDocumentEntry.uniqueId"/></Name></ExternalIdentifier>' +
      '</ExtrinsicObject>'));
    expect(read.entries[0]).toEqual({
      id: 'a', events: [], missing: ['repositoryId'], uniqueId: '1.2^3', formatCode: 'urn:epSOS:ep:pre:2010', format: 'urn:epsos:ep:pre:2010',
    });
  });

  it('takes closed for closed, also beside open', () => {
    expect(decodeAdhocResponse(list(`<ExtrinsicObject id="a">${event('open')}${event('closed')}</ExtrinsicObject>`)).entries[0]?.open).toBe(false);
  });

  it('refuses more objects, or more slots in one, than the limits', () => {
    expect(codeOf(() => decodeAdhocResponse(list('<ExtrinsicObject id="a"/>'.repeat(1001))))).toBe('NCP_IHE_LIMIT');
    const slots = '<Slot name="x"><ValueList/></Slot>'.repeat(201);
    expect(codeOf(() => decodeAdhocResponse(list(`<ExtrinsicObject id="a">${slots}</ExtrinsicObject>`)))).toBe('NCP_IHE_LIMIT');
  });

  it('refuses another message', () => {
    expect(codeOf(() => decodeAdhocResponse(parseXml(utf8('<AdhocQueryResponse/>'))))).toBe('NCP_IHE_STRUCTURE');
  });
});
