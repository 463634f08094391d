import { describe, expect, it } from '@jest/globals';
import { NcpError, type CareRecords, type ExchangeId, type NcpErrorCode, type PersonalNumber } from '@ncp/domain';
import type { NationalCall, NationalList } from '@ncp/exchange';
import { watchSources } from './source-state.js';

const NUMBER = '199008202385' as PersonalNumber;
const call: NationalCall = { exchange: 'x' as ExchangeId, country: 'FI' as NationalCall['country'] };
const national = (trouble?: NcpErrorCode): NationalList => ({
  findPatients: async () => {
    if (trouble !== undefined) throw new NcpError(trouble);
    return [];
  },
}) as unknown as NationalList;
const care = (answer: Partial<CareRecords> | NcpErrorCode, blocks?: NcpErrorCode) => ({
  records: async (): Promise<CareRecords> => {
    if (typeof answer === 'string') throw new NcpError(answer);
    return { rows: [], failed: [], unreadable: [], ...answer };
  },
  blocks: async () => {
    if (blocks !== undefined) throw new NcpError(blocks);
    return [];
  },
});

describe('watchSources', () => {
  it.each<[NcpErrorCode | undefined, string]>([[undefined, 'answers'], ['NCP_NATIONAL_UNAVAILABLE', 'silent'], ['NCP_NATIONAL_FORBIDDEN', 'answers']])(
    'tells how the national list was met: %s is %s', async (trouble, state) => {
      const watched = watchSources({ national: national(trouble) });
      expect(watched.states()).toEqual({ 'national-list': 'not-asked', 'care-records': 'not-connected' });
      await watched.national.findPatients(NUMBER, call).catch(() => undefined);
      expect(watched.states()['national-list']).toBe(state);
    });

  it.each<[string, Parameters<typeof care>, string]>([
    ['all answer', [{}], 'answers'],
    ['one system fails', [{ failed: [{ contract: 'diagnoses', system: 'SE1' }] }], 'answers-in-part'],
    ['the platform fails', [{ failed: [{ contract: 'diagnoses' }] }], 'silent'],
    ['the call fails', ['NCP_NATIONAL_UNAVAILABLE'], 'silent'],
    ['the blocks fail', [{}, 'NCP_NATIONAL_UNAVAILABLE'], 'silent'],
  ])('tells how the care records were met: %s', async (_what, answers, state) => {
    const watched = watchSources({ national: national(), careRecords: care(...answers) });
    expect(watched.states()['care-records']).toBe('not-asked');
    await watched.careRecords?.records(NUMBER, call).catch(() => undefined);
    await watched.careRecords?.blocks(NUMBER, call).catch(() => undefined);
    expect(watched.states()).toEqual({ 'national-list': 'not-asked', 'care-records': state });
  });
});
