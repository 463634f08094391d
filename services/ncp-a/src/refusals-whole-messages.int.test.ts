import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pairEntries } from '@ncp/ihe';
import type { PatientId } from '@ncp/simulator';
import {
  identifyBody, idIn, listBody, signatureText, startRefusalBench, submission, swap, toldBy, unsigned, type Edit, type Message, type PeerCode, type Refusal, type RefusalBench,
} from '@ncp/testkit';

const ALMA: PatientId = { root: '1.2.752.129.2.1.3.1', extension: '199008202385' };
const DORIS: PatientId = { root: '1.2.752.129.2.1.3.1', extension: '194503135883' };
const EVIL = 'EVIL-4711';
const CANARIES = [EVIL, ALMA.extension];
const SEEN = ['replay_message', 'replay_assertion'] as const;
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';

let bench: RefusalBench;
beforeAll(async () => { bench = await startRefusalBench(); }, 120_000);
afterAll(async () => {
  expect(await bench.chainFault()).toBeUndefined();
  await bench.stop();
});

/** Another professional, signed by nobody. */
const evil = (): string => unsigned(bench.peer().hcp({ who: { ...bench.peer().professional, id: EVIL, name: EVIL } }));

describe('attacks on whole messages', () => {
  it('XSW-15 refuses a signed Body under a wrapper with another Body in its place', async () => {
    // A signature over the Body is not in the profile: whatever it signs, nothing is read by it.
    const signed = (uri: string): string => signatureText(bench.peer().hcp()).replace(/URI="[^"]*"/, `URI="${uri}"`);
    const moved = (): Message => {
      const peer = bench.peer();
      return peer.write('ITI-38', {
        security: peer.genuine(ALMA) + signed('#genuine-body'), body: listBody({ ...ALMA, extension: EVIL }),
        blocks: `<x:Wrapper xmlns:x="urn:x"><soap:Body xmlns:wsu="${WSU}" wsu:Id="genuine-body">${listBody(ALMA)}</soap:Body></x:Wrapper>`,
      });
    };
    expect(await bench.theFive({ message: moved, expected: { form: 'ITI-38', code: 'NCP_DSIG_POSITION' }, canaries: CANARIES })).toEqual([]);
    const inPlace = (): Message => {
      const peer = bench.peer();
      return peer.write('ITI-38', {
        security: peer.genuine(ALMA) + signed('#own-body'), body: listBody(ALMA), edit: swap('<soap:Body>', `<soap:Body xmlns:wsu="${WSU}" wsu:Id="own-body">`),
      });
    };
    expect(await bench.theFive({ message: inPlace, expected: { form: 'ITI-38', code: 'NCP_DSIG_POSITION' }, canaries: CANARIES })).toEqual([]);
  });

  it('XSW-15 a second Body after the first is no message', async () => {
    const twice = (): Message => bench.peer().write('ITI-38', { security: bench.peer().genuine(ALMA), body: `${listBody({ ...ALMA, extension: EVIL })}</soap:Body><soap:Body>${listBody(ALMA)}` });
    expect(await bench.theFive({ message: twice, expected: { form: 'fault', code: 'NCP_SOAP_STRUCTURE' }, canaries: CANARIES })).toEqual([]);
  });

  it('XSW-16 never reads an assertion from an attachment', async () => {
    const peer = bench.peer();
    const include = '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:assertion@peer"/>';
    const attached = (security: string): Refusal['message'] => () => peer.write('ITI-38', {
      security, body: listBody(ALMA), attachments: [{ contentId: 'assertion@peer', bytes: new TextEncoder().encode(peer.hcp()) }],
    });
    const refused = (security: string, code: Refusal['expected']['code']): Promise<readonly string[]> =>
      bench.theFive({ message: attached(security), expected: { form: 'fault', code }, canaries: CANARIES });
    for (const security of [include + evil(), include, include + peer.genuine(ALMA), evil().replace('</saml2:Issuer>', (end) => end + include)]) {
      expect(await refused(security, 'NCP_MTOM_REFERENCE')).toEqual([]);
    }
  });

  it('XSW-17 finds an assertion that hides in the submission, and never reads one from a document', async () => {
    const [pair] = pairEntries((await bench.world.peer('FI').list(DORIS)).answer);
    const [document] = (await bench.world.peer('FI').retrieve(DORIS, [pair?.coded?.uniqueId ?? ''])).answer.documents;
    const prepared = bench.world.peer('FI').prepareDispensation(document?.bytes ?? new Uint8Array(), { packages: 1 });
    const inSlot: Edit = (xml) => xml.replace('<rim:ValueList>', `<rim:ValueList><rim:Value>${evil()}</rim:Value>`);
    expect(await bench.theFive({
      message: () => submission(bench.peer(), DORIS, prepared, { edit: inSlot }),
      expected: { form: 'ITI-41', code: 'NCP_XSW_WRAPPING' }, canaries: [EVIL],
    })).toEqual([]);
    const inDocument = new TextEncoder().encode(new TextDecoder().decode(prepared.document).replace('<recordTarget', `${evil()}<recordTarget`));
    expect(await bench.theFive({
      message: () => submission(bench.peer(), DORIS, { ...prepared, document: inDocument }), nationalCalls: true, changes: [...SEEN],
      expected: { form: 'ITI-41', code: 'NCP_XSW_WRAPPING' }, canaries: [EVIL],
    })).toEqual([]);
  });

  it('TLS-05 refuses a Danish connection that speaks for Finland, whatever names Finland', async () => {
    const from: PeerCode = 'DK';
    const dk = bench.peer('DK');
    const fi = bench.peer('FI');
    const refused = (code: Refusal['expected']['code'], message: () => Message, more: Partial<Refusal> = {}, expected: Partial<Refusal['expected']> = {}): Promise<readonly string[]> =>
      bench.theFive({ from, message, canaries: [ALMA.extension], ...more, expected: { form: 'ITI-55', code, ...expected } });
    const body = (home: string): string => identifyBody(home, { patient: ALMA });
    // The assertion of Finland, also beside a message that says Denmark.
    for (const home of [dk.home, fi.home]) expect(await refused('NCP_TRUST_COUNTRY', () => dk.write('ITI-55', { security: fi.hcp(), body: body(home) }))).toEqual([]);
    // Issuer and home community of Finland under the Danish seal.
    expect(await refused('NCP_TRUST_COUNTRY', () => dk.write('ITI-55', { security: dk.hcp({ edit: swap('urn:idp:DK:', 'urn:idp:FI:') }), body: body(dk.home) }))).toEqual([]);
    expect(await refused('NCP_TRUST_COUNTRY', () => dk.write('ITI-55', { security: dk.hcp({ edit: swap(dk.home, fi.home) }), body: body(dk.home) }))).toEqual([]);
    // The sender of the message alone.
    expect(await refused('NCP_IHE_SENDER', () => dk.write('ITI-55', { security: dk.genuine(), body: body(fi.home) }), { changes: SEEN, canaries: [], confidential: [ALMA.extension] }, { wire: 'ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED' })).toEqual([]);
    // A treatment relationship that Finland issued on an assertion of Denmark.
    const hcp = dk.hcp();
    expect(await refused('NCP_TRUST_COUNTRY', () => dk.write('ITI-38', { security: hcp + fi.trc(ALMA, idIn(hcp)), body: listBody(ALMA) }), {}, { form: 'ITI-38' })).toEqual([]);
  });

  it('HTTP-13 one alarm when a patient is asked about too often, and every question is answered all the same', async () => {
    const peer = bench.peer();
    const ask = async (): Promise<readonly string[]> =>
      toldBy(await bench.line().send(peer.write('ITI-55', { security: peer.genuine(), body: identifyBody(peer.home, { patient: DORIS }) }))).errors.map(({ wire }) => wire);
    const before = bench.gateway.log().split('NCP_IHE_FAIR_USE').length;
    for (let asked = 0; asked < 32; asked += 1) expect(await ask()).toEqual([]);
    expect(bench.gateway.log().split('NCP_IHE_FAIR_USE').length - before).toBe(1);
    expect(bench.gateway.log()).not.toContain(DORIS.extension);
  });
});
