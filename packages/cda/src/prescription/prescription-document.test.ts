import { calendarDate, decimal, type Prescription } from '@ncp/domain';
import { loadCatalogue, STARTER_RELEASE } from '@ncp/terminology';
import { describe, expect, it } from '@jest/globals';
import { article, config, daily, dosage, input, offer, ORAL, patient, prescription, quantity, step } from '../../fixtures/prescriptions.js';
import { prescriptionDocument, type PrescriptionInput } from './prescription-document.js';

const model = (changes: Partial<PrescriptionInput> = {}): ReturnType<typeof prescriptionDocument> => prescriptionDocument(input(changes));
const withRx = (changes: Partial<Prescription>): ReturnType<typeof prescriptionDocument> => model({ offer: offer(changes) });
const factLines = (document: ReturnType<typeof prescriptionDocument>, id: string): readonly string[] =>
  [...document.headerFacts, ...document.facts].flatMap(({ facts }) => facts).find((fact) => fact.id === id)?.lines ?? [];

describe('identifiers and header', () => {
  it('gives both levels, the prescription and its item the ids of decisions D28', () => {
    const { level3Id, level1Id, prescriptionId, versionId } = model();
    expect(level3Id).toEqual({ root: config.roots.ePrescriptionDocument, extension: '0b9f5c1e-6a3d-4e0f-9a53-1f2f3a4b5c6d.3.L3' });
    expect(level1Id.extension).toMatch(/\.3\.L1$/);
    expect(prescriptionId).toEqual({ root: config.roots.prescription, extension: '0b9f5c1e-6a3d-4e0f-9a53-1f2f3a4b5c6d' });
    expect(versionId).toBe('3');
  });

  it('takes its time from the prescription version (D29)', () => {
    expect(model().effectiveTime).toBe('2026-03-02T09:15:02+01:00');
  });

  it('has nothing of the patient in the title (D43)', () => {
    const { title } = model();
    expect(title).toBe('eHDSI ePrescription - Amlodipin Krka, 5 mg');
    expect(model({ article: article({ strengthText: '' }) }).title).toBe('eHDSI ePrescription - Amlodipin Krka');
  });

  it('names the prescriber by prescriber code first, then HSA-id (D42)', () => {
    expect(model().prescriber.ids.map(({ extension }) => extension)).toEqual(['9000027', 'SE2321000016-TEST1']);
  });

  it.each([
    ['LK', '221', 'Läkare'], ['TL', '2261', 'Tandläkare'], ['SJ', '2221', 'Sjuksköterska'], ['BM', '2222', 'Barnmorska'],
    ['ap', '2262', 'Apotekare'], ['OP', '2267', 'Optiker'], ['TH', '3251', 'Tandhygienist'], ['DT', '2265', 'Dietist'],
  ])('maps profession %s to %s and keeps it (D41)', (code, isco, swedish) => {
    const { role } = withRx({ prescriber: { ...prescription().prescriber, profession: { code } } }).prescriber;
    expect(role).toMatchObject({ kind: 'coded', value: { code: isco }, originals: [{ code: code.toUpperCase(), display: swedish }] });
  });

  it('makes an unknown profession a health professional, keeps it and says so (D41)', () => {
    const document = withRx({ prescriber: { ...prescription().prescriber, profession: { code: 'XX', display: 'Naprapat' } } });
    expect(document.prescriber.role).toMatchObject({ value: { code: '22', display: 'Health professionals' }, originals: [{ code: 'XX', display: 'Naprapat' }] });
    expect(document.findings).toEqual([{ code: 'NCP_CDA_MAPPING_OPTIONAL', severity: 'warning', at: 'MedicationRequest.requester.qualification' }]);
  });

  it('marks a controlled medicine as restricted', () => {
    expect(model().confidentiality).toMatchObject({ value: { code: 'N' } });
    expect(model({ article: article({ controlled: true }) }).confidentiality).toMatchObject({ value: { code: 'R' } });
  });
});

