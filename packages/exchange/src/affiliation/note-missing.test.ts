import { describe, expect, it } from '@jest/globals';
import { loadCatalogue, STARTER_RELEASE } from '@ncp/terminology';
import { diagnosis, icd, origin } from '../../../summary/fixtures/records.js';
import { GatewayBench } from '../../fixtures/gateway-bench.js';
import { ALMA, EP_ROOT, PS_CONSENT, RX } from '../../fixtures/sample.js';

const L3 = `${EP_ROOT}^${RX}.1.L3`;

describe('what the catalogue could not carry, in country A', () => {
  const withForm = (formText: string): GatewayBench => {
    const bench = new GatewayBench();
    bench.national.articles = bench.national.articles.map((one) => ({ ...one, formText }));
    return bench;
  };

  it('is noted with release, field and the country that asked; a text that nobody knows only by its kind', async () => {
    const bench = withForm('hemgjord kaka åt Alma');
    await bench.retrieve([L3]);
    expect(bench.gaps).toContainEqual({ release: STARTER_RELEASE.id, codeSystem: '', code: '(text)', field: 'dose-form', reason: 'unknown-text', country: 'FI' });
    expect(JSON.stringify(bench.gaps)).not.toMatch(/Alma|kaka/);
  });

  it('is named where the words are the register\'s own', async () => {
    const bench = withForm('filmdragerad kapsel');
    await bench.retrieve([L3]);
    expect(bench.gaps.map(({ code, field }) => [field, code])).toContainEqual(['dose-form', 'filmdragerad kapsel']);
  });

  it('is noted when a Patient Summary is compiled, once', async () => {
    const bench = new GatewayBench();
    bench.national.consentsOf.set(ALMA.nationalId, [PS_CONSENT]);
    bench.care.rows = [diagnosis(icd('K90.0', 'Glutenintolerans hos Alma'), '2026-05-02', origin('coeliac', '2026-05-02'))];
    const listed = await bench.list({ classCodes: ['60591-5'], role: '221' });
    expect(listed.status).toBe('Success');
    expect(bench.gaps.filter(({ field }) => field === 'problem').map(({ code, codeSystem, reason, country }) => [code, codeSystem, reason, country])).toEqual([['K90.0', '1.2.752.116.1.1.1.1.3', 'unknown-code', 'FI']]);
    expect(JSON.stringify(bench.gaps)).not.toMatch(/Alma|Gluten/);
  });

  it('is nothing when everything was carried', async () => {
    const bench = new GatewayBench();
    expect((await bench.retrieve([L3])).status).toBe('Success');
    expect(bench.gaps).toEqual([]);
  });

  it('a message keeps the release it began with, whatever is put in force meanwhile', async () => {
    const bench = withForm('okänd form');
    const [older, newer] = [loadCatalogue({ ...STARTER_RELEASE, id: 'older' }), loadCatalogue({ ...STARTER_RELEASE, id: 'newer' })];
    let current = older;
    const { prescriptions } = bench.national;
    bench.national.prescriptions = async (...asked) => {
      current = newer;
      return prescriptions.apply(bench.national, asked);
    };
    // Whoever looks twice would see two releases.
    Object.defineProperty(bench, 'gateway', { value: { ...bench.gateway, get catalogue() { return current; } } });
    await bench.retrieve([L3]);
    expect(current.release).toBe('newer');
    expect(new Set(bench.gaps.map(({ release }) => release))).toEqual(new Set(['older']));
  });
});
