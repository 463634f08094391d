import { describe, expect, it } from '@jest/globals';
import { calendarDate } from '@ncp/domain';
import { GatewayBench, type Heard } from '../../fixtures/gateway-bench.js';
import { ALMA, CONSENT, OTHER, PERSONNUMMER } from '../../fixtures/sample.js';

const NUMBER = ALMA.personalNumber;

/** The answer without what must differ: ids, time, exchange, and the query that is repeated. */
const comparable = ({ text }: Heard): string => text
  .replace(/<queryByParameter.*<\/queryByParameter>/s, '')
  .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}/g, 'ID')
  .replaceAll(/extension="\d{10}"/g, 'extension="N"');

describe('identification (UC-A1)', () => {
  it('answers with the one person, her number in its one form and one given name', async () => {
    const bench = new GatewayBench();
    const heard = await bench.identify('900820-2385', { birthDate: calendarDate('1990-08-20') });
    expect(heard.status).toBe('OK');
    expect(heard.text).toContain(`extension="${NUMBER}" root="${PERSONNUMMER}"`.split(' ')[0]);
    expect(heard.text).toContain('<given>Alma Maria</given>');
    expect(bench.recorded()).toEqual([]);
  });

  it('IHE-04 gives one byte-identical answer to every cause of D12, after the same national calls', async () => {
    const cases: Readonly<Record<string, (bench: GatewayBench) => Promise<Heard>>> = {
      NCP_PI_UNKNOWN: (bench) => bench.identify('199910302398'),
      NCP_PI_FORMAT: (bench) => bench.identify('199008202386'),
      'NCP_PI_FORMAT of a foreign root': (bench) => bench.identify(NUMBER, { root: '1.2.246.21' }),
      'NCP_PI_FORMAT of a coordination number': (bench) => bench.identify('199008802382', { root: '1.2.752.129.2.1.3.3' }),
      'NCP_PI_FORMAT of two numbers': (bench) => bench.identify('', { identifiers: [{ root: PERSONNUMMER, extension: NUMBER }, { root: PERSONNUMMER, extension: OTHER.personalNumber }] }),
      NCP_PI_BIRTHDATE: (bench) => bench.identify(NUMBER, { birthDate: calendarDate('1990-08-21') }),
      NCP_PI_INACTIVE: (bench) => { bench.national.people = [{ ...ALMA, active: false }]; return bench.identify(NUMBER); },
      'NCP_PI_INACTIVE of a deceased': (bench) => { bench.national.people = [{ ...ALMA, deceased: true }]; return bench.identify(NUMBER); },
      NCP_PI_PROTECTED: (bench) => { bench.national.people = [{ ...ALMA, protectedIdentity: true }]; return bench.identify(NUMBER); },
      NCP_PI_MINOR: (bench) => { bench.national.people = [{ ...ALMA, birthDate: calendarDate('2016-03-21') }]; return bench.identify(NUMBER); },
      NCP_CONSENT_NONE: (bench) => { bench.national.consentsOf.clear(); return bench.identify(NUMBER); },
      NCP_CONSENT_COUNTRY: (bench) => { bench.national.consentsOf.set(ALMA.nationalId, [{ ...CONSENT, countries: ['DK' as never] }]); return bench.identify(NUMBER); },
    };
    const answers = new Set<string>();
    for (const [name, ask] of Object.entries(cases)) {
      const bench = new GatewayBench();
      const heard = await ask(bench);
      answers.add(comparable(heard));
      expect([name, heard.status, heard.shown]).toEqual([name, 'NF', ['NCP_PI_NO_MATCH']]);
      expect([name, bench.national.asked()]).toEqual([name, ['findPatients', 'consents']]);
      expect([name.split(' ')[0]]).toEqual(bench.recorded());
    }
    expect(answers.size).toBe(1);
  });

  it('does not mind what the list says about nobody, but is down when the list is', async () => {
    const bench = new GatewayBench();
    bench.national.spoil('consents', 'NCP_NATIONAL_FORBIDDEN');
    expect((await bench.identify('199910302398')).status).toBe('NF');
    bench.national.spoil('consents', 'NCP_NATIONAL_UNAVAILABLE');
    const heard = await bench.identify('199910302398');
    expect([heard.status, heard.shown]).toEqual(['AE', ['NCP_NATIONAL_UNAVAILABLE']]);
  });

  it('is a fault with an alarm when several persons answer, or another one', async () => {
    const bench = new GatewayBench();
    bench.national.people = [ALMA, { ...ALMA, nationalId: 'pat-twin' }];
    expect(await bench.identify(NUMBER)).toMatchObject({ status: 'AE', shown: ['NCP_PI_MULTIPLE'] });
    bench.national.people = [ALMA];
    bench.national.spoil('findPatients', 'NCP_NATIONAL_WRONG_PATIENT');
    expect(await bench.identify(NUMBER)).toMatchObject({ status: 'AE', shown: ['NCP_NATIONAL_UNAVAILABLE'] });
    expect(bench.alarmed()).toEqual(['NCP_PI_MULTIPLE', 'NCP_NATIONAL_WRONG_PATIENT']);
  });

  it('asks the list nothing before the professional is proven, nor without an identifier', async () => {
    const bench = new GatewayBench();
    expect(await bench.identify(NUMBER, { security: [] })).toMatchObject({ status: 'AE', shown: ['NCP_SAML_HCP_MISSING'] });
    expect(await bench.identify('', { identifiers: [] })).toMatchObject({ status: 'AE', shown: ['NCP_PI_NO_IDENTIFIER'] });
    expect(bench.national.calls).toEqual([]);
  });
});
