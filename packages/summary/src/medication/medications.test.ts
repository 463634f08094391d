import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS, decimal, type OrdinationMedicine, type OrdinationRecord, type Prescription } from '@ncp/domain';
import { articleOf, ARTICLES, at, atc, compile, day, fates, icd, ordination, origin, PATIENT, prescription, tablets, unit, words, type Changes } from '../../fixtures/records.js';
import type { HandOver, NationalMedication, SummaryResult } from '../index.js';

const ENALAPRIL = '20041208000038';
const METFORMIN = '19960927000041';
const drug = (nplId: string, more: Partial<OrdinationMedicine> = {}): OrdinationMedicine => ({ kind: 'drug', nplId, text: 'som skrivet', ...more });
const ord = (medicine: OrdinationMedicine, more: Partial<OrdinationRecord> = {}, id = 'ord', recorded = '2024-02-12'): OrdinationRecord =>
  ordination(medicine, '2024-02-12', origin(id, recorded), more);
const listed = (more: Partial<Prescription> = {}, handOvers: readonly HandOver[] = [], id = 'rx'): NationalMedication => {
  const rx = prescription(id, more);
  const article = ARTICLES.get(rx.article.nplPackId ?? '');
  return { prescription: rx, handOvers, ...(article === undefined ? {} : { article }) };
};
const list = (...medications: readonly NationalMedication[]): SummaryResult => compile([], { medications });
const onList = (nplId: string, text: string): Prescription['article'] => ({ nplId, text });

