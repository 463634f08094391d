import { describe, expect, it } from '@jest/globals';
import { addMs } from '@ncp/domain';
import { element, parseOwn, utf8 } from '@ncp/xml';
import { ALMA_ID, GatewayBench } from '../../fixtures/gateway-bench.js';
import { ALMA, EP_ROOT, RX } from '../../fixtures/sample.js';
import { FORWARD_GRACE_MS, type JournalEntry } from '../index.js';

const L3 = `${EP_ROOT}^${RX}.1.L3`;
const once = (): ((entry: JournalEntry) => 'refused' | undefined) => {
  let left = 1;
  return () => { left -= 1; return left === 0 ? 'refused' : undefined; };
};

describe('append before release (RS 5)', () => {
  it.each<[string, (bench: GatewayBench) => ReturnType<GatewayBench['list']>, string]>([
    ['an identification', (bench) => bench.identify(ALMA.personalNumber), 'AE'],
    ['a list', (bench) => bench.list(), 'Failure'],
    ['an empty list', (bench) => { bench.national.rows = []; return bench.list(); }, 'Failure'],
    ['a retrieval', (bench) => bench.retrieve([L3]), 'Failure'],
  ])('AUD-02 releases nothing of %s that cannot be recorded, and records the refusal', async (_what, ask, status) => {
    const bench = new GatewayBench();
    bench.store.trouble = once();
    const heard = await ask(bench);
    expect([heard.status, heard.shown, heard.documents]).toEqual([status, ['NCP_AUDIT_UNAVAILABLE'], []]);
    expect(heard.text).not.toContain(ALMA.family);
    expect(heard.text).not.toContain(L3);
    expect(bench.store.entries.map(({ leaf, event }) => [leaf.codes, leaf.outcome, event !== undefined])).toEqual([[['NCP_AUDIT_UNAVAILABLE'], 8, true]]);
    expect(bench.alarmed()).toEqual(['NCP_AUDIT_UNAVAILABLE']);
  });

  it.each([['U+000B', '\u000b'], ['half a pair', '\ud800'], ['U+FFFE', '\ufffe']])('a name of the national register that XML cannot hold (%s) is trouble of ours: typed, on record, told to people, and the next try is answered', async (_name, character) => {
    const bench = new GatewayBench();
    bench.national.people = [{ ...ALMA, family: `Test${character}dotter` }];
    const again = { messageId: 'urn:uuid:22222222-2222-4222-8222-222222222222', security: bench.assertions() };
    const heard = await bench.identify(ALMA.personalNumber, again);
    expect([heard.outbound.status, heard.status, heard.shown]).toEqual([200, 'AE', ['NCP_INTERNAL']]);
    expect(bench.store.entries.map(({ leaf, event, evidence = [] }) => [leaf.codes, leaf.outcome, event !== undefined, evidence.length > 0])).toEqual([[['NCP_INTERNAL'], 8, true, true]]);
    expect(bench.alarmed()).toEqual(['NCP_INTERNAL']);
    await heard.outbound.delivered();
    bench.national.people = [ALMA];
    expect((await bench.identify(ALMA.personalNumber)).status).toBe('OK');
  });

  it('lets a refusal out that cannot be recorded, and never more than that', async () => {
    const bench = new GatewayBench();
    bench.store.trouble = () => 'refused';
    expect(await bench.identify('199910302398')).toMatchObject({ status: 'NF' });
    expect(await bench.list({ security: [] })).toMatchObject({ errors: ['ERROR_HPI_AUTHENTICATION_NOT_RECEIVED Error'] });
    expect(await bench.list()).toMatchObject({ shown: ['NCP_AUDIT_UNAVAILABLE'] });
    expect(bench.store.entries).toEqual([]);
  });

  it('AUD-07 refuses when the signer of evidence is gone, and records that', async () => {
    const bench = new GatewayBench();
    bench.sealWorks = false;
    expect(await bench.list()).toMatchObject({ status: 'Failure', shown: ['NCP_AUDIT_UNAVAILABLE'] });
    expect(bench.store.entries.map(({ leaf }) => leaf.codes)).toEqual([['NCP_AUDIT_UNAVAILABLE']]);
  });

  it('AUD-07 states what happened: receipt, and the national call only when it was made and answered', async () => {
    const bench = new GatewayBench();
    const titles = (): readonly string[] => (bench.store.entries.at(-1)?.evidence ?? []).map(({ title }) => title);
    await bench.list();
    expect(titles()).toEqual(['NCPA_XCA_LIST_REQ', 'NI_XCA_LIST_REQ', 'NI_XCA_LIST_RES']);
    bench.national.spoil('findPatients', 'NCP_NATIONAL_UNAVAILABLE');
    await bench.list();
    expect(titles()).toEqual(['NCPA_XCA_LIST_REQ']);
    await bench.list({ role: '2221' });
    expect(titles()).toEqual([]);
  });

  it('names the exchange in every answer: header, message id, and record', async () => {
    const bench = new GatewayBench();
    const good = await bench.list();
    const fault = await bench.deliver('xca', 'application/soap+xml', utf8('<a/>'));
    for (const { outbound, text } of [good, fault]) {
      expect(outbound.headers).toEqual({ 'x-exchange-id': outbound.exchange });
      expect(text).toContain(`>urn:uuid:${outbound.exchange}</wsa:MessageID>`);
    }
    expect(bench.store.entries.map(({ facts }) => facts.id)).toEqual([good.outbound.exchange, fault.outbound.exchange]);
  });

  it('AUD-06 tells the audit what was asked, by which message, and which answered', async () => {
    const bench = new GatewayBench();
    const heard = await bench.list({ messageId: 'urn:uuid:11111111-1111-4111-8111-111111111111' });
    const event = new TextDecoder().decode(bench.store.entries.at(-1)?.event?.xml);
    expect(event).toContain('ParticipantObjectID="urn:uuid:11111111-1111-4111-8111-111111111111"');
    expect(event).toContain(`ParticipantObjectID="urn:uuid:${heard.outbound.exchange}"`);
    expect(atob(/<ParticipantObjectQuery>([^<]+)</.exec(event)?.[1] ?? '')).toContain('AdhocQueryRequest');
    expect(event).toContain('ihe:homeCommunityID');
    expect(event.match(/type="securityheader"/g)).toHaveLength(2);
  });

  it('AUD-06 a header that is as large as an envelope may be makes no event that nobody can read', async () => {
    const bench = new GatewayBench();
    const security = [...bench.assertions({ patient: ALMA_ID }), element('urn:x', 'junk', {}, 'A'.repeat(8_000_000))];
    await bench.retrieve([L3], { security });
    const event = bench.store.entries.at(-1)?.event?.xml ?? new Uint8Array();
    expect([event.length < 100_000, parseOwn(event).local]).toEqual([true, 'AuditMessage']);
    expect(new TextDecoder().decode(event)).toContain('type="securityheader-sha256"');
  });

  it('keeps of a stranger nothing but that he came', async () => {
    const bench = new GatewayBench();
    await bench.retrieve([L3], { security: [] });
    const event = new TextDecoder().decode(bench.store.entries.at(-1)?.event?.xml);
    expect(event).not.toContain(L3);
    expect(event).not.toContain('ParticipantObjectQuery');
  });
});

