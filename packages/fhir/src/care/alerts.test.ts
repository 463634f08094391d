import { describe, expect, it } from '@jest/globals';
import type { AlertRecord } from '@ncp/domain';
import { allergy, ANDERS, flag, GUIDE, provenance, read } from '../../fixtures/care-reading.js';

const alerts = (...resources: Parameters<typeof read>[0]): readonly AlertRecord[] => read(resources).rows.filter((row) => row.type === 'alert');
const kindOf = (members: Record<string, unknown>): string | undefined => alerts(flag('f', members))[0]?.kind;
const typed = (code: string): Record<string, unknown> => ({ category: [{ coding: [{ system: 'urn:oid:1.2.752.129.2.2.2.1', code }] }] });
const extension = (name: string, value: Record<string, unknown>): Record<string, unknown> => ({ url: `${GUIDE}${name}`, ...value });

describe('what an alert is about', () => {
  it.each([
    ['upp-ube', 'hypersensitivity'], ['upp-uas', 'serious-disease'], ['upp-vbe', 'restriction-of-care'], ['upp-arb', 'communicable-disease'], ['upp-est', 'unstructured'],
    ['upp-ube-lak', 'hypersensitivity'], ['UPP-UBE', 'hypersensitivity'], ['upp-xyz', 'unstructured'],
  ])('%s is %s', (code, kind) => { expect(kindOf(typed(code))).toBe(kind); });

  it.each([
    ['Överkänslighet', 'hypersensitivity'], ['Allvarlig sjukdom', 'serious-disease'], ['Behandling', 'treatment'], ['Smittsam sjukdom', 'communicable-disease'],
    ['Allvarlig behandling', 'treatment'], ['Smitta', 'communicable-disease'], ['Vårdbegränsning', 'restriction-of-care'], ['Historisk varning', 'unstructured'], ['Tål penicillin', 'unstructured'], ['', 'unstructured'],
  ])('the words "%s" are %s', (text, kind) => { expect(kindOf({ category: [{ text }] })).toBe(kind); });

  it.each<[string, Record<string, unknown>, string]>([
    ['alert-pharmaceutical-treatment', { valueCodeableConcept: { text: 'Waran' } }, 'treatment'], ['alert-route-of-transmission', { valueCodeableConcept: { text: 'Blod' } }, 'communicable-disease'],
    ['alert-restriction-of-care-comment', { valueString: 'Vill inte ha blod' }, 'restriction-of-care'], ['alert-degree-of-severity', { valueCodeableConcept: { text: 'Skadlig' } }, 'hypersensitivity'],
  ])('a body of %s says so', (name, value, kind) => { expect(kindOf({ category: [{ text: 'x' }], extension: [extension(name, value)] })).toBe(kind); });

  it('a flag-detail that points at an observation is no allergy', () => {
    const detail = (reference: string) => ({ category: [{ text: 'x' }], extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/flag-detail', valueReference: { reference } }] });
    expect([kindOf(detail('Observation/1')), kindOf(detail('AllergyIntolerance/1'))]).toEqual(['unstructured', 'hypersensitivity']);
  });
});

/** Early drafts of the guide put the whole body into extensions, and nothing into the code. */
describe('a body in extensions', () => {
  const concept = (text: string): Record<string, unknown> => ({ valueCodeableConcept: { text } });
  const part = (url: string, value: Record<string, unknown>): Record<string, unknown> => ({ url, ...value });
  const body = (name: string, value: Record<string, unknown>): AlertRecord | undefined => alerts(flag('a', { code: undefined, category: [{ text: 'x' }], extension: [extension(name, value)] }))[0];
  it.each<[string, Record<string, unknown>, string, readonly string[], AlertRecord['kind']]>([
    ['alert-pharmaceutical-hypersensitivity', { extension: [part('atcSubstance', concept('J01C'))] }, 'J01C', [], 'hypersensitivity'],
    ['alert-pharmaceutical-hypersensitivity', { extension: [part('nonATCSubstance', { valueString: 'sulfa' }), part('nonATCSubstanceComment', { valueString: 'okänt' })] }, 'sulfa', ['okänt'], 'hypersensitivity'],
    ['alert-other-hypersensitivity', { extension: [part('hypersensitivityAgentCode', concept('latex'))] }, 'latex', [], 'hypersensitivity'],
    ['alert-other-hypersensitivity', { extension: [part('hypersensitivityAgent', { valueString: 'jordnöt' })] }, 'jordnöt', [], 'hypersensitivity'],
    ['alert-serious-disease-code', concept('Addison'), 'Addison', [], 'serious-disease'], ['alert-communicable-disease-code', concept('Hepatit B'), 'Hepatit B', [], 'communicable-disease'],
    ['alert-treatment-code', concept('DV064'), 'DV064', [], 'treatment'], ['alert-treatment-description', { valueString: 'Dialys' }, 'Dialys', ['Dialys'], 'treatment'],
    ['alert-unstructured-alert-information', { extension: [part('heading', { valueString: 'Varning' }), part('content', { valueString: 'Svårintuberad' })] }, 'Varning', ['Svårintuberad'], 'unstructured'],
    ['alert-restriction-of-care-comment', { valueString: 'Ej blod' }, 'Ej blod', ['Ej blod'], 'restriction-of-care'],
  ])('%s', (name, value, subject, comments, kind) => { expect(body(name, value)).toMatchObject({ subject: { text: subject }, comments, kind }); });

  it('medicines of a treatment and the way of transmission are told in words, and nothing else is', () => {
    const extensions = [
      extension('alert-pharmaceutical-treatment', { valueCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: 'B01AA03', display: 'Warfarin' }, { system: 'x', code: 'W' }] } }),
      extension('alert-route-of-transmission', concept('Blodburen')), extension('alert-degree-of-severity', concept('Skadlig')), extension('alert-obsolete-comment', { valueString: 'Motsagd' }),
    ];
    expect(alerts(flag('a', { extension: extensions }))[0]?.comments).toEqual(['Motsagd', 'Warfarin (B01AA03), W', 'Blodburen']);
  });
});