describe('product', () => {
  it('carries every code in pivot form with English text and the Swedish original', () => {
    const { product } = model();
    expect(product.code).toEqual({ code: '20060518000033', codeSystem: '1.2.752.129.2.1.5.1', display: 'Amlodipin Krka' });
    expect(product.form).toMatchObject({ value: { code: '10219000', display: 'Tablet' }, originals: [{ display: 'tablett' }] });
    expect(product.atc).toMatchObject({ value: { code: 'C08CA01', display: 'amlodipine' }, originals: [{ code: 'C08CA01', display: 'amlodipin' }] });
    expect(product.packaging).toMatchObject([{
      amount: { value: '100', unit: '{Tablet}' },
      code: { code: '20060629100325', codeSystem: '1.2.752.129.2.1.5.2' },
      name: 'Amlodipin Krka, tablett, 5 mg, 100 tabletter, Vnr 086625',
      form: { value: { code: '30007000', display: 'Blister' } },
    }]);
    expect(product.ingredients).toMatchObject([{ substance: { value: { code: 'C08CA01' } }, name: 'amlodipin', numerator: { value: '5', unit: 'mg' }, denominator: { value: '1', unit: '{Tablet}' } }]);
  });

  it('CDA-03 keeps what is not in the catalogue as OTH with the words, and reports each (D39)', () => {
    const document = model({ article: article({ formText: 'hemgjord kaka', containerText: 'korg', atc: { code: 'Z99ZZ99', codeSystem: '2.16.840.1.113883.6.73', display: 'okänt' } }) });
    expect(document.product.form).toMatchObject({ nullFlavor: 'OTH', originalText: 'hemgjord kaka' });
    expect(document.product.packaging[0]?.form).toMatchObject({ nullFlavor: 'OTH', originalText: 'korg' });
    expect(document.product.atc).toMatchObject({ nullFlavor: 'OTH', originalText: 'Z99ZZ99 okänt', originals: [{ code: 'Z99ZZ99', display: 'okänt' }] });
    expect(document.product.ingredients).toEqual([]);
    expect(document.missingTerms.map(({ field, gap: { reason } }) => [field, reason])).toEqual([
      ['dose-form', 'unknown-text'], ['active-ingredient', 'unknown-code'], ['package', 'unknown-text'],
    ]);
    expect(document.findings.map(({ code, severity, at }) => [code, severity, at])).toEqual([
      ['NCP_CDA_MAPPING_OPTIONAL', 'warning', 'Medication.form'],
      ['NCP_CDA_MAPPING_OPTIONAL', 'warning', 'Medication.code'],
      ['NCP_CDA_MAPPING_OPTIONAL', 'warning', 'Medication.package.container'],
    ]);
  });

  it('CDA-09 tells an absent container from an unknown one', () => {
    const document = model({ article: (({ containerText: _absent, ...rest }) => rest)(article()) });
    expect(document.product.packaging[0]?.form).toMatchObject({ kind: 'null', nullFlavor: 'UNK' });
    expect(document.findings).toEqual([]);
  });

  it.each([
    ['as many substances as strengths', 'budesonid, formoterolfumaratdihydrat', [['budesonid', '160'], ['formoterolfumaratdihydrat', '4.5']]],
    ['no list of substances', '', []],
    ['one substance too few', 'budesonid', []],
    ['one substance too many', 'budesonid, formoterol, laktos', []],
  ] as const)('gives a combination its ingredients only when nothing is in doubt: %s (S07)', (_what, substanceText, expected) => {
    const document = model({ article: article({
      formText: 'inhal.pulv', strengthText: '160 mikrogram/4,5 mikrogram/inhalation', substanceText,
      atc: { code: 'R03AK07', codeSystem: '2.16.840.1.113883.6.73', display: 'formoterol och budesonid' }, packAmount: quantity('120', 'dos(er)'),
    }) });
    expect(document.product.ingredients.map(({ name, numerator }) => [name, numerator.value])).toEqual(expected);
    expect(document.product.description).toBe('160 mikrogram/4,5 mikrogram/inhalation');
    expect(document.product.packaging[0]?.amount).toMatchObject({ value: '120', unit: '{Actuation}' });
  });

  it.each([
    ['a combination by its ATC', { strengthText: '20 mg', substanceText: '', atc: { code: 'C09BA02', codeSystem: '2.16.840.1.113883.6.73' } }],
    ['a substance that is not a fifth level', { strengthText: '500 mg', substanceText: '', atc: { code: 'A12AX', codeSystem: '2.16.840.1.113883.6.73' } }],
    ['two substances and one strength', { strengthText: '20 mg', substanceText: 'enalapril, hydroklortiazid' }],
    ['no ATC', { atc: undefined }],
  ])('has no ingredient for %s', (_what, changes) => {
    const { atc, ...rest } = { ...article(), ...changes };
    expect(model({ article: { ...rest, ...(atc === undefined ? {} : { atc }) } }).product.ingredients).toEqual([]);
  });
});

