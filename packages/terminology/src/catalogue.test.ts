import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS, IDENTIFIER_ROOTS, isNcpError } from '@ncp/domain';
import { loadCatalogue, loadCatalogueGently, type CatalogueRelease } from './index.js';
import { STARTER_RELEASE } from './starter/starter-release.js';
import { VALUE_SETS } from './starter/value-sets.js';

const catalogue = loadCatalogue(STARTER_RELEASE);
const { edqm, ucum, atc, isco } = CODE_SYSTEMS;

describe('transcode', () => {
  it.each([
    ['dose-form', { text: 'tablett' }, '10219000', 'Tablet'],
    ['dose-form', { text: 'Filmdragerad tablett' }, '10221000', 'Film-coated tablet'],
    ['dose-form', { text: 'inhal.pulv' }, '11109000', 'Inhalation powder'],
    ['dose-form', { text: 'inj-vätska, lösning i förfylld spruta' }, '50060300', 'Solution for injection in pre-filled syringe'],
    ['dose-form', { code: '10502000', codeSystem: edqm }, '10502000', 'Cream'],
    ['package', { text: 'Blister' }, '30007000', 'Blister'],
    ['unit', { text: 'tablett(er)' }, '15054000', 'Tablet'],
    ['unit', { text: 'tablett', code: '{tablett}' }, '15054000', 'Tablet'],
    ['unit', { text: 'tablett', code: '1' }, '15054000', 'Tablet'],
    ['unit', { text: 'milliliter', code: 'ml' }, 'mL', 'milliliter'],
    ['unit', { text: 'mikrogram' }, 'ug', 'microgram'],
    ['unit', { text: 'E' }, '[IU]', 'international unit'],
    ['unit', { text: 'styck' }, '1', 'Unit'],
    ['piece-unit', { code: '10221000', codeSystem: edqm }, '15054000', 'Tablet'],
    ['piece-unit', { code: '50060200', codeSystem: edqm }, '15037000', 'Pen'],
    ['dose-unit', { code: '11109000', codeSystem: edqm }, '15001000', 'Actuation'],
    ['route', { code: '20053000', codeSystem: edqm, text: 'Oral användning' }, '20053000', 'Oral use'],
    ['professional-role', { code: 'LK', codeSystem: IDENTIFIER_ROOTS.occupation }, '221', 'Medical doctors'],
    ['professional-role', { code: 'RC', codeSystem: IDENTIFIER_ROOTS.occupation }, '2262', 'Pharmacists'],
    ['active-ingredient', { code: 'C08CA01', codeSystem: atc, text: 'amlodipin' }, 'C08CA01', 'amlodipine'],
  ] as const)('maps %s %j', (field, national, code, display) => {
    const result = catalogue.transcode(field, national);
    expect(result).toMatchObject({ status: 'mapped', field, pivot: { code, display } });
    expect(result.national).toBe(national);
  });

  it.each([
    ['dose-form', { text: 'hemgjord kaka' }, 'unknown-text'],
    ['dose-form', {}, 'absent'],
    ['dose-form', { text: ' ' }, 'absent'],
    ['active-ingredient', { code: 'Z99ZZ99', codeSystem: atc, text: 'okänd' }, 'unknown-code'],
    ['professional-role', { code: 'XX', codeSystem: IDENTIFIER_ROOTS.occupation }, 'unknown-code'],
    ['piece-unit', { code: '10502000', codeSystem: edqm }, 'unknown-code'],
    ['dose-unit', { code: '11111000', codeSystem: edqm }, 'unknown-code'],
  ] as const)('CDA-03 reports %s %j as a gap and gives the original back', (field, national, reason) => {
    const result = catalogue.transcode(field, national);
    expect(result).toMatchObject({ status: 'missing', national, gap: { field, reason, release: 'se-starter-2' } });
  });

  it('CDA-02 reports a code and a text that mean different things', () => {
    const result = catalogue.transcode('unit', { text: 'kapsel', code: '{tablett}' });
    expect(result).toMatchObject({ status: 'missing', gap: { reason: 'conflict' } });
  });

  it('does not look into another field', () => {
    expect(catalogue.transcode('package', { text: 'tablett' }).status).toBe('missing');
    expect(catalogue.transcode('route', { code: '10219000', codeSystem: edqm }).status).toBe('missing');
  });

  it('answers in well under a microsecond', () => {
    const rounds = 200_000;
    const started = process.hrtime.bigint();
    for (let round = 0; round < rounds; round += 1) catalogue.transcode('dose-form', { text: 'filmdragerad tablett' });
    const nanoseconds = Number(process.hrtime.bigint() - started) / rounds;
    expect(nanoseconds).toBeLessThan(3_000); // generous: the machine is shared; alone it is about 100
  });
});