describe('the two halves of a hypersensitivity', () => {
  it('are joined by source and identifier, whatever their ids are', () => {
    const other = { meta: { source: 'urn:oid:1.2.752.129.2.1.4.1#SE0000000000-SYS2' } };
    const rows = alerts(
      flag('a', { id: 'f1', status: 'active' }), { ...flag('a', { id: 'f2' }), ...other },
      allergy('a', { id: 'x', note: [{ text: 'Utslag' }] }), { ...allergy('a', { id: 'y', note: [{ text: 'Andnöd' }] }), ...other },
    );
    expect(rows.map(({ origin, comments }) => [origin.system, comments])).toEqual([['SE0000000000-SYS1', ['Utslag']], ['SE0000000000-SYS2', ['Andnöd']]]);
  });

  it('"active" of the allergy proves nothing: the Flag says when it ended', () => {
    const [row] = alerts(flag('a', { period: { start: '2014-01-01', end: '2024-06-30T23:30:00Z' } }), allergy('a', { clinicalStatus: { coding: [{ code: 'active' }] } }));
    // 23:30 in Greenwich is the next day in Sweden.
    expect(row).toMatchObject({ start: '2014-01-01', end: '2024-07-01' });
  });

  it('the earlier of planned end and obsolete time is the end', () => {
    const obsolete = (time: string) => ({ period: { start: '2014-01-01', end: '2025-12-31' }, extension: [extension('alert-obsolete-time', { valueDateTime: time })] });
    expect(alerts(flag('a', obsolete('2024-02-03T10:00:00+01:00')), flag('b', obsolete('2026-02-03T10:00:00+01:00'))).map(({ end }) => end)).toEqual(['2024-02-03', '2025-12-31']);
  });

  it('allergy or intolerance: by the extension, else by the second category', () => {
    const second = { category: [{ text: 'Överkänslighet' }, { text: 'Intolerans' }] };
    const both = { ...second, extension: [extension('alert-type-of-hypersensitivity', { valueCodeableConcept: { text: 'Allergi' } })] };
    expect([second, both, {}].map((members) => alerts(flag('a', members))[0]?.hypersensitivityType?.text)).toEqual(['Intolerans', 'Allergi', undefined]);
  });

  it('an end in a month that is none is told', () => {
    expect(read([flag('a', { period: { end: '2024-00' } }), flag('b', { period: { end: '2024-13' } })])).toMatchObject({ rows: [], unreadable: [{ at: 'Flag.period.end' }, { at: 'Flag.period.end' }] });
  });

  it('an end of only a year or month is its last day', () => {
    expect(alerts(flag('a', { period: { end: '2024' } }), flag('b', { period: { end: '2024-02' } })).map(({ end }) => end)).toEqual(['2024-12-31', '2024-02-29']);
  });

  it('certainty is read from the Flag; the allergy says "confirmed" of everything', () => {
    const [row, silent] = alerts(
      flag('a', { extension: [extension('alert-degree-of-certainty', { valueCodeableConcept: { coding: [{ system: 'urn:oid:1.2.752.129.2.2.3.11', code: '1', display: 'Misstänkt' }] } })] }),
      allergy('a', { verificationStatus: { coding: [{ code: 'confirmed' }] } }), flag('b'), allergy('b', { verificationStatus: { coding: [{ code: 'confirmed' }] } }),
    );
    expect(row?.certainty).toEqual({ codings: [{ code: '1', codeSystem: '1.2.752.129.2.2.3.11', display: 'Misstänkt' }] });
    expect(silent?.certainty).toBeUndefined();
  });

  it('products that caused it come from both', () => {
    const product = (code: string) => ({ coding: [{ system: 'urn:oid:1.2.752.129.2.1.5.1', code }] });
    const [row] = alerts(
      flag('a', { extension: [{ url: `${GUIDE}alert-pharmaceutical-hypersensitivity`, extension: [{ url: 'pharmaceuticalProductId', valueCodeableConcept: product('20041208000038') }, { url: 'nonATCSubstanceComment', valueString: 'Okänt preparat' }] }] }),
      allergy('a', { reaction: [{ substance: product('20041208000038') }, { substance: product('19790831000024') }] }),
    );
    expect(row).toMatchObject({ products: ['20041208000038', '19790831000024'], comments: ['Okänt preparat'] });
  });

  it('an allergy without its Flag is shown, with its doubt told', () => {
    expect(alerts(allergy('b', { onsetDateTime: '2012-05-03' }))).toMatchObject([{ ascertained: '2012-05-03' }]);
    const { rows, unreadable } = read([allergy('a', { onsetDateTime: '2012' })]);
    expect(rows).toMatchObject([{ type: 'alert', kind: 'hypersensitivity', subject: { text: 'jordnöt' } }]);
    expect(rows[0]).not.toHaveProperty('ascertained');
    expect(unreadable).toEqual([{ contract: 'alerts', key: 'SE0000000000-SYS1#A', at: 'Flag' }]);
  });

  it('an allergy to nothing is told, with its missing Flag', () => {
    expect(read([allergy('a', { code: {} })])).toMatchObject({ rows: [], unreadable: [{ at: 'AllergyIntolerance.code' }, { at: 'Flag' }] });
  });

  it('when it was ascertained: by the Flag, as a day or a time, else by the allergy', () => {
    const when = (value: Record<string, unknown>): Record<string, unknown> => ({ extension: [extension('alert-ascertained-date', value)] });
    const onset = allergy('a', { onsetDateTime: '2001-01-01' });
    expect([when({ valueDate: '2012-05-03' }), when({ valueDateTime: '2012-05-03T23:00:00Z' }), {}].map((members) => alerts(flag('a', members), onset)[0]?.ascertained)).toEqual(['2012-05-03', '2012-05-04', '2001-01-01']);
  });

  it('a severity of its reaction stands in where the Flag has none', () => {
    const severe = allergy('a', { reaction: [{ severity: 'severe' }] });
    expect(alerts(flag('a'), severe)[0]?.severity?.codings).toEqual([{ code: 'severe', codeSystem: 'http://hl7.org/fhir/reaction-event-severity' }]);
    expect(alerts(flag('a', { extension: [extension('alert-degree-of-severity', { valueCodeableConcept: { text: 'Besvärande' } })] }), severe)[0]?.severity).toEqual({ codings: [], text: 'Besvärande' });
  });

  it('two allergies that fit one Flag: none is chosen, both are told', () => {
    const { rows, unreadable } = read([flag('a'), allergy('a', { id: '1', note: [{ text: 'x' }] }), allergy('a', { id: '2' })]);
    expect(rows).toMatchObject([{ type: 'alert', comments: [] }]);
    expect(unreadable.map(({ at }) => at)).toEqual(['AllergyIntolerance.identifier', 'AllergyIntolerance.identifier']);
  });

  it('unless the Flag points at one of them', () => {
    const { rows } = read([flag('a', { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/flag-detail', valueReference: { reference: 'AllergyIntolerance/2' } }] }), allergy('a', { id: '1' }), allergy('a', { id: '2', note: [{ text: 'x' }] })]);
    expect(rows[0]).toMatchObject({ comments: ['x'] });
    const byGuide = read([flag('a', { extension: [extension('allergy-reference', { valueReference: { reference: 'https://host/AllergyIntolerance/1' } }), { url: 'http://x.y/z', valueReference: { reference: 'AllergyIntolerance/2' } }] }), allergy('a', { id: '1', note: [{ text: 'y' }] }), allergy('a', { id: '2' })]);
    expect(byGuide).toMatchObject({ rows: [{ comments: ['y'] }], unreadable: [{ at: 'AllergyIntolerance.identifier' }], unknown: [{ kind: 'extension', name: 'http://x.y/z' }] });
  });
});

describe('what takes an alert back', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    ['Flag inactive', { status: 'inactive' }, {}, 'Flag.status'], ['Flag in error', { status: 'entered-in-error' }, {}, 'Flag.status'],
    ['allergy refuted', {}, { verificationStatus: { coding: [{ code: 'refuted' }] } }, 'AllergyIntolerance.verificationStatus'],
    ['allergy resolved', {}, { clinicalStatus: { coding: [{ code: 'resolved' }] } }, 'AllergyIntolerance.clinicalStatus'],
  ])('%s: neither half is used, and it is told', (_what, flagged, found, at) => {
    expect(read([flag('a', flagged), allergy('a', found)])).toMatchObject({ rows: [], unreadable: [{ contract: 'alerts', at }] });
  });

  it('a modifier nobody knows may', () => {
    const modifier = { modifierExtension: [{ url: 'http://example.org/not', valueBoolean: true }] };
    expect(read([flag('a', modifier), allergy('a')])).toMatchObject({ rows: [], unreadable: [{ at: 'Flag.modifierExtension' }] });
    expect(read([flag('a'), allergy('a', modifier)])).toMatchObject({ rows: [], unreadable: [{ at: 'AllergyIntolerance.modifierExtension' }] });
  });

  it('an alert about nothing is told', () => {
    expect(read([flag('a', { code: {} })])).toMatchObject({ rows: [], unreadable: [{ at: 'Flag.code' }] });
  });
});

describe('custody and signature', () => {
  it('of the Flag count, and a signature of either half', () => {
    const rows = read([flag('a'), allergy('a', { asserter: { identifier: { system: 'urn:oid:1.2.752.29.4.19', value: 'SE0000000000-L001' } } }), flag('b')], ANDERS, { provenances: [provenance('Flag/a')] }).rows;
    expect(rows.map(({ origin }) => [origin.careGiver?.hsaId, origin.signed])).toEqual([['SE0000000000-VG01', true], [undefined, false]]);
  });

  it('what restricts one half restricts the record; where their Provenances disagree it is nobody\'s', () => {
    const secret = { meta: { source: 'urn:oid:1.2.752.129.2.1.4.1#SE0000000000-SYS1', security: [{ code: 'NOPATIENT' }] } };
    const origins = (...provenances: readonly unknown[]) => read([flag('a'), allergy('a', secret)], ANDERS, { provenances }).rows.map(({ origin }) => [origin.security, origin.careGiver?.hsaId]);
    expect(origins(provenance('AllergyIntolerance/a'))).toEqual([[['NOPATIENT'], 'SE0000000000-VG01']]);
    expect(origins(provenance('Flag/a'), provenance('AllergyIntolerance/a', 'SE0000000000-VG09'))).toEqual([[['NOPATIENT'], undefined]]);
  });

  it('an alert is signed by a time of signature or a signer', () => {
    const rows = alerts(flag('a', { extension: [extension('alert-asserted-date', { valueDateTime: '2020-01-01T10:00:00+01:00' })] }), flag('b', { extension: [extension('alert-verified-time', { valueDateTime: '2020-01-01T10:00:00+01:00' })] }));
    expect(rows.map(({ origin }) => origin.signed)).toEqual([true, false]);
  });
});

describe('a medicine or something else', () => {
  const kinds = (flagged: Record<string, unknown>, found: Record<string, unknown> = {}): unknown => alerts(flag('a', flagged), allergy('a', found))[0]?.agentKind;
  const body = (name: string): Record<string, unknown> => ({ extension: [{ url: `${GUIDE}${name}`, extension: [] }] });
  it.each<[string, Record<string, unknown>, Record<string, unknown>, string | undefined]>([
    ['the body of medicines', body('alert-pharmaceutical-hypersensitivity'), {}, 'drug'], ['the body of other agents', body('alert-other-hypersensitivity'), {}, 'other'],
    ['an ATC code', { code: { coding: [{ system: 'http://www.whocc.no/atc', code: 'J01C' }] } }, {}, 'drug'], ['a category', {}, { category: ['medication'] }, 'drug'],
    ['another category', {}, { category: ['food', 'environment'] }, 'other'], ['two that disagree', {}, { category: ['food', 'medication'] }, undefined], ['a category of both', {}, { category: ['biologic'] }, undefined],
    ['nothing', {}, {}, undefined],
  ])('by %s', (_what, flagged, found, expected) => { expect(kinds(flagged, found)).toBe(expected); });
});
