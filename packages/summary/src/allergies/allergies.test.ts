import { describe, expect, it } from '@jest/globals';
import type { AlertRecord, AllergyItem, RecordTerm } from '@ncp/domain';
import { loadCatalogue, STARTER_RELEASE, VALUE_SETS } from '@ncp/terminology';
import { allergy, alert, ARTICLES, articleOf, atc, coded, compile, day, fates, icd, origin, snomed, unit, words } from '../../fixtures/records.js';

const record = (subject: RecordTerm, more: Partial<AlertRecord> = {}, id = 'umi', recorded = '2024-05-05'): AlertRecord =>
  allergy(subject, origin(id, recorded), more);
const only = (row: AlertRecord): AllergyItem | undefined => compile([row]).summary.allergies[0];

describe('kind', () => {
  it.each<readonly [string, RecordTerm | undefined, string]>([
    ['not said', undefined, '420134006'],
    ['"Allergi"', words('Allergi'), '609328004'],
    ['"intolerans"', words(' intolerans '), '782197009'],
    ['other words', words('Läkemedelsöverkänslighet, allergi'), '420134006'],
    ['SNOMED CT', snomed('782197009'), '782197009'],
    ['an ICD-10 code', icd('Z88.0'), '420134006'],
  ])('PS11 %s', (_what, hypersensitivityType, code) => {
    expect(only(record(atc('J01C'), hypersensitivityType === undefined ? {} : { hypersensitivityType }))?.kind.code).toBe(code);
  });

  it('PS11 a merged allergy has the kind that nobody contradicts', () => {
    const said = (kind: string, id: string): AlertRecord => record(atc('J01C'), { hypersensitivityType: words(kind) }, id);
    expect(compile([said('allergi', 'a'), record(atc('J01C'), {}, 'b')]).summary.allergies[0]?.kind.code).toBe('609328004');
    expect(compile([said('allergi', 'a'), said('intolerans', 'b')]).summary.allergies[0]?.kind.code).toBe('420134006');
  });
});

