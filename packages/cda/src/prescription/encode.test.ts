import { isNcpError } from '@ncp/domain';
import { attr, child, childrenOf, deepText, descendant, NS, parseXml, requireChild, text, walk, type XmlElement } from '@ncp/xml';
import { describe, expect, it } from '@jest/globals';
import { CASES, config, daily, dosage, input, offer, quantity } from '../../fixtures/prescriptions.js';
import { encodePrescriptionLevel1 } from './encode-level1.js';
import { encodePrescription } from './encode-level3.js';
import { prescriptionDocument, type PrescriptionInput } from './prescription-document.js';

const level3 = (given: PrescriptionInput = input()): XmlElement => parseXml(encodePrescription(prescriptionDocument(given)));
const pdf = new TextEncoder().encode('%PDF-1.4');
const level1 = (given: PrescriptionInput = input()): XmlElement => parseXml(encodePrescriptionLevel1(prescriptionDocument(given), pdf));
const idOf = (element: XmlElement | undefined): string => (element === undefined ? '' : `${attr(element, 'root') ?? ''}^${attr(element, 'extension') ?? ''}`);
const sectionOf = (root: XmlElement): XmlElement =>
  descendant(root, NS.hl7, 'component', 'structuredBody', 'component', 'section') ?? root;
const itemOf = (root: XmlElement): XmlElement => descendant(sectionOf(root), NS.hl7, 'entry', 'substanceAdministration') ?? root;
const all = (root: XmlElement, local: string): readonly XmlElement[] => [...walk(root)].filter((element) => element.local === local);

describe('CDA-13 determinism', () => {
  it.each(CASES)('$name: the same input gives the same bytes', ({ input: given }) => {
    expect(encodePrescription(prescriptionDocument(given))).toEqual(encodePrescription(prescriptionDocument({ ...given })));
    expect(encodePrescriptionLevel1(prescriptionDocument(given), pdf)).toEqual(encodePrescriptionLevel1(prescriptionDocument(given), pdf));
  });

  it('takes well under 3 ms', () => {
    const model = prescriptionDocument(input());
    for (let round = 0; round < 100; round += 1) encodePrescription(model);
    // The best of several rounds, in CPU: the machine may do other things meanwhile.
    const rounds = Array.from({ length: 10 }, () => {
      const begun = process.cpuUsage();
      for (let count = 0; count < 20; count += 1) encodePrescription(model);
      const { user, system } = process.cpuUsage(begun);
      return (user + system) / 20_000;
    });
    expect(Math.min(...rounds)).toBeLessThan(3);
  });
});

describe('identifiers in both levels', () => {
  it('name each other, share setId, and the section and item ids are the prescription id (D28, D31)', () => {
    const [coded, pdfLevel] = [level3(), level1()];
    const parent = (root: XmlElement): string => idOf(descendant(root, NS.hl7, 'relatedDocument', 'parentDocument', 'id'));
    expect(parent(coded)).toBe(idOf(child(pdfLevel, NS.hl7, 'id')));
    expect(parent(pdfLevel)).toBe(idOf(child(coded, NS.hl7, 'id')));
    expect(idOf(child(coded, NS.hl7, 'setId'))).toBe(idOf(child(pdfLevel, NS.hl7, 'setId')));
    const prescriptionId = idOf(child(sectionOf(coded), NS.hl7, 'id'));
    expect(prescriptionId).toBe(idOf(child(itemOf(coded), NS.hl7, 'id')));
    expect(prescriptionId).toBe(idOf(child(coded, NS.hl7, 'setId')));
  });

  it('names the prescription where level 1 is switched off (D31)', () => {
    const root = level3(input({ config: { ...config, offerLevel1: false } }));
    expect(idOf(descendant(root, NS.hl7, 'relatedDocument', 'parentDocument', 'id'))).toBe(idOf(child(root, NS.hl7, 'setId')));
  });

  it('have the same header but for id, template and related document', () => {
    const strip = (root: XmlElement): string => JSON.stringify(childrenOf(root)
      .filter(({ local }) => !['id', 'templateId', 'relatedDocument', 'component'].includes(local))
      .map((element) => [element.local, deepText(element), [...walk(element)].map(({ attributes }) => attributes.map(({ value }) => value))]));
    expect(strip(level3())).toBe(strip(level1()));
  });
});

describe('header', () => {
  it('has no address or telephone of the patient, and one given each (D15, D16)', () => {
    const role = descendant(level3(), NS.hl7, 'recordTarget', 'patientRole') ?? level3();
    expect(attr(requireChild(role, NS.hl7, 'addr'), 'nullFlavor')).toBe('NI');
    expect(attr(requireChild(role, NS.hl7, 'telecom'), 'nullFlavor')).toBe('NI');
    expect(all(role, 'given').map(deepText)).toEqual(['Alma', 'Maria']);
  });

  it('is signed by the prescriber with exactly one id and a name (D42)', () => {
    const entity = descendant(level3(), NS.hl7, 'legalAuthenticator', 'assignedEntity') ?? level3();
    expect(childrenOf(entity, NS.hl7, 'id').map(idOf)).toEqual(['1.2.752.116.3.1.2^9000027']);
    expect(all(entity, 'family').map(deepText)).toEqual(['Läkarsson']);
  });

  it('writes times with their own zone', () => {
    const root = level3();
    expect(attr(requireChild(root, NS.hl7, 'effectiveTime'), 'value')).toBe('20260302091502+0100');
    expect(attr(requireChild(root, NS.hl7, 'languageCode'), 'code')).toBe('sv-SE');
  });

  it('leaves out a version that is no number', () => {
    expect(child(level3(input({ offer: offer({ versionId: 'W2' }) })), NS.hl7, 'versionNumber')).toBeUndefined();
  });
});