describe('events that have waited too long for the audit repository', () => {
  const late = (): GatewayBench => {
    const bench = new GatewayBench();
    bench.waitingSince = addMs(bench.now, -FORWARD_GRACE_MS - 1);
    return bench;
  };

  it.each<[string, (bench: GatewayBench) => ReturnType<GatewayBench['list']>, string]>([
    ['an identification', (bench) => bench.identify(ALMA.personalNumber), 'AE'],
    ['a list', (bench) => bench.list(), 'Failure'],
    ['a list of summaries', (bench) => bench.list({ classCodes: ['60591-5'], role: '221' }), 'Failure'],
    ['a retrieval', (bench) => bench.retrieve([L3]), 'Failure'],
  ])('AUD-14 %s is refused under record, before anybody national is asked', async (_what, ask, status) => {
    const bench = late();
    const heard = await ask(bench);
    expect([heard.status, heard.shown, heard.documents]).toEqual([status, ['NCP_AUDIT_UNAVAILABLE'], []]);
    expect(heard.text).not.toContain(ALMA.family);
    expect(bench.national.calls).toEqual([]);
    expect(bench.store.entries.map(({ leaf, event }) => [leaf.codes, leaf.outcome, event !== undefined])).toEqual([[['NCP_AUDIT_UNAVAILABLE'], 8, true]]);
    expect(bench.graceTold).toEqual(['stopped']);
  });

  it('AUD-14 goes on by itself when they are out, and answers the message that was refused', async () => {
    const bench = late();
    const again = { messageId: 'urn:uuid:33333333-3333-4333-8333-333333333333', security: bench.assertions({ patient: ALMA_ID }) };
    const refused = await bench.list(again);
    await refused.outbound.delivered();
    bench.waitingSince = undefined;
    bench.wait(1_000);
    expect([(await bench.list(again)).status, bench.graceTold]).toEqual(['Success', ['stopped', 'resumed']]);
  });

  it('AUD-14 says first what is wrong with a message of a stranger', async () => {
    expect((await late().list({ security: [] })).shown).toEqual(['NCP_SAML_HCP_MISSING']);
  });
});