describe('agent', () => {
  it.each(['2.16.840.1.113883.6.73', '1.2.752.129.2.2.3.1.1', 'http://www.whocc.no/atc'])('PS12 a group of ATC under %s', (system) => {
    expect(only(record(coded('J01C', system, 'Penicilliner')))?.agent).toEqual({
      pivot: { code: 'J01C', codeSystem: '2.16.840.1.113883.6.73', display: 'BETA-LACTAM ANTIBACTERIALS, PENICILLINS' },
      text: 'Penicilliner', broader: false, agentKind: 'drug',
    });
  });

  it('PS12 an NPL-id alone is looked up in the register and goes along', () => {
    expect(only(record({ codings: [], text: 'Kåvepenin' }, { products: ['19790831000024'], agentKind: 'drug' }))?.agent).toMatchObject({
      pivot: { code: 'J01CE02' }, national: { code: '19790831000024', codeSystem: '1.2.752.129.2.1.5.1' }, text: 'Kåvepenin', agentKind: 'drug',
    });
  });

  it('PS12 a product alone is called what the register calls it', () => {
    expect(only(record({ codings: [] }, { products: ['19790831000024'] }))?.agent).toMatchObject({ pivot: { code: 'J01CE02' }, text: 'Kåvepenin' });
  });

  it('PS14 a release that cannot write the entry leaves its words', () => {
    for (const oid of [VALUE_SETS.allergyStatus, VALUE_SETS.adverseEventType]) {
      const valueSets = STARTER_RELEASE.valueSets.map((set) => (set.oid === oid ? { ...set, concepts: [] } : set));
      const result = compile([record(atc('J01C', 'Penicilliner'))], { catalogue: loadCatalogue({ ...STARTER_RELEASE, valueSets }) });
      expect(result.summary).toMatchObject({ allergies: [], allergyTexts: [{ heading: 'Överkänslighet: Penicilliner (J01C)' }] });
      expect(fates(result)).toEqual(['umi: narrative PS14']);
    }
  });

  it('PS12 products of different substances, or unknown ones, give no code', () => {
    for (const products of [['19790831000024', '19581115000027'], ['19790831000024', '29990000000000']]) {
      const agent = only(record(words('tabletter'), { products }))?.agent;
      expect(agent).toMatchObject({ text: 'tabletter', agentKind: 'drug' });
      expect(agent?.pivot).toBeUndefined();
    }
  });

  it.each([['jordnöt', '762952008'], ['  JORDNÖT ', '762952008'], ['Latex', '111088007'], ['kontrastmedel', 'V08']])('PS13 "%s" is %s', (text, code) => {
    expect(only(record(words(text)))?.agent.pivot?.code).toBe(code);
  });

  it('PS13 SNOMED CT of the value set as it is', () => {
    expect(only(record(snomed('102263004', 'Ägg')))?.agent).toMatchObject({ pivot: { code: '102263004' }, text: 'Ägg', agentKind: 'other' });
  });

  it.each(['jordnötter i choklad', 'stark latexallergi', 'fisk på restaurang'])('PS13 nothing is found in a part of "%s"', (text) => {
    const { allergies, allergyTexts } = compile([record(words(text))]).summary;
    expect(allergies.map(({ agent }) => agent.pivot)).not.toContainEqual(expect.anything());
    expect(allergies.length + allergyTexts.length).toBe(1);
  });

  it('PS13 the words of a medicine name no other agent, but may name a group of medicines', () => {
    expect(only(record(words('latex'), { agentKind: 'drug' }))?.agent).toEqual({ text: 'latex', broader: false, agentKind: 'drug' });
    expect(only(record(words('kontrastmedel'), { agentKind: 'drug' }))?.agent).toMatchObject({ pivot: { code: 'V08' }, agentKind: 'drug' });
  });

  it('PS14 an unknown code stays beside its words, and is a gap', () => {
    const result = compile([record(coded('LMK-77', '1.2.752.129.2.2.99', 'Kiwi'))]);
    expect(result.summary.allergies[0]?.agent).toEqual({
      national: { code: 'LMK-77', codeSystem: '1.2.752.129.2.2.99', display: 'Kiwi' }, text: 'Kiwi', broader: false, agentKind: 'other',
    });
    expect(result.missingTerms).toMatchObject([{ field: 'allergen', national: { code: 'LMK-77' }, gap: { reason: 'unknown-code' } }]);
  });

  it('PS14 a substance that the release lacks is never widened to its class', () => {
    expect(only(record(atc('J01CE99', 'Påhittat penicillin')))?.agent).toMatchObject({ national: { code: 'J01CE99' }, text: 'Påhittat penicillin' });
    expect(only(record(atc('J01CE99', 'Påhittat penicillin')))?.agent.pivot).toBeUndefined();
  });

  it('PS14 a code under an address joins the words, for a document cannot name its system', () => {
    expect(only(record(coded('77', 'https://example.org/agents', 'Kiwi')))?.agent).toEqual({ text: 'Kiwi (77)', broader: false, agentKind: 'other' });
  });

  it('PS14 the words of a record are no gap that could name a person', () => {
    expect(JSON.stringify(compile([record(words('Annas favoritparfym'))]).missingTerms)).not.toContain('Anna');
  });
});

describe('degrees', () => {
  it.each([['Livshotande', 'high'], ['skadlig', 'high'], ['Besvärande', 'low'], ['Måttlig', 'unable-to-assess']])('PS15 %s is %s', (text, code) => {
    expect(only(record(atc('J01C'), { severity: words(text) }))).toMatchObject({ criticality: { code }, severityText: text });
  });

  it('PS15 a severity that is not said is not said', () => {
    expect(only(record(atc('J01C')))).not.toHaveProperty('criticality');
    expect(only(record(atc('J01C'), { severity: { codings: [] } }))).not.toHaveProperty('criticality');
  });

  it('PS15 the words beside a code of the list decide', () => {
    expect(only(record(atc('J01C'), { severity: coded('3', '1.2.752.129.2.2.3.3', 'livshotande') }))?.criticality?.code).toBe('high');
  });

  it.each<readonly [string | undefined, boolean, string | undefined]>([
    ['Misstänkt', true, 'unconfirmed'], ['Misstänkt', false, 'unconfirmed'], ['Bekräftad', true, 'confirmed'], ['Bekräftad', false, undefined],
    ['Säker', true, 'confirmed'], [undefined, true, undefined], ['Sannolik', true, undefined], ['Ej bekräftad', true, undefined], ['Utesluten', true, undefined], ['Osäker', true, undefined],
  ])('PS16 %s, signed %s: %s', (text, signed, code) => {
    const row = allergy(atc('J01C'), origin('umi', '2024-01-01', { signed }), text === undefined ? {} : { certainty: words(text) });
    expect(only(row)?.certainty?.code).toBe(code);
  });

  it.each<readonly [string | undefined, string | undefined, string | undefined]>([
    ['Bekräftad', 'Misstänkt', 'confirmed'], ['Misstänkt', 'Misstänkt', 'unconfirmed'], ['Misstänkt', undefined, undefined],
  ])('PS16 of two records %s and %s make %s', (first, second, code) => {
    const said = (text: string | undefined, id: string): AlertRecord => record(atc('J01C'), text === undefined ? {} : { certainty: words(text) }, id);
    expect(compile([said(first, 'a'), said(second, 'b')]).summary.allergies[0]?.certainty?.code).toBe(code);
  });
});

