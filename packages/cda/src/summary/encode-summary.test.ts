import { describe, expect, it } from '@jest/globals';
import { isNcpError, SUMMARY_NOTICE } from '@ncp/domain';
import { attr, child, childrenOf, deepText, descendant, NS, parseXml, requireChild, text, walk, type XmlElement } from '@ncp/xml';
import { allergy, fullSummary, medication, SNAPSHOT, summary, SUMMARY_CASES, summaryConfig, summaryInput } from '../../fixtures/swedish-summaries.js';
import { encodeSummary, encodeSummaryLevel1 } from './encode-summary.js';
import { summaryDocument, type SummaryInput } from './summary-document.js';

const PDF = new TextEncoder().encode('%PDF-1.4\n%%EOF\n');
const level3 = (input: SummaryInput = summaryInput()): XmlElement => parseXml(encodeSummary(summaryDocument(input)));
const level1 = (input: SummaryInput = summaryInput()): XmlElement => parseXml(encodeSummaryLevel1(summaryDocument(input), PDF));
const sectionsOf = (root: XmlElement): readonly XmlElement[] =>
  childrenOf(descendant(root, NS.hl7, 'component', 'structuredBody') ?? root, NS.hl7, 'component').map((component) => requireChild(component, NS.hl7, 'section'));
const codeOf = (section: XmlElement): string => attr(requireChild(section, NS.hl7, 'code'), 'code') ?? '';
const all = (root: XmlElement, local: string): readonly XmlElement[] => [...walk(root)].filter((element) => element.local === local);
const idOf = (element: XmlElement | undefined): string => `${attr(element ?? level3(), 'root') ?? ''}^${attr(element ?? level3(), 'extension') ?? ''}`;
const parentId = (root: XmlElement): string => idOf(descendant(root, NS.hl7, 'relatedDocument', 'parentDocument', 'id'));

const REQUIRED = ['10160-0', '48765-2', '47519-4', '11450-4', '46264-8'];

describe('the document', () => {
  it('names both levels by one snapshot, each naming the other (D28, D31)', () => {
    const [three, one] = [level3(), level1()];
    expect(idOf(child(three, NS.hl7, 'id'))).toBe(`1.2.752.221.3.1.1.12^${SNAPSHOT}.L3`);
    expect(idOf(child(one, NS.hl7, 'id'))).toBe(`1.2.752.221.3.1.1.12^${SNAPSHOT}.L1`);
    expect([parentId(three), parentId(one)]).toEqual([`1.2.752.221.3.1.1.12^${SNAPSHOT}.L1`, `1.2.752.221.3.1.1.12^${SNAPSHOT}.L3`]);
    expect(idOf(child(three, NS.hl7, 'setId'))).toBe(idOf(child(one, NS.hl7, 'setId')));
    expect(parentId(level3(summaryInput({ config: { ...summaryConfig, offerLevel1: false } })))).toBe(`1.2.752.221.3.1.1.12^${SNAPSHOT}`);
  });

  it('is written by a device, answered for by a person with a name, and says where to ask (D42, D76)', () => {
    const root = level3();
    const author = descendant(root, NS.hl7, 'author', 'assignedAuthor') ?? root;
    expect(descendant(author, NS.hl7, 'assignedAuthoringDevice', 'softwareName')?.children).toMatchObject([{ value: 'NCPeH Sverige (test)' }]);
    expect(child(author, NS.hl7, 'assignedPerson')).toBeUndefined();
    expect(deepText(descendant(root, NS.hl7, 'legalAuthenticator', 'assignedEntity', 'assignedPerson', 'name') ?? root)).toBe('AnsvarigAgneta');
    expect(attr(descendant(root, NS.hl7, 'participant', 'functionCode') ?? root, 'code')).toBe('PCP');
    expect(deepText(descendant(root, NS.hl7, 'participant', 'associatedEntity', 'scopingOrganization', 'name') ?? root)).toBe('Testmyndigheten för e-hälsa');
  });

  it('has Swedish times and language, and the time of the newest record (D44)', () => {
    const root = level3(summaryInput({ summary: fullSummary }));
    expect(attr(requireChild(root, NS.hl7, 'effectiveTime'), 'value')).toBe('20261101090000+0100');
    expect(attr(requireChild(root, NS.hl7, 'languageCode'), 'code')).toBe('sv-SE');
    expect(attr(descendant(root, NS.hl7, 'documentationOf', 'serviceEvent', 'effectiveTime', 'high') ?? root, 'value')).toBe('20261030130500+0100');
  });

  it('has nothing of the patient in its title, and no address (D16, D43)', () => {
    const root = level3();
    expect(deepText(requireChild(root, NS.hl7, 'title'))).toBe('eHDSI Patient Summary');
    expect(attr(descendant(root, NS.hl7, 'recordTarget', 'patientRole', 'addr') ?? root, 'nullFlavor')).toBe('NI');
  });

  it.each(SUMMARY_CASES)('$name: gives the same bytes again, at both levels', ({ input }) => {
    expect(text(encodeSummary(summaryDocument(input)))).toBe(text(encodeSummary(summaryDocument(input))));
    expect(text(encodeSummaryLevel1(summaryDocument(input), PDF))).toBe(text(encodeSummaryLevel1(summaryDocument(input), PDF)));
  });
});