describe('the same message again (decisions D62)', () => {
  const messageId = 'urn:uuid:22222222-2222-4222-8222-222222222222';

  it('SAML-40 refuses a repetition once the first was delivered, and processes it when it was not', async () => {
    const bench = new GatewayBench();
    const again = { messageId, security: bench.assertions({ patient: ALMA_ID }) };
    const first = await bench.list(again);
    await first.outbound.undelivered();
    const second = await bench.list(again);
    expect(second.status).toBe('Success');
    await second.outbound.delivered();
    expect(await bench.list(again)).toMatchObject({ status: 'Failure', shown: ['NCP_SOAP_DUPLICATE'] });
  });

  it('is not ended by the refusal of its own repetition', async () => {
    const bench = new GatewayBench();
    const again = { messageId, security: bench.assertions({ patient: ALMA_ID }) };
    const first = await bench.list(again);
    const repetition = await bench.list(again);
    expect(repetition.shown).toEqual(['NCP_SOAP_DUPLICATE']);
    await repetition.outbound.delivered();
    await first.outbound.undelivered();
    expect((await bench.list(again)).status).toBe('Success');
  });

  it('counts a refusal as delivered like any answer, and a refused stranger as nobody', async () => {
    const bench = new GatewayBench();
    const again = { messageId, security: bench.assertions({ patient: ALMA_ID }) };
    expect((await bench.list({ ...again, security: [] })).shown).toEqual(['NCP_SAML_HCP_MISSING']);
    bench.national.consentsOf.clear();
    const refused = await bench.list(again);
    await refused.outbound.delivered();
    expect((await bench.list(again)).shown).toEqual(['NCP_SOAP_DUPLICATE']);
  });
});

describe('trouble of our own', () => {
  it('becomes an answer without its text, and an alarm with its class', async () => {
    const bench = new GatewayBench();
    bench.national.spoil('prescriptions', { before: () => { throw new RangeError(`secret ${ALMA.family}`); } });
    const heard = await bench.list();
    expect([heard.status, heard.errors, heard.shown]).toEqual(['Failure', ['ERROR_GENERIC Error'], ['NCP_INTERNAL']]);
    expect(JSON.stringify([heard.text, bench.alarms])).not.toContain('secret');
    expect(bench.alarms).toEqual([{ code: 'NCP_INTERNAL', details: { exchange: heard.outbound.exchange, cause: 'RangeError' } }]);
    expect(bench.ended).toMatchObject([{ outcome: 8, codes: ['NCP_INTERNAL'] }]);
  });

  it('is a fault when not even a refusal can be written', async () => {
    const bench = new GatewayBench();
    bench.idsWork = false;
    const heard = await bench.identify(ALMA.personalNumber);
    expect([heard.outbound.status, heard.text.includes('NCP_INTERNAL')]).toEqual([500, true]);
    expect(bench.recorded()).toEqual(['NCP_INTERNAL']);
    expect(bench.ended).toHaveLength(1);
  });

  it('gives every national call the time that is left for the message', async () => {
    const bench = new GatewayBench();
    await bench.list();
    expect(new Set(bench.national.calls.map(({ call }) => call.deadline))).toEqual(new Set(['2026-06-12T12:00:20Z']));
  });
});