describe('period, words, merging', () => {
  it.each([['2026-10-31', 0], ['2026-11-01', 1], ['2027-01-01', 1]])('PS17 ending %s: %d entries', (end, count) => {
    const result = compile([record(atc('J01C'), { end: day(end) })]);
    expect(result.summary.allergies).toHaveLength(count);
    expect(fates(result)).toEqual([count === 0 ? 'umi: dropped PS17' : 'umi: entry PS12']);
  });

  it('PS18 the words of the record are there for the narrative', () => {
    const row = record(atc('J01C', 'Penicilliner'), { severity: words('Livshotande'), certainty: words('Bekräftad'), comments: ['Anafylaxi'], ascertained: day('2012-05-03') });
    expect(only(row)).toMatchObject({
      agent: { text: 'Penicilliner' }, severityText: 'Livshotande', certaintyText: 'Bekräftad', comments: ['Anafylaxi'], ascertained: '2012-05-03',
      source: { providers: ['Exempelby vårdcentral'] },
    });
  });

  it('PS19 equal agents: highest severity, earliest day, newest comment first', () => {
    const rows = [
      record(atc('J01C'), { severity: words('besvärande'), ascertained: day('2015-01-01'), comments: ['Utslag'] }, 'a', '2015-01-01'),
      allergy(atc('J01C'), origin('b', '2020-01-01', { careUnit: unit(2) }), { severity: words('livshotande'), ascertained: day('2012-05-03'), comments: ['Anafylaxi'] }),
      record(atc('J01C'), { comments: ['Utslag'] }, 'c', '2010-01-01'),
    ];
    expect(compile(rows).summary.allergies).toMatchObject([{
      criticality: { code: 'high' }, severityText: 'livshotande', ascertained: '2012-05-03', comments: ['Anafylaxi', 'Utslag'],
      source: { providers: ['Enhet 2', 'Exempelby vårdcentral'] },
    }]);
  });

  it('PS19 words are merged as words, and never with a code', () => {
    const rows = [record(words('Sulfa'), {}, 'a'), record(words('sulfa '), {}, 'b'), record(words('latex'), {}, 'c'), record(snomed('111088007'), {}, 'd')];
    expect(compile(rows).summary.allergies.map(({ agent }) => agent.pivot?.code ?? agent.text.toLowerCase()).toSorted()).toEqual(['111088007', 'sulfa']);
  });

  it('PS19 a class and its member stay two', () => {
    expect(compile([record(atc('J01C'), {}, 'a'), record(atc('J01CE02'), {}, 'b')]).summary.allergies).toHaveLength(2);
  });

  it.each(['Ingen känd allergi', 'Inga kända allergier', 'Tål penicillin', 'Ej allergisk', 'negativ pricktest', 'Utan känd överkänslighet', 'Tål nu ägg'])('PS21 "%s" is told in words and codes nothing', (text) => {
    const result = compile([record(words(text), { comments: ['enligt patienten'] })]);
    expect(result.summary.allergies).toEqual([]);
    expect(result.summary.allergyTexts).toMatchObject([{ heading: `Överkänslighet: ${text}`, lines: ['enligt patienten'] }]);
    expect(fates(result)).toEqual(['umi: narrative PS21']);
  });

  it.each(['Tål inte laktos', 'Tål ej penicillin', 'Ej penicillin', 'Inte acetylsalicylsyra'])('PS21 "%s" may be a warning, so it is an entry in its words', (text) => {
    expect(compile([record(words(text))]).summary).toMatchObject({ allergyTexts: [], allergies: [{ agent: { text, agentKind: 'other' } }] });
  });

  it('PS21 a record without an agent is told with its comment', () => {
    expect(compile([record({ codings: [] }, { comments: ['Reagerade på något'] })]).summary.allergyTexts)
      .toMatchObject([{ heading: 'Överkänslighet', lines: ['Reagerade på något'] }]);
  });

  it('orders by criticality, then the latest day', () => {
    const rows = [
      record(atc('J01C'), { ascertained: day('2020-01-01') }, 'a'), record(words('latex'), { severity: words('besvärande') }, 'b'),
      record(words('fisk'), { ascertained: day('2022-01-01') }, 'c'), record(words('ägg'), { severity: words('skadlig') }, 'd'),
    ];
    expect(compile(rows).summary.allergies.map(({ agent }) => agent.text)).toEqual(['ägg', 'latex', 'fisk', 'J01C']);
  });
});