describe('the national list', () => {
  it.each<readonly [string, Partial<Prescription>, string]>([
    ['valid today', {}, 'entry PS51'],
    ['on its last day', { validity: { end: day('2026-11-01') } }, 'entry PS51'],
    ['on its first day', { validity: { start: day('2026-11-01'), end: day('2027-11-01') } }, 'entry PS51'],
    ['ended yesterday', { validity: { end: day('2026-10-31') } }, 'dropped PS51'],
    ['beginning tomorrow', { validity: { start: day('2026-11-02'), end: day('2027-11-01') } }, 'dropped PS51'],
    ['without an end, issued more than a year ago', { validity: {}, authoredOn: at('2025-10-31') }, 'dropped PS51'],
    ['on paper by now, and still a medicine', { format: 'paper' }, 'entry PS51'],
    ['completed without any uttag', { status: 'completed' }, 'dropped PS51'],
    ['with a modifier that nobody understands', { notUnderstood: ['https://example.org/not-to-be-taken'] }, 'dropped PS51'],
    ['stopped', { status: 'stopped' }, 'dropped PS58'], ['cancelled', { status: 'cancelled' }, 'dropped PS58'], ['parked', { status: 'on-hold' }, 'dropped PS58'],
    ['entered in error', { status: 'entered-in-error' }, 'dropped PS58'], ['of unknown status', { status: 'unknown' }, 'dropped PS58'],
  ])('PS51 a prescription %s: %s', (_what, more, fate) => {
    expect(fates(list(listed(more)))).toEqual([`rx: ${fate}`]);
  });

  it.each([['2025-08-01', 'entry PS51'], ['2025-07-31', 'dropped PS51'], ['2026-11-02', 'dropped PS51']])('PS51 completed, uttag on %s: %s', (on, fate) => {
    expect(fates(list(listed({ status: 'completed' }, [{ on: day(on), quantity: tablets('100') }])))).toEqual([`rx: ${fate}`]);
  });

  it('PS51 an expired prescription counts while a supply of it may last', () => {
    const expired = { validity: { end: day('2026-10-31') } };
    expect(fates(list(listed(expired, [{ on: day('2026-10-01'), quantity: tablets('100') }])))).toEqual(['rx: entry PS51']);
    const steps = [{ sequence: 1, kind: 'frequency', frequency: 1, period: decimal('1'), periodUnit: 'd', dose: tablets('1'), when: [], timeOfDay: [], dayOfWeek: [], asNeeded: false, observandum: false }] as const;
    const used = listed({ ...expired, dosage: { text: '1 om dagen', steps } }, [{ on: day('2026-05-01'), quantity: tablets('10') }]);
    expect(fates(list(used))).toEqual(['rx: dropped PS51']);
  });

  it('PS51 a stopped prescription is not current whatever was handed over', () => {
    expect(fates(list(listed({ status: 'stopped' }, [{ on: day('2026-10-01'), quantity: tablets('100') }])))).toEqual(['rx: dropped PS58']);
  });

  it('PS54 the product is the register\'s', () => {
    expect(list(listed()).summary.medications).toMatchObject([{
      kind: 'ordination', origin: 'national-list', start: '2026-03-02', dosage: { text: '1 tablett på morgonen' }, source: { providers: ['Exempelby vårdcentral'], unsigned: false },
      product: {
        name: 'Enalapril Krka', nplId: ENALAPRIL, strengthText: '20 mg', atc: { pivot: { code: 'C09AA02', display: 'enalapril' } },
        form: { pivot: { code: '10219000' }, text: 'tablett' },
      },
    }]);
  });

  it('PS54 a product that the register does not know is told in the words of the prescription', () => {
    const { medications } = list(listed({ article: onList('29990000000000', 'Okänt 5 mg') })).summary;
    expect(medications[0]?.product).toEqual({ name: 'Okänt 5 mg', nplId: '29990000000000' });
  });

  it.each<readonly [string, Partial<ReturnType<typeof articleOf>>]>([
    ['merchandise', { kind: 'merchandise' }], ['food', { kind: 'food' }], ['technical spirit', { kind: 'technical-spirit' }], ['for animals', { veterinary: true }],
    ['a vaccine', { atc: { code: 'J07BB02', codeSystem: CODE_SYSTEMS.atc } }],
  ])('PS58 %s is no medicine of the patient', (_what, more) => {
    const article = { ...articleOf(ENALAPRIL), ...more };
    expect(fates(compile([], { medications: [{ prescription: prescription('rx'), article, handOvers: [] }] }))).toEqual(['rx: dropped PS58']);
  });

  it('PS58 a magistral without a name is left out', () => {
    const article = { ...articleOf(ENALAPRIL), name: ' ', authorisation: 'extempore' as const };
    expect(fates(compile([], { medications: [{ prescription: prescription('rx', { article: onList(ENALAPRIL, ' ') }), article, handOvers: [] }] }))).toEqual(['rx: dropped PS58']);
  });

  it('PS56 one route is said, two are not', () => {
    const step = (route: string): Prescription['dosage']['steps'][number] => ({
      sequence: 1, kind: 'frequency', when: [], timeOfDay: [], dayOfWeek: [], asNeeded: false, observandum: false, route: { code: route, codeSystem: CODE_SYSTEMS.edqm },
    });
    const routeOf = (...routes: readonly string[]): string | undefined =>
      list(listed({ dosage: { text: 'x', steps: routes.map(step) } })).summary.medications[0]?.route?.pivot?.code;
    expect([routeOf('20053000'), routeOf('20053000', '20053000'), routeOf('20053000', '20035000'), routeOf('99999999'), routeOf()]).toEqual(['20053000', '20053000', undefined, undefined, undefined]);
  });
});