describe('display', () => {
  it('has Swedish and English, by any tag of the language', () => {
    expect(catalogue.display('10219000', edqm, 'sv-SE')).toBe('tablett');
    expect(catalogue.display('10219000', edqm, 'en')).toBe('Tablet');
    expect(catalogue.display('221', isco, 'sv')).toBe('Läkare');
    expect(catalogue.display('LK', IDENTIFIER_ROOTS.occupation, 'sv')).toBe('Läkare');
  });

  it('CDA-04 says that there is none instead of an empty text', () => {
    expect(catalogue.display('10219000', edqm, 'fi-FI')).toBeUndefined();
    expect(catalogue.display('99999999', edqm, 'en')).toBeUndefined();
  });
});

describe('contains', () => {
  it('knows membership, with or without the code system', () => {
    expect(catalogue.contains(VALUE_SETS.unit, 'mL')).toBe(true);
    expect(catalogue.contains(VALUE_SETS.unit, 'mL', ucum)).toBe(true);
    expect(catalogue.contains(VALUE_SETS.unit, 'mL', edqm)).toBe(false);
    expect(catalogue.contains(VALUE_SETS.unit, '[iU]')).toBe(false);
    expect(catalogue.contains('1.2.3', 'mL')).toBe(false);
  });
});

const only = (release: CatalogueRelease): CatalogueRelease =>
  ({ ...release, bindings: Object.fromEntries([['dose-form', release.bindings['dose-form']]]) as CatalogueRelease['bindings'] });

describe('loadCatalogueGently', () => {
  it('gives the same catalogue, in pieces', async () => {
    let pauses = 0;
    const gently = await loadCatalogueGently(STARTER_RELEASE, async () => { pauses += 1; });
    expect(pauses).toBeGreaterThan(STARTER_RELEASE.valueSets.length);
    const term = { text: 'filmdragerad tablett' };
    expect(gently.transcode('dose-form', term)).toEqual(catalogue.transcode('dose-form', term));
    await expect(loadCatalogueGently({ ...STARTER_RELEASE, valueSets: [] }, async () => undefined)).rejects.toMatchObject({ code: 'NCP_CDA_CATALOGUE' });
  });
});

describe('the release', () => {
  it('cannot be changed through the catalogue', () => {
    const result = catalogue.transcode('dose-form', { text: 'tablett' });
    expect(Object.isFrozen(catalogue)).toBe(true);
    expect(result.status === 'mapped' && Object.isFrozen(result.pivot)).toBe(true);
  });

  it('covers at least 60 substances and every dose form twice over', () => {
    const sizes = new Map(STARTER_RELEASE.valueSets.map(({ oid, concepts }) => [oid, concepts.length]));
    expect(sizes.get(VALUE_SETS.activeIngredient)).toBeGreaterThanOrEqual(200);
    expect(sizes.get(VALUE_SETS.doseForm)).toBeGreaterThanOrEqual(54);
  });

  const concept = { code: 'a', codeSystem: '1.2' };
  const english = { ...concept, language: 'en', text: 'A' } as const;
  const base: CatalogueRelease = {
    ...STARTER_RELEASE,
    valueSets: [{ oid: '1', name: 'one', concepts: [concept] }],
    bindings: { ...STARTER_RELEASE.bindings, 'dose-form': ['1'] },
    mappings: [],
    designations: [english],
  };

  it.each([
    ['a target outside the value set', { mappings: [{ field: 'dose-form', from: { text: 'x' }, to: { code: 'b', codeSystem: '1.2' } }] }, 'target-outside-value-set'],
    ['a concept without English', { designations: [] }, 'no-english'],
    ['two designations', { designations: [english, { ...english, text: 'B' }] }, 'two-designations'],
    ['an unbound value set', { valueSets: [] }, 'no-value-set'],
  ] as const)('refuses %s', (_what, change, problem) => {
    let thrown: unknown;
    try {
      loadCatalogue(only({ ...base, ...(change as Partial<CatalogueRelease>) }));
    } catch (error) {
      thrown = error;
    }
    expect(isNcpError(thrown) && [thrown.code, thrown.details['problem']]).toEqual(['NCP_CDA_CATALOGUE', problem]);
  });

  it('refuses two targets for one term', () => {
    const second = { code: 'b', codeSystem: '1.2' };
    const release = only({
      ...base,
      valueSets: [{ oid: '1', name: 'one', concepts: [concept, second] }],
      designations: [english, { ...second, language: 'en', text: 'B' }],
      mappings: [
        { field: 'dose-form', from: { text: 'x' }, to: concept },
        { field: 'dose-form', from: { text: 'X' }, to: second },
      ],
    });
    expect(() => loadCatalogue(release)).toThrow('NCP_CDA_CATALOGUE');
  });
});