describe('sections', () => {
  it.each(SUMMARY_CASES)('$name: the five required ones are there, each with the sentence that hides what was withheld (PS08)', ({ input }) => {
    const sections = sectionsOf(level3(input));
    expect(sections.map(codeOf)).toEqual(expect.arrayContaining(REQUIRED));
    for (const section of sections.filter((each) => REQUIRED.includes(codeOf(each)))) {
      expect(deepText(requireChild(section, NS.hl7, 'text'))).toContain(SUMMARY_NOTICE.sv);
      expect(deepText(requireChild(section, NS.hl7, 'text'))).toContain(SUMMARY_NOTICE.en);
    }
  });

  it('says "no information" in all five where nothing is known, and leaves the others out (PS95)', () => {
    const root = level3();
    expect(sectionsOf(root).map(codeOf).toSorted()).toEqual([...REQUIRED].toSorted());
    const absences = all(root, 'code').concat(all(root, 'value')).map((element) => attr(element, 'code') ?? '').filter((code) => code.startsWith('no-'));
    expect(absences.toSorted()).toEqual(['no-allergy-info', 'no-device-info', 'no-medication-info', 'no-problem-info', 'no-procedure-info']);
  });

  it('claims no absence unless it was told of one, whatever the texts say (PS21, PS95)', () => {
    for (const { input } of SUMMARY_CASES.filter((each) => each.input.knownAbsences === undefined)) {
      expect(text(encodeSummary(summaryDocument(input)))).not.toContain('no-known');
    }
  });

  it('says a known absence where one is given', () => {
    const root = level3(SUMMARY_CASES.find(({ name }) => name === 'known absences')?.input);
    expect(all(root, 'value').some((value) => attr(value, 'code') === 'no-known-allergies')).toBe(true);
    expect(text(encodeSummary(summaryDocument(SUMMARY_CASES[2]?.input ?? summaryInput())))).not.toContain('-info"');
  });

  it('has an entry for each item and no word of absence beside them', () => {
    const root = level3(summaryInput({ summary: fullSummary }));
    const entries = new Map(sectionsOf(root).map((section) => [codeOf(section), childrenOf(section, NS.hl7, 'entry').length]));
    expect(Object.fromEntries(entries)).toEqual({
      '10160-0': 3, '48765-2': 2, '11369-6': 2, '11348-0': 1, '47519-4': 1, '11450-4': 2, '46264-8': 1, '47420-5': 1, '10162-6': 4, '30954-2': 1,
    });
    expect(all(root, 'value').filter((value) => (attr(value, 'code') ?? '').startsWith('no-'))).toEqual([]);
  });

  it('warns that a blood group is no basis for a transfusion (PS73)', () => {
    const results = sectionsOf(level3(summaryInput({ summary: fullSummary }))).find((section) => codeOf(section) === '30954-2');
    expect(deepText(results ?? level3())).toContain('transfusion');
  });
});