describe('dosage', () => {
  it('CDA-02 makes the whole dosage text when a unit is not understood, and reports it', () => {
    const document = withRx({ dosage: dosage('1 bit om dagen', daily({ dose: quantity('1', 'bit') })) });
    expect(document.dosage).toEqual({ timing: { kind: 'text', reason: 'unit' }, treatment: { low: '2026-03-02' } });
    expect(document.findings).toMatchObject([{ code: 'NCP_CDA_MAPPING_OPTIONAL', severity: 'warning' }]);
    expect(document.patientInstruction).toEqual(['1 bit om dagen']);
  });

  it.each([
    ['unequal parallel doses', [daily({ when: ['MORN'] }), daily({ when: ['EVE'], dose: quantity('2', 'tablett') })]],
    ['a dose in one step only', [daily({ when: ['MORN'] }), step({ frequency: 1, period: decimal('1'), periodUnit: 'd', when: ['EVE'] })]],
    ['a dose of nothing', [daily({ dose: quantity('0', 'tablett') })]],
    ['a range upside down', [step({ frequency: 1, period: decimal('1'), periodUnit: 'd', doseRange: { low: quantity('3', 'tablett'), high: quantity('1', 'tablett') } })]],
  ])('makes %s text', (_what, steps) => {
    expect(withRx({ dosage: dosage('text', ...steps) }).dosage).toMatchObject({ timing: { kind: 'text', reason: 'unequal' } });
  });

  it('keeps the number of a dose as it was written (CDA-01)', () => {
    const { dose } = withRx({ dosage: dosage('1,50 tablett', daily({ dose: quantity('1.50', 'tablett') })) }).dosage;
    expect(dose?.low).toEqual({ value: '1.50', unit: '{Tablet}', source: 'tablett' });
  });

  it('has a length only when every step has one; lengths of a sequence add up', () => {
    const width = (...steps: Parameters<typeof dosage>[1][]): number | undefined => withRx({ dosage: dosage('text', ...steps) }).dosage.treatment.widthDays;
    expect(width(daily({ boundsDays: 10 }))).toBe(10);
    expect(width(daily({ boundsDays: 10 }), daily({ boundsDays: 10 }))).toBe(10);
    expect(width(daily({ sequence: 1, boundsDays: 5 }), daily({ sequence: 2, boundsDays: 7 }))).toBe(12);
    expect(width(daily({ sequence: 1, boundsDays: 5 }), daily({ sequence: 2 }))).toBeUndefined();
    expect(width(daily({ boundsDays: 0 }))).toBeUndefined();
  });

  it('counts the day of prescribing in Sweden, whatever zone it was written in', () => {
    const document = withRx({ authoredOn: '2026-03-01T23:30:00Z' as Prescription['authoredOn'] });
    expect(document.dosage.treatment.low).toBe('2026-03-02');
  });

  it('keeps the route with its original, and leaves differing routes to the text', () => {
    const nasal = { code: '20049000', codeSystem: ORAL.codeSystem, display: 'Nasal användning' };
    expect(withRx({ dosage: dosage('x', daily({ route: ORAL })) }).dosage.route).toMatchObject({ value: { display: 'Oral use' }, originals: [{ display: 'Oral användning' }] });
    expect(withRx({ dosage: dosage('x', daily({ route: ORAL }), daily({ route: nasal })) }).dosage.route).toBeUndefined();
    expect(withRx({ dosage: dosage('x', daily({ route: ORAL }), daily()) }).dosage.route).toBeUndefined();
  });
});