describe('entry', () => {
  it.each(CASES)('$name: every reference resolves and every ID is unique', ({ input: given }) => {
    const root = level3(given);
    const ids = [...walk(root)].map((element) => attr(element, 'ID')).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    const references = all(root, 'reference').map((element) => attr(element, 'value')?.slice(1));
    expect(references.length).toBeGreaterThanOrEqual(3);
    for (const reference of references) expect(ids).toContain(reference);
  });

  it.each(CASES)('$name: exactly one treatment period and one frequency element (D36)', ({ input: given }) => {
    const times = childrenOf(itemOf(level3(given)), NS.hl7, 'effectiveTime');
    expect(times).toHaveLength(2);
    expect(times.map((time) => attr(time, 'type', NS.xsi))[0]).toBe('IVL_TS');
  });

  it.each(CASES)('$name: every text of the entries is in the narrative', ({ input: given }) => {
    const root = level3(given);
    const narrative = deepText(requireChild(sectionOf(root), NS.hl7, 'text'));
    const item = itemOf(root);
    const shown = [
      ...all(item, 'name').map(deepText), ...all(item, 'desc').map(deepText), ...all(item, 'originalText').map(deepText),
      ...[...walk(item)].filter(({ local }) => ['formCode', 'routeCode', 'translation'].includes(local)).map((element) => attr(element, 'displayName') ?? ''),
    ].filter((piece) => piece !== '');
    for (const piece of shown) expect(narrative).toContain(piece);
  });

  it('never writes repeatNumber, and one uttag as quantity (D32, D33)', () => {
    const root = level3(input({ offer: offer({ dispensesAllowed: 4, remainingDispenses: 3 }, 2) }));
    expect(all(root, 'repeatNumber')).toEqual([]);
    const supply = all(root, 'supply')[0] ?? root;
    expect(childrenOf(supply).map((element) => [element.local, attr(element, 'value'), attr(element, 'unit')])).toEqual([['independentInd', 'false', undefined], ['quantity', '2', '1']]);
  });

  it('CDA-01 writes a dose as it was written', () => {
    for (const value of ['1.50', '0.1', '1e-3']) {
      const root = level3(input({ offer: offer({ dosage: dosage('x', daily({ dose: quantity(value, 'tablett') })) }) }));
      const dose = requireChild(itemOf(root), NS.hl7, 'doseQuantity');
      expect(childrenOf(dose).map((element) => attr(element, 'value'))).toEqual([value, value]);
    }
  });

  it('CDA-10 escapes markup and shows hidden characters', () => {
    const root = level3(input({ offer: offer({ dosage: dosage('<b>&\u202e</b>\nrad 2', daily()) }) }));
    const place = [...walk(root)].find((element) => attr(element, 'ID') === 'pinst');
    expect(place === undefined ? '' : deepText(place)).toBe('<b>&[U+202E]</b>rad 2');
    expect(place?.children.map(({ kind }) => kind)).toEqual(['text', 'element', 'text']);
  });

  it('CDA-09 writes no empty element and no null beside other content', () => {
    for (const { input: given } of CASES) {
      for (const element of walk(level3(given))) {
        const nullFlavor = attr(element, 'nullFlavor');
        if (nullFlavor !== undefined) expect(element.attributes).toHaveLength(1);
        if (nullFlavor !== undefined && nullFlavor !== 'OTH') expect(element.children).toEqual([]);
        if (['name', 'given', 'family', 'title', 'desc', 'td', 'th'].includes(element.local) && nullFlavor === undefined) expect(deepText(element)).not.toBe('');
      }
    }
  });
});

describe('refusal', () => {
  it.each([
    ['level 3', (given: PrescriptionInput) => encodePrescription(prescriptionDocument(given))],
    ['level 1', (given: PrescriptionInput) => encodePrescriptionLevel1(prescriptionDocument(given), pdf)],
  ])('%s is not written from a model with an error', (_level, encode) => {
    let thrown: unknown;
    try {
      encode(input({ offer: offer({}, 0) }));
    } catch (error) {
      thrown = error;
    }
    expect(isNcpError(thrown) && [thrown.code, thrown.details]).toEqual(['NCP_CDA_NOT_EXPRESSIBLE', { at: 'Offer.packages', rule: 'D32' }]);
  });
});

describe('level 1', () => {
  it('carries the PDF as base64 with the attributes the readers need', () => {
    const body = descendant(level1(), NS.hl7, 'component', 'nonXMLBody', 'text') ?? level1();
    expect([attr(body, 'mediaType'), attr(body, 'representation'), atob(deepText(body))]).toEqual(['application/pdf', 'B64', text(pdf)]);
  });
});
