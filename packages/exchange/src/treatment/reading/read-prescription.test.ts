import { describe, expect, it } from '@jest/globals';
import { isNcpError, type ReadDocument, type ReadLine } from '@ncp/domain';
import { loadCatalogue, STARTER_RELEASE } from '@ncp/terminology';
import { parseXml } from '@ncp/xml';
import { dose, event, finland, foreignPrescription, pack, PENS, period, type ForeignPrescriptionParts } from '../../../fixtures/foreign-documents.js';
import { account } from './census.js';
import { readPrescription } from './read-prescription.js';

const catalogue = loadCatalogue(STARTER_RELEASE);
const read = (parts: ForeignPrescriptionParts = {}, profile = finland()): ReturnType<typeof readPrescription> => readPrescription(foreignPrescription(parts), { catalogue, profile });
const lineOf = (document: ReadDocument, key: string): ReadLine | undefined => document.sections.flatMap(({ lines }) => lines).find((line) => line.key === key);
const line = (key: string, parts: ForeignPrescriptionParts = {}, profile = finland()): ReadLine | undefined => lineOf(read(parts, profile).read, key);

describe('readPrescription', () => {
  it('shows Swedish beside the original, with code, translations and mark', () => {
    expect(line('product.form')).toMatchObject({
      label: { sv: 'Läkemedelsform', en: 'Dose form' }, original: { text: 'tabletti', language: 'fi-FI' }, sv: 'tablett', en: 'Tablet', mark: 'translated',
      code: { code: '10219000' }, translations: [{ code: 'tabl', display: 'tabletti' }], at: expect.stringMatching(/manufacturedMaterial\/formCode$/),
    });
    expect(line('product.name')).toMatchObject({ original: { text: 'Amlodipiini Esimerkki' }, mark: 'as-written' });
    expect(line('product.kind.code')).toMatchObject({ sv: 'amlodipin', code: { code: 'C08CA01' } });
    expect(line('instructions.patient')).toMatchObject({ original: { text: '1 tabletti aamuisin', language: 'fi-FI' }, mark: 'untranslated' });
    expect(line('prescription.substitution')).toMatchObject({ sv: 'får bytas ut' });
    expect(line('patient.gender')).toMatchObject({ sv: 'Kvinna' });
    expect(line('prescriber.role')).toMatchObject({ sv: 'Läkare' });
  });

  it('loses nothing of the source, and says of each thing where it went', () => {
    const bytes = foreignPrescription({ packs: PENS, more: '<specimen><specimenRole><id root="1.2.3"/><specimenPlayingEntity><code code="X" codeSystem="1.2.3.4" displayName="outo"/></specimenPlayingEntity></specimenRole></specimen>' });
    const { read: document } = readPrescription(bytes, { catalogue, profile: finland() });
    const accounted = account(parseXml(bytes), document);
    expect(accounted.filter(({ key }) => key === undefined)).toEqual([]);
    expect(accounted.length).toBeGreaterThan(45);
    expect(accounted.find(({ item }) => item.kind === 'code' && item.code === 'X')?.key).toBe('prescription.specimen.specimenRole.specimenPlayingEntity.code');
  });

  it('notices a code that no line has', () => {
    const bytes = foreignPrescription();
    const { read: document } = readPrescription(bytes, { catalogue, profile: finland() });
    const without: ReadDocument = { ...document, sections: document.sections.map((section) => ({ ...section, lines: section.lines.filter(({ key }) => key !== 'product.form') })) };
    expect(account(parseXml(bytes), without).filter(({ key }) => key === undefined).map(({ item }) => item.kind)).toEqual(['code', 'code']);
  });

  it('CDA-03 an unknown code keeps its text, is marked, and is reported as a gap', () => {
    const { read: document, gaps } = read({ form: '<pharm:formCode code="19999000" codeSystem="0.4.0.127.0.16.1.1.2.1" displayName="hitaasti liukeneva"/>' });
    const form = lineOf(document, 'product.form');
    expect(form).toMatchObject({ original: { text: 'hitaasti liukeneva' }, mark: 'untranslated' });
    expect(form?.sv).toBeUndefined();
    expect(gaps.find(({ code }) => code === '19999000')).toEqual({ code: '19999000', codeSystem: '0.4.0.127.0.16.1.1.2.1', key: 'product.form', release: 'se-starter-2' });
    expect(document.findings.map(({ rule }) => rule)).toContain('translation.product.form');
  });

  it.each([
    ['an older OID of the code system', '<pharm:formCode code="10219000" codeSystem="1.3.6.1.4.1.12559.11.10.1.3.1.44.1" displayName="tablett"/>', 'mapped', 'tablett'],
    ['a national code with the standard one beneath', '<pharm:formCode code="tabl" codeSystem="1.2.3" displayName="tabletti"><translation code="10219000" codeSystem="0.4.0.127.0.16.1.1.2.1" displayName="Tablet"/></pharm:formCode>', 'mapped', 'tablett'],
    ['a null with a text', '<pharm:formCode nullFlavor="OTH"><originalText>kakku</originalText></pharm:formCode>', 'untranslated', undefined],
    ['a null whose translation has a text', '<pharm:formCode nullFlavor="UNK"><translation code="10219000" codeSystem="0.4.0.127.0.16.1.1.2.1" displayName="Tablet"/></pharm:formCode>', 'untranslated', undefined],
    ['a bare null', '<pharm:formCode nullFlavor="UNK"/>', 'missing', 'Uppgift saknas (okänt)'],
    ['no element at all', '', 'missing', 'Uppgift saknas'],
  ])('marks %s', (_what, form, mark, sv) => {
    const found = line('product.form', { form });
    expect([found?.mark, found?.sv]).toEqual([mark, sv]);
  });

  it('multiplies the layers of a pack and shows the arithmetic', () => {
    expect(line('product.pack-content', { packs: PENS })).toMatchObject({ sv: '5 × 3 milliliter = 15 milliliter', generated: true });
    expect(line('product.pack-content')).toMatchObject({ sv: '100 tabletter' });
    expect(line('product.pack-content', { packs: pack('0', '1') })).toBeUndefined();
  });

  it('CDA-01 shows the dose exactly as it is written', () => {
    expect(line('dosage.dose', { dose: dose('1.50', '1.50', 'mL') })).toMatchObject({ original: { text: '1.50 mL' }, sv: '1,50 milliliter' });
    expect(line('dosage.dose', { dose: dose('0', '2', '{Tablet}') })).toMatchObject({ original: { text: '0 {Tablet} – 2 {Tablet}' }, sv: 'från 0 tabletter till 2 tabletter', mark: 'mapped' });
    expect(line('dosage.dose', { dose: dose('1', '1', 'kukko') })).toMatchObject({ original: { text: '1 kukko' }, mark: 'untranslated' });
    expect(line('dosage.dose', { dose: '<doseQuantity nullFlavor="UNK"/>' })).toMatchObject({ mark: 'missing' });
  });

  it('D33 repeats are told and multiply nothing; D35 the end of treatment is a last day only by the rule of the country', () => {
    const parts = { supply: '<repeatNumber value="2"/><quantity value="3" unit="1"/>', treatment: '<effectiveTime xsi:type="IVL_TS"><low value="20260301"/><high value="20270301"/></effectiveTime>' };
    expect(line('prescription.packages', parts)).toMatchObject({ original: { text: '3' } });
    expect(line('prescription.repeats', parts)).toMatchObject({ label: { sv: 'Upprepningar (endast upplysning)' }, original: { text: '2' } });
    expect(line('prescription.repeats', { treatment: `${parts.treatment}<repeatNumber value="2"/>` })).toMatchObject({ label: { sv: 'Upprepningar (endast upplysning)' }, original: { text: '2' } });
    expect(line('dosage.treatment.high', parts)).toMatchObject({ sv: '2027-03-01' });
    expect(line('dosage.sentence', parts)?.sv).toMatch(/till 2027-03-01/);
    const quirky = finland('ivl-high-is-last-dispensing-day');
    expect(line('prescription.last-dispensing-day', parts, quirky)).toMatchObject({ sv: '2027-03-01', label: { sv: 'Sista dag för expediering (landets regel)' } });
    expect(line('dosage.treatment.high', parts, quirky)).toBeUndefined();
    expect(line('dosage.sentence', parts, quirky)?.sv).not.toMatch(/2027/);
  });

  it.each([
    ['once a day', {}, '1 tablett en gång per dag. Oral användning. Behandling från 2026-03-01.', '1 tablet once a day. Oral use. Treatment from 2026-03-01.'],
    ['three times a day', { frequency: period('8', 'h') }, '1 tablett 3 gånger per dag.', '1 tablet 3 times a day.'],
    ['every 8 hours exactly', { frequency: period('8', 'h', false) }, '1 tablett var 8:e timme.', '1 tablet every 8 hours.'],
    ['every 2 days', { frequency: period('2', 'd', false) }, '1 tablett varannan dag.', '1 tablet every 2 days.'],
    ['every 7 hours, freely', { frequency: period('7', 'h') }, '1 tablett var 7:e timme.', '1 tablet every 7 hours.'],
    ['a range', { dose: dose('1', '2', '{Tablet}') }, '1–2 tabletter en gång per dag.', '1–2 tablets once a day.'],
    ['as needed', { dose: dose('0', '1', '{Tablet}'), frequency: period('8', 'h') }, '0–1 tablett 3 gånger per dag.', '0–1 tablet 3 times a day.'],
    ['before breakfast', { frequency: event('ACM') }, '1 tablett före frukost.', '1 tablet before breakfast.'],
    ['a clock time', { frequency: '<effectiveTime xsi:type="PIVL_TS" institutionSpecified="false" operator="A"><phase><low value="202603010800"/></phase><period value="1" unit="d"/></effectiveTime>' }, '1 tablett varje dag kl. 08.00.', '1 tablet every day at 08:00.'],
    ['a bare number', { dose: dose('1', '1', '1') }, '1 (enhet ej angiven) en gång per dag.', '1 (unit not stated) once a day.'],
  ] as const)('renders %s as a sentence, marked as generated', (_what, parts, sv, en) => {
    const sentence = line('dosage.sentence', parts);
    expect(sentence).toMatchObject({ generated: true, mark: 'as-written', sv: expect.stringContaining(sv), en: expect.stringContaining(en) });
  });

  it.each([
    ['D36 two frequencies', { frequency: period('1', 'd') + event('ACM') }],
    ['an unknown period', { frequency: '<effectiveTime xsi:type="PIVL_TS" operator="A"><period nullFlavor="UNK"/></effectiveTime>' }],
    ['a period without words', { frequency: period('1.5', 'd', false) }],
    ['a dose that is a rate', { dose: dose('1', '1', 'mL/d') }],
    ['D36 a maximum beside the dose', { dose: `${dose('1', '1', '{Tablet}')}<maxDoseQuantity><numerator value="4" unit="{Tablet}"/><denominator value="1" unit="d"/></maxDoseQuantity>` }],
    ['D36 a condition', { dose: `${dose('1', '1', '{Tablet}')}<precondition typeCode="PRCN"><criterion><text>pain</text></criterion></precondition>` }],
    ['D36 a step inside', { dose: `${dose('1', '1', '{Tablet}')}<entryRelationship typeCode="COMP"><substanceAdministration classCode="SBADM" moodCode="INT"/></entryRelationship>` }],
    ['D36 an excluded time', { frequency: period('8', 'h').replace('operator="A"', 'operator="E"') }],
    ['D36 a time before an event', { frequency: event('ACM').replace('</effectiveTime>', '<offset><low value="-30" unit="min"/></offset></effectiveTime>') }],
    ['D36 one of two times that is null', { frequency: `${period('8', 'h')}<effectiveTime xsi:type="PIVL_TS" operator="A"><period nullFlavor="UNK"/></effectiveTime>` }],
    ['bounds the wrong way round', { dose: dose('2', '1', '{Tablet}') }],
    ['a dose of nothing', { dose: dose('0', '0', '{Tablet}') }],
    ['an unknown event', { frequency: event('XX') }],
  ] as const)('renders no sentence for %s, and says so', (_what, parts) => {
    expect(line('dosage.sentence', parts)).toMatchObject({ mark: 'missing', generated: true, sv: expect.stringContaining('räcker inte') });
  });

  it('gives every finding its class and a text', () => {
    const { findings } = read({ form: '<pharm:formCode code="tabl" codeSystem="1.2.3"/>' }).read;
    expect(new Set(findings.map((finding) => finding.class))).toEqual(new Set(['structure', 'rule', 'reading', 'translation']));
    expect(findings.every(({ text }) => text.sv !== '' && text.en !== '')).toBe(true);
  });

  it('counts coded lines by their mark', () => {
    const { coded, translated, mapped, untranslated, missing } = read().read.census;
    expect(coded).toBe(translated + mapped + untranslated + missing);
    expect(untranslated).toBe(1);
  });

  it.each([
    ['a summary', '<ClinicalDocument xmlns="urn:hl7-org:v3"><templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.1.3"/></ClinicalDocument>', 'NCP_CDA_KIND'],
    ['no XML', 'tabletti', 'NCP_XML_NOT_WELL_FORMED'],
  ])('refuses %s', (_what, text, code) => {
    try {
      readPrescription(new TextEncoder().encode(text), { catalogue, profile: finland() });
    } catch (error) {
      expect(isNcpError(error) && error.code).toBe(code);
      return;
    }
    throw new Error('was read');
  });
});