describe('instructions', () => {
  it('carries the prescriber\'s text, and beside it what the text does not say', () => {
    const document = withRx({ dosage: dosage('1 tablett dagligen. Tas med mat.', daily({ administration: 'Tas med mat.' }), daily({ administration: 'Skölj munnen' })) });
    expect(document.patientInstruction.slice(0, 2)).toEqual(['1 tablett dagligen. Tas med mat.', 'Skölj munnen']);
  });

  it('lets no text without a word stand before what the steps say', () => {
    for (const whole of ['\u000b', ' . ', '-']) expect(withRx({ dosage: dosage(whole, step({ kind: 'free-text', text: '1 tablett på kvällen' })) }).patientInstruction).toContain('1 tablett på kvällen');
    expect(withRx({ dosage: dosage('1', step({ kind: 'free-text', text: '1 tablett på kvällen' })) }).patientInstruction).toEqual(['1']);
  });

  it('never says that a dosage is missing which is there and has no words', () => {
    const document = withRx({ dosage: dosage('', daily({ dose: quantity('1', 'bit') })) });
    expect(document.patientInstruction.join()).not.toContain('The prescription has no dosage');
    expect(document.patientInstruction).toEqual([expect.stringContaining('ask the prescriber')]);
    expect(withRx({ dosage: dosage('', step({ kind: 'free-text', maximum: { dose: quantity('8', 'tablett'), period: quantity('1', 'dygn', 'd') } })) }).patientInstruction).toHaveLength(2);
  });

  it('says as needed where neither the text nor a sentence says it', () => {
    expect(withRx({ dosage: dosage('1 tablett 3 gånger dagligen', step({ kind: 'free-text', asNeeded: true })) }).patientInstruction)
      .toEqual(['1 tablett 3 gånger dagligen', 'Vid behov / As needed']);
    expect(withRx({ dosage: dosage('som ovan', step({ kind: 'free-text', asNeeded: true }), step({ kind: 'free-text' })) }).patientInstruction[1]).toContain('Part of the dosage is as needed');
  });

  it('uses the texts of the steps where there is no other, and says when there is none', () => {
    expect(withRx({ dosage: dosage('', daily({ text: 'en' }), daily({ text: 'två' })) }).patientInstruction).toEqual(['en', 'två']);
    expect(withRx({ dosage: dosage('', step()) }).patientInstruction[0]).toContain('The prescription has no dosage');
  });

  it('marks the sentence that stands in for a missing text, or for a structure the document cannot have', () => {
    const mark: unknown = expect.stringContaining('generated from the structured dosage');
    expect(withRx({ dosage: dosage('', daily()) }).patientInstruction).toEqual([mark, '1 tablett en gång per dag.', '1 tablet once a day.']);
    const asNeeded = withRx({ dosage: dosage('1 tablett vid behov', step({ asNeeded: true, dose: quantity('1', 'tablett') })) });
    expect(asNeeded.patientInstruction).toEqual(['1 tablett vid behov', mark, '1 tablett vid behov.', '1 tablet as needed.']);
    // Where the dosage is coded, its own words are enough; the sentence stands in the narrative.
    const coded = withRx({ dosage: dosage('1 tablett dagligen', daily()) });
    expect(coded.patientInstruction).toEqual(['1 tablett dagligen']);
    expect(coded.facts.flatMap(({ facts }) => facts).find(({ id }) => id === 'dosagewords')?.lines).toContain('1 tablet once a day.');
  });

  it('CDA-07 keeps a step that says the same as an earlier one', () => {
    const texts = ['2 tabletter i 5 dagar', '1 tablett i 5 dagar', '2 tabletter i 5 dagar'];
    expect(withRx({ dosage: dosage(texts.join('\n'), step({ kind: 'free-text' })) }).patientInstruction).toEqual(texts);
  });

  it('tells the pharmacist what has no coded place: uttag, dates, note, intended high dose (D33, D35)', () => {
    const { fulfilmentInstructions } = withRx({
      dispensesAllowed: 4, remainingDispenses: 3, dispenseIntervalDays: 90, nextDispenseEarliest: calendarDate('2026-08-10'),
      noteToPharmacy: 'Ring vid frågor', dosage: dosage('x', daily({ observandum: true })),
    });
    const all = fulfilmentInstructions.join('\n');
    expect(all).toContain('1 of 3 remaining; only one may be dispensed now');
    expect(all).toContain('Tidigast nästa uttag 2026-08-10');
    expect(all).toContain('At least 90 days between dispensings');
    expect(all).toContain('Giltigt till 2027-03-02 / Valid until 2027-03-02');
    expect(all).toContain('OBS! Hög dos – avsiktligt');
    expect(all).toContain('Ring vid frågor');
  });

  it('always says whether substitution is allowed (D40)', () => {
    expect(model().substitution).toMatchObject({ value: { code: 'G', display: 'generic' } });
    expect(withRx({ substitutionAllowed: false }).substitution).toMatchObject({ value: { code: 'N', display: 'none' } });
  });
});

