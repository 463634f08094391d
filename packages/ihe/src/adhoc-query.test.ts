import { describe, expect, it } from '@jest/globals';
import { instant, NcpError, type NcpErrorCode } from '@ncp/domain';
import { parseXml, serialiseXml, text, utf8, type XmlElement } from '@ncp/xml';
import { assert, constantFrom, property, string } from 'fast-check';
import { decodeAdhocQuery, DEFAULT_IHE_LIMITS, encodeAdhocQuery } from './index.js';

const wire = (el: XmlElement): XmlElement => parseXml(serialiseXml(el));

const codeOf = (run: () => unknown): NcpErrorCode | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof NcpError ? error.code : undefined;
  }
};

const PATIENT = "'199008202385^^^&amp;1.2.752.129.2.1.3.1&amp;ISO'";
const APPROVED = "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')";
const EP = "('57833-6^^2.16.840.1.113883.6.1')";

interface Asked {
  readonly patient?: string | null;
  readonly status?: string | null;
  readonly classCode?: string | null;
  readonly more?: string;
  readonly query?: string;
  readonly home?: string;
}

const slot = (name: string, ...values: readonly string[]): string =>
  `<rim:Slot name="${name}"><rim:ValueList>${values.map((value) => `<rim:Value>${value}</rim:Value>`).join('')}</rim:ValueList></rim:Slot>`;

const part = (name: string, given: string | null | undefined, normal: string): string => (given === null ? '' : slot(name, given ?? normal));

const ask = (asked: Asked = {}): XmlElement => {
  return parseXml(utf8(`
    <query:AdhocQueryRequest xmlns:query="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">
      <query:ResponseOption returnComposedObjects="true" returnType="LeafClass"/>
      <rim:AdhocQuery id="${asked.query ?? 'urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d'}"${asked.home === undefined ? '' : ` home="${asked.home}"`}>
        ${part('$XDSDocumentEntryPatientId', asked.patient, PATIENT)}
        ${part('$XDSDocumentEntryStatus', asked.status, APPROVED)}
        ${part('$XDSDocumentEntryClassCode', asked.classCode, EP)}
        ${asked.more ?? ''}
      </rim:AdhocQuery>
    </query:AdhocQueryRequest>`));
};

describe('a document query', () => {
  const question = {
    patient: { root: '1.2.208.176.1.2', extension: '0101901234' },
    classCodes: ['57833-6'],
    filters: { maximumSize: 5_000_000, createdBefore: instant('2026-01-02T03:04:05Z'), createdAfter: instant('2025-01-02T03:04:05+01:00') },
  } as const;

  it('comes back as it was asked', () => {
    expect(decodeAdhocQuery(wire(encodeAdhocQuery(question)))).toEqual(question);
  });

  it('is quoted as OpenNCP expects it', () => {
    const message = text(serialiseXml(encodeAdhocQuery({ ...question, classCodes: ['57833-6', '60591-5'] })));
    expect(message).toContain("<rim:Value>'0101901234^^^&amp;1.2.208.176.1.2&amp;ISO'</rim:Value>");
    expect(message).toContain("<rim:Value>('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')</rim:Value>");
    expect(message).toContain("<rim:Value>('57833-6^^2.16.840.1.113883.6.1,60591-5^^2.16.840.1.113883.6.1')</rim:Value>");
    expect(message).toContain('<rim:Value>5000000</rim:Value>');
    expect(message).toContain('<rim:Value>2026-01-02T03:04:05Z</rim:Value>');
  });

  it('IHE-11 writes no filter that was not asked for', () => {
    const message = text(serialiseXml(encodeAdhocQuery({ patient: question.patient, classCodes: ['57833-6'] })));
    expect(message).not.toContain('Filter');
    expect(message).not.toContain('home=');
  });

  it('round-trips any patient id that CX can hold', () => {
    const part = string({ unit: constantFrom('1', 'a', 'Å', '|', '-', '+', '<', '>', '€', '😀'), minLength: 1 });
    assert(property(part, (extension) => {
      const read = decodeAdhocQuery(wire(encodeAdhocQuery({ ...question, patient: { root: '1.2.3', extension } })));
      expect(read.patient).toEqual({ root: '1.2.3', extension });
    }));
  });
});

describe('reading a query leniently', () => {
  it.each([
    ["('57833-6^^2.16.840.1.113883.6.1')"],
    ["'57833-6^^2.16.840.1.113883.6.1'"],
    ['57833-6^^2.16.840.1.113883.6.1'],
    ["('57833-6^^urn:oid:2.16.840.1.113883.6.1')"],
    ["( '57833-6^^2.16.840.1.113883.6.1' )"],
    ["('57833-6')"],
    ["('57833-6^^2.16.840.1.113883.6.1','57833-6^^2.16.840.1.113883.6.1')"],
    ["('57833-6^^2.16.840.1.113883.6.1,57833-6^^2.16.840.1.113883.6.1')"],
    ['(&quot;57833-6^^2.16.840.1.113883.6.1&quot;)'],
  ])('understands the class code %s', (classCode) => {
    expect(decodeAdhocQuery(ask({ classCode })).classCodes).toEqual(['57833-6']);
  });

  it.each([
    ["'199008202385^^^&amp;1.2.752.129.2.1.3.1&amp;ISO'"],
    ["('199008202385^^^&amp;1.2.752.129.2.1.3.1&amp;ISO')"],
    ['199008202385^^^&amp;1.2.752.129.2.1.3.1&amp;ISO'],
  ])('understands the patient id %s', (patient) => {
    expect(decodeAdhocQuery(ask({ patient })).patient).toEqual({ root: '1.2.752.129.2.1.3.1', extension: '199008202385' });
  });

  it('understands a status with a space inside, and beside others', () => {
    const status = "('urn:oasis:names:tc:ebxml-regrep: StatusType:Approved','urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated')";
    expect(decodeAdhocQuery(ask({ status })).classCodes).toEqual(['57833-6']);
  });

  it.each([['1.2.752.221.3.1.1'], ['urn:oid:1.2.752.221.3.1.1'], ['URN:OID:1.2.752.221.3.1.1']])('understands the home %s', (home) => {
    expect(decodeAdhocQuery(ask({ home })).home).toBe('1.2.752.221.3.1.1');
  });
});