describe('ordinations', () => {
  it.each<readonly [string, Partial<OrdinationRecord>, string]>([
    ['in force', {}, 'entry PS53'],
    ['beginning today', { start: day('2026-11-01') }, 'entry PS53'], ['beginning tomorrow', { start: day('2026-11-02') }, 'dropped PS51'],
    ['ending today', { end: day('2026-11-01') }, 'entry PS53'], ['ended yesterday', { end: day('2026-10-31') }, 'dropped PS51'],
    ['replaced by a newer version', { active: false }, 'dropped PS51'], ['of unknown type', { prescriptionType: 'unknown' }, 'dropped PS51'],
    ['that stops', { prescriptionType: 'stop' }, 'dropped PS58'],
    ['of merchandise', { medicine: { kind: 'merchandise', text: 'Teststickor' } }, 'dropped PS58'],
    ['of nothing', { medicine: { kind: 'missing' } }, 'dropped PS58'],
    ['of a vaccine', { medicine: { kind: 'drug', atc: { code: 'J07BB02', codeSystem: CODE_SYSTEMS.atc, display: 'Influensavaccin' } } }, 'dropped PS58'],
  ])('PS51, PS58 %s', (_what, more, fate) => {
    expect(fates(compile([ord(drug(METFORMIN), more)]))).toEqual([`ord: ${fate}`]);
  });

  const stop = (medicine: OrdinationMedicine, more: Partial<OrdinationRecord>, recorded: string, careUnit = unit(1)): OrdinationRecord =>
    ordination(medicine, '2024-02-12', origin('stop', recorded, { careUnit: { ...careUnit } }), { prescriptionType: 'stop', ...more });

  it.each<readonly [string, OrdinationRecord, boolean]>([
    ['in the same chain', stop(drug(ENALAPRIL), { chainId: 'c' }, '2025-01-01', unit(2)), false],
    ['in the same chain, but older', stop(drug(ENALAPRIL), { chainId: 'c' }, '2023-01-01', unit(2)), true],
    ['of the same substance at the same unit', stop(drug(METFORMIN), {}, '2025-01-01'), false],
    ['of the same substance at another unit', stop(drug(METFORMIN), {}, '2025-01-01', unit(2)), true],
    ['of another substance at the same unit', stop(drug(ENALAPRIL), {}, '2025-01-01'), true],
    ['in another chain at another unit', stop(drug(ENALAPRIL), { chainId: 'd' }, '2025-01-01', unit(2)), true],
  ])('PS51 a stop %s', (_what, stopping, stays) => {
    const result = compile([ord(drug(METFORMIN), { chainId: 'c' }), stopping]);
    expect(fates(result)).toEqual([stays ? 'ord: entry PS53' : 'ord: dropped PS51', 'stop: dropped PS58']);
  });

  it('PS51 a stop, or an ordination, without a time stops all the same', () => {
    const timeless = (row: OrdinationRecord): OrdinationRecord => {
      const { recorded: _none, authored: _neither, ...of } = row.origin;
      return { ...row, origin: of };
    };
    const [running, stopping] = [ord(drug(METFORMIN), { chainId: 'c' }), stop(drug(METFORMIN), { chainId: 'c' }, '2023-01-01')];
    expect(fates(compile([running, timeless(stopping)]))).toContain('ord: dropped PS51');
    expect(fates(compile([timeless(running), stopping]))).toContain('ord: dropped PS51');
    expect(fates(compile([running, stopping]))).toContain('ord: entry PS53');
  });

  it('PS54 a product that the register does not know keeps its NPL-id, and its day of writing orders it', () => {
    const { start: _none, ...row } = ord(drug('29990000000000', { strengthText: '5 mg', formText: 'tablett' }));
    const [item] = compile([row]).summary.medications;
    expect(item?.product).toMatchObject({ name: 'som skrivet', nplId: '29990000000000', strengthText: '5 mg', form: { pivot: { code: '10219000' } } });
    expect(item).not.toHaveProperty('start');
    const newer = ord({ kind: 'unstructured', text: 'Ört' }, { start: day('2024-02-11') }, 'ort');
    expect(compile([newer, row]).summary.medications.map(({ product }) => product.name)).toEqual(['som skrivet', 'Ört']);
  });

  it('PS58 an ordination of what the register calls no medicine is left out, by NPL-id or by pack', () => {
    const article = { ...articleOf(METFORMIN), veterinary: true };
    const articles = new Map([[article.nplId, article], [article.nplPackId, article]]);
    for (const medicine of [drug(METFORMIN), { kind: 'article', nplPackId: article.nplPackId } as const]) expect(fates(compile([ord(medicine)], { articles }))).toEqual(['ord: dropped PS58']);
  });

  it('PS53 what the patient takes by her own choice is told apart', () => {
    expect(compile([ord(drug(METFORMIN), { selfMedication: true })]).summary.medications[0]?.kind).toBe('self-medication');
    expect(compile([ord(drug(METFORMIN))]).summary.medications[0]?.kind).toBe('ordination');
  });

  it('PS54 an NPL pack id is resolved, and the times are the record\'s', () => {
    const [item] = compile([ord({ kind: 'article', nplPackId: '20050420100709' }, { end: day('2027-01-01') })]).summary.medications;
    expect(item).toMatchObject({ product: { nplId: METFORMIN, name: 'Metformin Actavis', strengthText: '500 mg' }, start: '2024-02-12', end: '2027-01-01', origin: 'care-record' });
  });

  it('PS55 words alone get no code, whatever stands beside them', () => {
    const [item] = compile([ord({ kind: 'unstructured', text: 'Metformin 500', nplId: METFORMIN, atc: { code: 'A10BA02', codeSystem: CODE_SYSTEMS.atc } })]).summary.medications;
    expect(item?.product).toEqual({ name: 'Metformin 500' });
  });

  it('PS56 the dosage is words, and a route only where it is known', () => {
    const [item] = compile([ord(drug(METFORMIN), { dosageTexts: ['1 tablett morgon', ' ', '2 tabletter kväll'], route: words('oral användning') })]).summary.medications;
    expect(item?.dosage).toEqual({ text: '1 tablett morgon; 2 tabletter kväll', steps: [] });
    expect(item?.route?.pivot?.code).toBe('20053000');
    expect(compile([ord(drug(METFORMIN), { route: words('på något sätt') })]).summary.medications[0]).not.toHaveProperty('route');
  });

  it('PS57 the reason is released only where that is decided', () => {
    const row = ord(drug(METFORMIN), { reason: icd('E11.4', 'Diabetes') });
    expect(compile([row]).summary.medications[0]).not.toHaveProperty('reason');
    expect(compile([row], { policy: { exportReason: true } }).summary.medications[0]?.reason).toMatchObject({ pivot: { code: 'E11.4' }, text: 'Diabetes' });
  });

  it('PS59 nothing current states nothing', () => {
    const { summary } = compile([ord(drug(METFORMIN), { active: false })]);
    expect(summary.medications).toEqual([]);
    expect(JSON.stringify(summary)).not.toContain('no-known');
  });
});