describe('other alerts', () => {
  it('PS20 a serious disease with ICD-10 is a problem, with its comment', () => {
    const { summary } = compile([alert('serious-disease', icd('D66.9', 'Hemofili A'), origin('a', '2010-01-01'), { start: day('2010-01-01'), comments: ['Blödningsrisk'] })]);
    expect(summary.problems).toMatchObject([{ problem: { pivot: { code: 'D66' } }, comments: ['Blödningsrisk'], firstRecorded: '2010-01-01' }]);
    expect(summary.alerts).toEqual([]);
  });

  it('PS20 an old disease of no list is a problem while the alert is in force', () => {
    expect(compile([alert('communicable-disease', icd('A39', 'Meningokocker'), origin('a', '2010-01-01'))]).summary.problems).toHaveLength(1);
    const over = compile([alert('communicable-disease', icd('A39'), origin('a', '2010-01-01'), { end: day('2012-01-01') })]);
    expect([over.summary.problems.length, fates(over)]).toEqual([0, ['a: dropped PS17']]);
  });

  it('PS20 an alert in words, or of another kind, stands in the narrative once', () => {
    const rows = [
      alert('serious-disease', words('Svår hemofili'), origin('a', '2024-01-01')),
      alert('treatment', atc('B01AA03', 'Warfarin'), origin('b', '2024-01-02')),
      alert('treatment', atc('B01AA03', 'Warfarin'), origin('c', '2024-01-03', { careUnit: unit(2) })),
      alert('restriction-of-care', words('Ej blodtransfusion'), origin('d', '2024-01-04')),
    ];
    const result = compile(rows);
    expect(result.summary.alerts.map(({ heading }) => heading)).toEqual(['Vårdbegränsning: Ej blodtransfusion', 'Behandling: Warfarin (B01AA03)', 'Allvarlig sjukdom: Svår hemofili']);
    expect(result.summary.alerts[1]?.source.providers).toEqual(['Enhet 2', 'Exempelby vårdcentral']);
    expect(fates(result)).toEqual(['a: narrative PS20', 'b: merged PS20', 'c: narrative PS20', 'd: narrative PS20']);
  });

  it('PS18, PS20 degrees stand in the words of an alert', () => {
    const row = alert('serious-disease', words('Svår hemofili'), origin('a', '2024-01-01'), { severity: words('Livshotande'), certainty: words('Misstänkt'), comments: ['Blödningsrisk'] });
    expect(compile([row]).summary.alerts[0]?.lines).toEqual(['Allvarlighetsgrad: Livshotande', 'Visshet: Misstänkt', 'Blödningsrisk']);
  });

  it('PS20 a heading that only repeats its label stands once', () => {
    const row = alert('unstructured', words('varning'), origin('a', '2024-01-01'), { comments: ['Ingen känd läkemedelsallergi'] });
    expect(compile([row]).summary.alerts).toMatchObject([{ heading: 'Varning', lines: ['Ingen känd läkemedelsallergi'] }]);
  });

  it('uses the articles that the fixtures promise', () => {
    expect([articleOf('19790831000024').atc?.code, ARTICLES.has('29990000000000')]).toEqual(['J01CE02', false]);
  });
});