const filter = (name: string, ...values: readonly string[]): Asked => ({ more: slot(`$XDSDocumentEntryFilter${name}`, ...values) });
const values = (count: number): Asked => ({ classCode: EP, more: slot('$XDSDocumentEntryFilterMaximumSize', ...Array.from({ length: count }, () => '1')) });
const slots = (count: number): Asked => ({ more: slot('x').repeat(count) });

describe('IHE-07 refusing a query', () => {
  it.each<[string, Asked, NcpErrorCode]>([
    ['no class code', { classCode: null }, 'NCP_IHE_CLASS_CODE'],
    ['an empty class code', { classCode: '()' }, 'NCP_IHE_CLASS_CODE'],
    ['an unknown class code', { classCode: "('99999-9^^2.16.840.1.113883.6.1')" }, 'NCP_IHE_CLASS_CODE'],
    ['a class that is only submitted', { classCode: "('60593-1^^2.16.840.1.113883.6.1')" }, 'NCP_IHE_CLASS_CODE'],
    ['a class out of scope', { classCode: "('56445-0^^2.16.840.1.113883.6.1')" }, 'NCP_IHE_CLASS_CODE'],
    ['a class of another code system', { classCode: "('57833-6^^2.16.840.1.113883.6.96')" }, 'NCP_IHE_CLASS_CODE'],
    ['two families', { classCode: "('57833-6^^2.16.840.1.113883.6.1','60591-5^^2.16.840.1.113883.6.1')" }, 'NCP_IHE_CLASS_CODE'],
    ['a supported and an unknown class', { classCode: "('57833-6^^2.16.840.1.113883.6.1,99999-9^^2.16.840.1.113883.6.1')" }, 'NCP_IHE_CLASS_CODE'],
    ['no patient', { patient: null }, 'NCP_IHE_SLOT'],
    ['a patient id that is not CX', { patient: "'199008202385'" }, 'NCP_IHE_SLOT'],
    ['a patient id with a root that is no OID', { patient: "'199008202385^^^&amp;abc&amp;ISO'" }, 'NCP_IHE_SLOT'],
    ['no status', { status: null }, 'NCP_IHE_SLOT'],
    ['a status we do not hold', { status: "('urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated')" }, 'NCP_IHE_SLOT'],
    ['an unknown filter', { more: slot('$XDSDocumentEntryFormatCode', "('x')") }, 'NCP_IHE_SLOT'],
    ['the same slot twice', { more: slot('$XDSDocumentEntryPatientId', PATIENT) }, 'NCP_IHE_SLOT'],
    ['a slot without name', { more: slot('') }, 'NCP_IHE_SLOT'],
    ['a size that is no number', filter('MaximumSize', '5MB'), 'NCP_IHE_SLOT'],
    ['a negative size', filter('MaximumSize', '-1'), 'NCP_IHE_SLOT'],
    ['a size beyond counting', filter('MaximumSize', '9'.repeat(20)), 'NCP_IHE_SLOT'],
    ['two sizes', filter('MaximumSize', '1', '2'), 'NCP_IHE_SLOT'],
    ['an empty filter', filter('CreatedBefore'), 'NCP_IHE_SLOT'],
    ['a time without zone', filter('CreatedBefore', '2026-01-02T03:04:05'), 'NCP_IHE_SLOT'],
    ['a day that does not exist', filter('CreatedAfter', '2026-02-30T00:00:00Z'), 'NCP_IHE_SLOT'],
    ['a home that is no OID', { home: 'sweden' }, 'NCP_IHE_SLOT'],
    ['another stored query', { query: 'urn:uuid:00000000-0000-0000-0000-000000000000' }, 'NCP_IHE_STRUCTURE'],
  ])('refuses %s', (_title, asked, code) => {
    expect(codeOf(() => decodeAdhocQuery(ask(asked)))).toBe(code);
  });

  it('accepts as many slots and values as the limit, and not one more', () => {
    expect(codeOf(() => decodeAdhocQuery(ask(values(197))))).toBe('NCP_IHE_SLOT');
    expect(codeOf(() => decodeAdhocQuery(ask(values(198))))).toBe('NCP_IHE_LIMIT');
    expect(codeOf(() => decodeAdhocQuery(ask(slots(197))))).toBe('NCP_IHE_SLOT');
    expect(codeOf(() => decodeAdhocQuery(ask(slots(198))))).toBe('NCP_IHE_LIMIT');
    expect(DEFAULT_IHE_LIMITS).toEqual({ maxSlots: 200, maxValues: 200, maxDocumentRequests: 20, maxDocumentIdCharacters: 128, maxRegistryObjects: 1000 });
  });

  it('stays quick on a value made of quotes', () => {
    expect(codeOf(() => decodeAdhocQuery(ask({ classCode: `x${"'".repeat(200_000)}x` })))).toBe('NCP_IHE_CLASS_CODE');
  });

  it('tells which slot without telling its content', () => {
    try {
      decodeAdhocQuery(ask({ patient: "'199008202385'" }));
      expect('nothing').toBe('thrown');
    } catch (error) {
      expect(error instanceof NcpError ? error.details : {}).toEqual({ slot: '$XDSDocumentEntryPatientId' });
    }
  });
});
