import { describe, expect, it } from '@jest/globals';
import { instantFromEpoch } from '@ncp/domain';
import type { HttpAnswer } from '@ncp/exchange';
import { answer, BASE, bundle, call, codeOf, dispense, errorOf, notSent, outcome, sent, uttag, useFakeList, type Step } from '../fixtures/fake-list.js';

const fake = useFakeList();

describe('the token', () => {
  it('is kept for 80 % of its life', async () => {
    const national = fake.list();
    await national.prescriptions('pat-1', call);
    fake.nowMs += 239_999;
    await national.prescriptions('pat-1', call);
    expect(fake.tokensAsked).toBe(1);
    fake.nowMs += 1;
    await national.prescriptions('pat-1', call);
    expect(fake.tokensAsked).toBe(2);
  });

  it('is fake.asked for once by callers that come together', async () => {
    const national = fake.list();
    await Promise.all([1, 2, 3].map(() => national.prescriptions('pat-1', call)));
    expect(fake.tokensAsked).toBe(1);
  });

  it('is renewed when the list refuses it, and the read repeated', async () => {
    fake.steps = [answer(401), answer(200, bundle())];
    expect(await codeOf(fake.list().prescriptions('pat-1', call))).toBe('success');
    expect(fake.asked.map((request) => request.headers['authorization'])).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it('missing means that nothing was sent, for a write too', async () => {
    fake.tokenSteps = [sent(), sent(), sent(), sent()];
    const national = fake.list();
    expect(await codeOf(national.reverseDispense({ dispense, requestId: 'r', reason: 'x' }, call))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(fake.asked).toHaveLength(0);
  });

  it('refused by the token service is a matter of access', async () => {
    fake.tokenSteps = [answer(401)];
    expect(await codeOf(fake.list().prescriptions('pat-1', call))).toBe('NCP_NATIONAL_FORBIDDEN');
  });

  it.each(['', '{"access_token":"a\\nb"}', '{"access_token":7}', 'x'])('that reads %j is none', async (body) => {
    fake.tokenSteps = [answer(200, body), answer(200, body), answer(200, body)];
    expect(await codeOf(fake.list().prescriptions('pat-1', call))).toBe('NCP_NATIONAL_UNAVAILABLE');
  });
});

describe('writes', () => {
  const reverse = (): Promise<unknown> => {
    fake.steps.unshift(answer(200, uttag()));
    return fake.list().reverseDispense({ dispense, requestId: 'r-1', reason: 'Patient changed mind' }, call);
  };
  const reversed = (): HttpAnswer => answer(200, uttag({ status: 'entered-in-error', meta: { versionId: '2' } }));

  it('carry version, provenance and the given request id', async () => {
    fake.steps = [reversed()];
    expect(await codeOf(reverse())).toBe('success');
    expect(fake.asked[1]).toMatchObject({ method: 'PUT', url: `${BASE}/MedicationDispense/md-1`, headers: { 'if-match': 'W/"1"', 'x-request-id': 'r-1', 'prefer': 'return=representation' } });
    expect(JSON.parse(Buffer.from(fake.asked[1]?.headers['x-provenance'] ?? '', 'base64').toString('utf8'))).toMatchObject({
      target: [{ reference: 'MedicationDispense/md-1' }], reason: [{ text: 'Patient changed mind' }], activity: { coding: [{ code: 'BACKA_UTTAG_UTLAND' }] },
    });
  });

  it.each<[string, Step, string]>([
    ['connection refused', notSent(), 'NCP_NATIONAL_UNAVAILABLE'],
    ['time-out after sending', sent(), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['an error nobody foresaw', new Error('boom'), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['500', answer(500), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['503', answer(503), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['408', answer(408), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['409, our request id with another content', answer(409), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['302', answer(302), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['401', answer(401), 'NCP_NATIONAL_FORBIDDEN'],
    ['403', answer(403), 'NCP_NATIONAL_FORBIDDEN'],
    ['404', answer(404), 'NCP_NATIONAL_NOT_FOUND'],
    ['400', answer(400), 'NCP_NATIONAL_REFUSED'],
    ['412', outcome(412, 'LOCAL-412'), 'NCP_NATIONAL_VERSION_CONFLICT'],
    ['423', outcome(423, 'LOCAL-423'), 'NCP_NATIONAL_LOCKED'],
    ['422', outcome(422, 'F.001'), 'NCP_NATIONAL_REFUSED'],
    ['429', answer(429), 'NCP_NATIONAL_UNAVAILABLE'],
    ['success without an uttag', answer(200, ''), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['success about another uttag', answer(200, uttag({ authorizingPrescription: [{ reference: 'MedicationRequest/mr-2' }] })), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
    ['success that undid nothing', answer(200, uttag()), 'NCP_NATIONAL_OUTCOME_UNKNOWN'],
  ])('are made once: %s', async (_what, step, code) => {
    fake.steps = [step];
    expect(await codeOf(reverse())).toBe(code);
    expect(fake.asked.filter((request) => request.method === 'PUT')).toHaveLength(1);
    expect(fake.slept).toEqual([]);
  });

  it.each([
    ['LOCAL-422-STATUS', 'status'], ['LOCAL-422-LEFT', 'left'], ['LOCAL-422-INTERVAL', 'interval'], ['D.003', 'other'],
  ])('say why: %s is %s', async (code, reason) => {
    fake.steps = [outcome(422, code)];
    expect((await errorOf(reverse())).details).toEqual({ status: 422, codes: [code], reason });
  });

  it('find an uttag that is undone already, and leave it', async () => {
    fake.steps = [answer(200, uttag({ status: 'entered-in-error', meta: { versionId: '2' } }))];
    expect(await fake.list().reverseDispense({ dispense, requestId: 'r', reason: 'x' }, call)).toMatchObject({ status: 'reversed', versionId: '2' });
    expect(fake.asked).toHaveLength(1);
  });

  it('report AFF remarks', async () => {
    fake.steps = [answer(200, uttag({ status: 'entered-in-error', contained: [{ resourceType: 'DetectedIssue', code: { coding: [{ code: 'D.001' }] } }] }))];
    await reverse();
    expect(fake.notices).toContainEqual({ kind: 'aff-warning', exchange: call.exchange, codes: ['D.001'] });
  });
});

describe('the breaker', () => {
  it('opens after five failures: then nothing is sent, for 30 s', async () => {
    fake.steps = [sent(), sent(), sent(), sent(), sent()];
    const national = fake.list();
    expect(await codeOf(national.prescriptions('pat-1', call))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(await codeOf(national.prescriptions('pat-1', call))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(fake.asked).toHaveLength(5);
    expect(await codeOf(national.reverseDispense({ dispense, requestId: 'r', reason: 'x' }, call))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(fake.asked).toHaveLength(5);
    fake.nowMs += 30_000;
    expect(await codeOf(national.prescriptions('pat-1', call))).toBe('success');
    expect(fake.notices.filter((notice) => notice.kind === 'breaker').map((notice) => notice.state)).toEqual(['open', 'half-open', 'closed']);
  });

  it('does not count refusals', async () => {
    fake.steps = Array.from({ length: 10 }, () => answer(403));
    const national = fake.list();
    for (let done = 0; done < 10; done += 1) await codeOf(national.prescriptions('pat-1', call));
    expect(fake.asked).toHaveLength(10);
  });
});

describe('a call that somebody waits for', () => {
  const until = (ms: number): typeof call => ({ ...call, deadline: instantFromEpoch(fake.nowMs + ms) });

  it('is given no more time than is left', async () => {
    const national = fake.list();
    await national.prescriptions('pat-1', until(3_000));
    await national.prescriptions('pat-1', until(60_000));
    expect(fake.asked.map(({ connectTimeoutMs, answerTimeoutMs }) => [connectTimeoutMs, answerTimeoutMs])).toEqual([[2_000, 3_000], [2_000, 8_000]]);
  });

  it('is not begun when nobody waits any more, and the list is not blamed', async () => {
    const national = fake.list();
    for (let done = 0; done < 10; done += 1) expect(await codeOf(national.prescriptions('pat-1', until(0)))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect([fake.asked, fake.slept]).toEqual([[], []]);
    expect(await codeOf(national.prescriptions('pat-1', call))).toBe('success');
  });

  it('is a write only when its answer can still come', async () => {
    fake.steps = [answer(200, uttag())];
    expect(await codeOf(fake.list().reverseDispense({ dispense, requestId: 'r', reason: 'x' }, until(9_999)))).toBe('NCP_NATIONAL_UNAVAILABLE');
    expect(fake.asked.map(({ method }) => method)).toEqual(['GET']);
  });
});
