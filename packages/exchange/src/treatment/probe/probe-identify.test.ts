import { beforeEach, describe, expect, it } from '@jest/globals';
import { NcpError, addMs, type MaskField, type NcpErrorCode } from '@ncp/domain';
import { encodeXcpdResponse } from '@ncp/ihe';
import { AINO, ANNA, TreatmentBench } from '../../../fixtures/treatment-bench.js';
import { FINLAND, FINNISH_HOME, START } from '../../../fixtures/sample.js';
import { FORWARD_GRACE_MS, PROBE_NAME, probeIdentify, type ProbeResult, type TreatmentGateway } from '../../index.js';

const MASK: readonly MaskField[] = [{ key: 'nationalId', kind: 'identifier', label: { sv: 'Id', en: 'Id' }, domain: AINO.root, format: '^[0-9]{6}-[0-9]{3}[0-9A-Z]$', mandatory: true }];
const answerId = { id: '00000000-0000-4000-9000-000000000009', extension: '1', creationTime: START, home: FINNISH_HOME };
const match = encodeXcpdResponse({}, { kind: 'match', patient: { id: AINO as never, family: 'Testi', given: ['Aino'], gender: 'F', birthDate: '1985-03-15' as never } }, answerId);

describe('a probe', () => {
  let bench: TreatmentBench;
  beforeEach(() => { bench = new TreatmentBench(); });
  const gateway = (): TreatmentGateway => {
    const { directory, ...rest } = bench.gateway;
    return { ...rest, directory: { ...directory, profile: (country) => ({ ...directory.profile(country), mask: { country: FINLAND, patient: MASK, document: [] } }) } };
  };
  const probe = (nationalId = '150385-9035'): Promise<ProbeResult> => probeIdentify(gateway(), { country: FINLAND, given: { nationalId }, place: ANNA });

  it('asks as a real question does, and says in its assertion that nobody asks', async () => {
    bench.replies(match);
    expect(await probe()).toMatchObject({ country: 'FI', service: 'identify', kind: 'identify', outcome: 'answered', at: START });
    expect(bench.lastRequest().text).toContain(PROBE_NAME);
    expect(bench.lastRequest().text).not.toContain('Anna Apotekare');
  });

  it('AUD-14 goes out however long events wait for the audit repository: nobody is shown what they say', async () => {
    bench.replies(match);
    bench.waitingSince = addMs(bench.now, -FORWARD_GRACE_MS - 1);
    expect((await probe()).outcome).toBe('answered');
  });

  it('is audited as a probe before anybody hears of it, and is no message: no time, so no statistics', async () => {
    bench.replies(match);
    await probe();
    expect(bench.store.entries.map(({ leaf, facts, event }) => [leaf.kind, facts.transaction, facts.timing, event?.type])).toEqual([
      ['probe-issue-hcp', 'unknown', undefined, 'EHDSI-91'], ['probe', 'unknown', undefined, 'EHDSI-11'],
    ]);
    expect(bench.recorded().event).toContain(PROBE_NAME);
    expect([bench.ended, bench.outcomes.map(({ probe: marked }) => marked)]).toEqual([[], [true]]);
  });

  const nobody = encodeXcpdResponse({}, { kind: 'no-match', reason: 'AnswerNotAvailable', wire: 'ERROR_PI_NO_MATCH', text: 'No patient found.' }, answerId);
  const page: TreatmentBench['answer'] = () => bench.http('<html/>', 'text/html', 502);
  const silence: TreatmentBench['answer'] = () => { throw new NcpError('NCP_PEER_TIMEOUT', { sent: true }); };
  it.each<readonly [title: string, answer: TreatmentBench['answer'] | 'no match' | 'nobody there', outcome: ProbeResult['outcome'], code: NcpErrorCode]>([
    ['a country that does not know its test patient works', 'no match', 'refused', 'NCP_PEER_NO_MATCH'],
    ['nobody there', 'nobody there', 'not-sent', 'NCP_PEER_UNAVAILABLE'],
    ['silence', silence, 'lost', 'NCP_PEER_TIMEOUT'],
    ['a page of a proxy', page, 'fault', 'NCP_PEER_ANSWER'],
  ])('%s', async (_title, answer, outcome, code) => {
    if (answer === 'no match') bench.replies(nobody);
    else if (answer !== 'nobody there') bench.answer = answer;
    expect(await probe()).toMatchObject({ outcome, code });
    expect(bench.recorded()).toMatchObject({ kind: 'probe', codes: [code] });
  });

  it('sends nothing about a test patient that the country could not look for', async () => {
    expect(await probe('x')).toMatchObject({ outcome: 'not-sent', code: 'NCP_CONFIG_INVALID' });
    expect(bench.requests).toEqual([]);
  });

  it('tells nothing where it cannot be recorded', async () => {
    bench.replies(match);
    bench.sealWorks = false;
    await expect(probe()).rejects.toThrow();
    expect(bench.requests).toEqual([]);
  });
});