describe('PS52 merging', () => {
  const both = (medicine: OrdinationMedicine, more: Partial<OrdinationRecord> = {}): SummaryResult => compile([ord(medicine, more)], { medications: [listed()] });

  it.each<readonly [string, OrdinationMedicine]>([
    ['the same product', drug(ENALAPRIL)],
    ['the same substance and strength', { kind: 'drug', atc: { code: 'C09AA02', codeSystem: CODE_SYSTEMS.atc }, strengthText: '20mg', text: 'Enalapril' }],
    ['and the same form', { kind: 'drug', atc: { code: 'C09AA02', codeSystem: CODE_SYSTEMS.atc }, strengthText: '20 mg', formText: 'Tablett', text: 'Enalapril' }],
  ])('%s is one, with the dosage of the list', (_what, medicine) => {
    const result = both(medicine);
    expect(result.summary.medications).toMatchObject([{ origin: 'national-list', dosage: { text: '1 tablett på morgonen' } }]);
    expect(fates(result)).toEqual(['rx: entry PS51', 'ord: merged PS52']);
  });

  it.each<readonly [string, OrdinationMedicine]>([
    ['another strength', { kind: 'drug', atc: { code: 'C09AA02', codeSystem: CODE_SYSTEMS.atc }, strengthText: '10 mg', text: 'Enalapril' }],
    ['another form', { kind: 'drug', atc: { code: 'C09AA02', codeSystem: CODE_SYSTEMS.atc }, strengthText: '20 mg', formText: 'oral lösning', text: 'Enalapril' }],
    ['another substance', drug(METFORMIN)], ['words', { kind: 'unstructured', text: 'Enalapril Krka' }],
    ['a group of substances', { kind: 'drug', atc: { code: 'C09AA', codeSystem: CODE_SYSTEMS.atc }, strengthText: '20 mg', text: 'ACE' }],
  ])('%s is another item, named after its unit', (_what, medicine) => {
    const result = both(medicine);
    expect(result.summary.medications.map(({ origin: source }) => source)).toEqual(['national-list', 'care-record']);
    expect(result.summary.medications[1]?.source.providers).toEqual(['Exempelby vårdcentral']);
  });

  it('several prescriptions of one product are one, with the latest dosage', () => {
    const result = list(listed({ authoredOn: at('2026-01-01'), dosage: { text: 'gammal', steps: [] } }, [], 'a'), listed({ authoredOn: at('2026-05-01'), dosage: { text: 'ny', steps: [] } }, [], 'b'));
    expect(result.summary.medications.map(({ dosage }) => dosage.text)).toEqual(['ny']);
    expect(fates(result)).toEqual(['a: merged PS52', 'b: entry PS51']);
  });

  it('several of one product that the register does not know are one, and of another are two', () => {
    const unknown = (nplId: string, id: string, on: string): NationalMedication => listed({ article: onList(nplId, `Text ${id}`), authoredOn: at(on) }, [], id);
    expect(list(unknown('29990000000000', 'a', '2026-01-01'), unknown('29990000000000', 'b', '2026-05-01')).summary.medications.map(({ product }) => product.name)).toEqual(['Text b']);
    expect(list(unknown('29990000000000', 'a', '2026-01-01'), unknown('29990000000001', 'b', '2026-05-01')).summary.medications).toHaveLength(2);
  });

  it('of two ordinations of one medicine the one that began last speaks', () => {
    const dosed = (id: string, start: string): OrdinationRecord => ord(drug(METFORMIN), { start: day(start), dosageTexts: [id] }, id);
    const result = compile([dosed('a', '2024-01-01'), dosed('b', '2025-01-01'), dosed('c', '2023-01-01')]);
    expect(result.summary.medications.map(({ dosage }) => dosage.text)).toEqual(['b']);
    expect(fates(result)).toEqual(['a: merged PS52', 'b: entry PS53', 'c: merged PS52']);
    expect(compile([dosed('y', '2025-01-01'), dosed('x', '2025-01-01')]).summary.medications.map(({ dosage }) => dosage.text)).toEqual(['x']);
  });

  it('equal words are one ordination', () => {
    const herb = { kind: 'unstructured', text: 'Egen örtmedicin' } as const;
    expect(compile([ord(herb, {}, 'a'), ord({ ...herb, text: 'egen  ÖRTMEDICIN' }, {}, 'b')]).summary.medications).toHaveLength(1);
  });

  it('orders the newest first', () => {
    const other: Changes = { patient: PATIENT, medications: [listed()] };
    expect(compile([ord(drug(METFORMIN), { start: day('2026-08-01') }), ord({ kind: 'unstructured', text: 'Ört' }, { start: day('2020-01-01') }, 'ort')], other).summary.medications.map(({ product }) => product.name))
      .toEqual(['Metformin Actavis', 'Enalapril Krka', 'Ört']);
  });

  it('needs no code to tell an ordination by ATC alone', () => {
    expect(compile([ord({ kind: 'generic', atc: atc('A10BA02', 'Metformin').codings[0] ?? { code: '', codeSystem: '' } })]).summary.medications[0]?.product)
      .toMatchObject({ name: 'Metformin', atc: { pivot: { code: 'A10BA02' } } });
  });
});