/** What an entry says in codes and words; fixed codes of the templates only say what it is about. */
const saidIn = (entry: XmlElement): readonly string[] => {
  const elements = [...walk(entry)];
  const coded = elements.filter(({ local, parent }) => local !== 'code' || parent?.local === 'manufacturedMaterial' || parent?.local === 'generalizedMaterialKind' || parent?.local === 'playingEntity' || parent?.local === 'participantRole');
  return [
    ...coded.map((element) => attr(element, 'displayName') ?? ''),
    ...elements.filter(({ local }) => ['name', 'desc', 'originalText', 'lotNumberText'].includes(local)).map(deepText),
    ...elements.filter(({ local }) => local === 'value').map(deepText),
  ].filter((piece) => piece !== '' && !['Concern', 'PINSTRUCT', 'Immunization'].includes(piece));
};

describe('narrative', () => {
  it.each(SUMMARY_CASES)('$name: every reference resolves and every ID is unique', ({ input }) => {
    const root = level3(input);
    const ids = [...walk(root)].map((element) => attr(element, 'ID')).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(ids.length);
    const references = all(root, 'reference').map((element) => (attr(element, 'value') ?? '').slice(1));
    expect(references.length).toBeGreaterThanOrEqual(5);
    for (const reference of references) expect(ids).toContain(reference);
  });

  it.each(SUMMARY_CASES)('$name: everything that the entries say is in it', ({ input }) => {
    for (const section of sectionsOf(level3(input))) {
      const narrative = deepText(requireChild(section, NS.hl7, 'text'));
      const missing = childrenOf(section, NS.hl7, 'entry').flatMap(saidIn).filter((piece) => !narrative.includes(piece));
      expect(missing).toEqual([]);
    }
  });

  it('says what only it carries: words of the record, providers, signature, comments (PS18)', () => {
    const root = level3(summaryInput({ summary: fullSummary }));
    const cell = (id: string): string => deepText([...walk(root)].find((element) => attr(element, 'ID') === id) ?? root);
    expect(['alg1-severity', 'alg1-certaintytext', 'alg1-comment', 'alg1-source', 'alg1-unsigned', 'algtext1-text', 'alert1-text', 'immtext1-text', 'imm2-registered', 'prob1-last'].map(cell)).toEqual([
      'Livshotande', 'Bekräftad', 'Anafylaxi efter Kåvepenin 2012Två raderav kommentar', 'Region ARegion B', 'osignerad / unsigned', 'Ingen känd läkemedelsallergi',
      'Warfarin B01AA03Kontroll var fjärde vecka', 'Vaccination 2011, vaccin ej angivet', '2020-02-01', '2026-09-02',
    ]);
  });

  it('says what an alert adds to a problem (PS20)', () => {
    const problems = fullSummary.problems.slice(0, 1).map((problem) => ({ ...problem, comments: ['Blödningsrisk'] }));
    const root = level3(summaryInput({ summary: summary({ problems }) }));
    expect(deepText([...walk(root)].find((element) => attr(element, 'ID') === 'prob1-comment') ?? root)).toBe('Blödningsrisk');
  });

  it('CDA-10 shows hidden characters and escapes markup', () => {
    const root = level3(summaryInput({ summary: summary({ allergies: [allergy({ comments: ['<b>&\u202e</b>'] })] }) }));
    expect(deepText([...walk(root)].find((element) => attr(element, 'ID') === 'alg1-comment') ?? root)).toBe('<b>&[U+202E]</b>');
  });
});

describe('refusal', () => {
  it.each([
    ['a medicine without a name', { summary: summary({ medications: [medication({ product: { name: ' ' } })] }) }, 'PatientSummary.medications.product.name'],
    ['an item whose id is no UUID', { summary: summary({ allergies: [allergy({ id: 'allergy-1' })] }) }, 'PatientSummary.id'],
    ['a patient without a name', { summary: summary({ patient: { ...fullSummary.patient, given: [' '] } }) }, 'Patient.name'],
    ['a signature without a name', { config: { ...summaryConfig, responsible: { ...summaryConfig.responsible, family: '' } } }, 'SummaryConfig.responsible'],
  ] as const)('%s', (_what, changes, at) => {
    const model = summaryDocument(summaryInput(changes));
    for (const write of [() => encodeSummary(model), () => encodeSummaryLevel1(model, PDF)]) {
      let thrown: unknown;
      try {
        write();
      } catch (error) {
        thrown = error;
      }
      expect(isNcpError(thrown) && [thrown.code, thrown.details['at']]).toEqual(['NCP_CDA_NOT_EXPRESSIBLE', at]);
    }
  });
});