describe('facts', () => {
  it('say everything once, in Swedish with English labels', () => {
    const document = model();
    expect(factLines(document, 'form')).toEqual(['tablett / Tablet']);
    expect(factLines(document, 'ingredients')).toEqual(['amlodipin: 5 mg per 1 Tablet']);
    expect(factLines(document, 'packsize')).toEqual(['100 tablett(er) (Tablet)']);
    expect(factLines(document, 'quantity')).toEqual(['1']);
    expect(factLines(document, 'substitution')).toEqual(['får bytas ut / generic']);
    expect(factLines(document, 'patientname')).toEqual(['Alma Maria Testdotter']);
    expect(factLines(document, 'origin')).toEqual([config.dataSource]);
    const ids = [...document.headerFacts, ...document.facts].flatMap(({ facts }) => facts.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('keep the person out of the narrative: she is in the header', () => {
    const narrative = JSON.stringify(model().facts);
    expect(narrative).not.toContain('Testdotter');
    expect(narrative).not.toContain('199008202385');
  });
});

describe('what forbids release', () => {
  it.each([
    ['no package', { offer: offer({}, 0) }, 'Offer.packages'],
    ['half a package', { offer: offer({}, 0.5) }, 'Offer.packages'],
    ['no pack amount', { article: (({ packAmount: _absent, ...rest }) => rest)(article()) }, 'Medication.amount'],
    ['a pack of nothing', { article: article({ packAmount: quantity('0', 'styck') }) }, 'Medication.amount'],
    ['no product name', { article: article({ name: ' ' }) }, 'Medication.name'],
    ['no family name', { patient: { ...patient, family: '' } }, 'Patient.name'],
    ['no given name', { patient: { ...patient, given: [' '] } }, 'Patient.name'],
    ['a prescriber without name', { offer: offer({ prescriber: { ...prescription().prescriber, given: [] } }) }, 'MedicationRequest.requester.name'],
    ['a prescriber without any id', { offer: offer({ prescriber: (({ prescriberCode: _code, hsaId: _hsa, ...rest }) => rest)(prescription().prescriber) }) }, 'MedicationRequest.requester.identifier'],
  ])('%s', (_what, changes, at) => {
    expect(model(changes).findings).toContainEqual(expect.objectContaining({ code: 'NCP_CDA_NOT_EXPRESSIBLE', severity: 'error', at }));
  });

  it('a catalogue that lacks a code our own rules choose', () => {
    const { valueSets } = STARTER_RELEASE;
    const poorer = loadCatalogue({ ...STARTER_RELEASE, valueSets: valueSets.map((set) => (set.name === 'eHDSISubstitutionCode' ? { ...set, concepts: [] } : set)) });
    expect(model({ catalogue: poorer }).findings).toEqual([{ code: 'NCP_CDA_MAPPING_REQUIRED', severity: 'error', at: 'MedicationRequest.substitution' }]);
  });
});

describe('the model', () => {
  it('is a pure function of the input', () => {
    expect(model()).toEqual(model());
    expect(Object.isFrozen(model())).toBe(true);
  });

  it('has findings without content: places and rules only', () => {
    const findings = JSON.stringify(model({ article: article({ formText: 'hemlig form' }), offer: offer({ dosage: dosage('hemlig', daily({ dose: quantity('1', 'hemlig enhet') })) }) }).findings);
    expect(findings).not.toContain('hemlig');
  });
});
