import { beforeEach, describe, expect, it } from '@jest/globals';
import { NcpError, addMs, type InstanceIdentifier } from '@ncp/domain';
import { decodeProvideAndRegister, encodeRegistryResponse, type RegistryError } from '@ncp/ihe';
import { readMessage } from '@ncp/soap';
import { NS, element, text, utf8, walk } from '@ncp/xml';
import { AINO, TreatmentBench, assertionsOf } from '../../../fixtures/treatment-bench.js';
import { FORWARD_GRACE_MS, submitAbroad, type OutwardSubmission, type SubmitResult, type WithOutcome } from '../../index.js';

const ID: InstanceIdentifier = { root: '1.2.752.221.3.1.1.13', extension: 'ed-1' };
const DOCUMENT = utf8(`<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3"><effectiveTime value="20260612140000+0200"/><languageCode code="sv-SE"/><recordTarget><patientRole><id root="1.2.246.21" extension="150385-9035"/>
<patient><name><given>Aino</given><given>Maria</given><family>Näytetty^Esimerkki</family></name><administrativeGenderCode code="F"/><birthTime value="19850315"/></patient></patientRole></recordTarget></ClinicalDocument>`);
const SUBMISSION: OutwardSubmission = { kind: 'dispense', document: DOCUMENT, documentId: ID, submissionSetId: '1.2.752.221.3.1.1.14.1' };

describe('submitAbroad', () => {
  let bench: TreatmentBench;
  beforeEach(() => { bench = new TreatmentBench(); });
  const error = (wire: RegistryError['wire'], severity: RegistryError['severity'] = 'error'): RegistryError => ({ wire, severity, context: 'their\n text' });
  const answers = (status: 'Success' | 'Failure' | 'PartialSuccess', ...errors: readonly RegistryError[]): void => { bench.replies(encodeRegistryResponse({ status, errors })); };
  const submit = (change: Partial<OutwardSubmission> = {}, withOutcome?: WithOutcome): Promise<SubmitResult> => submitAbroad(bench.gateway, bench.asking(), { ...SUBMISSION, ...change }, withOutcome);

  it('sends the very bytes as a part, with metadata that come from the document', async () => {
    answers('Success');
    await submit();
    const { root, text: sent, contentType, body, service } = bench.lastRequest();
    expect([service, assertionsOf(root)]).toEqual(['submit', ['urn:ehdsi:assertions:hcp', 'urn:ehdsi:assertions:trc']]);
    expect(contentType).toContain('multipart/related');
    expect(sent).toContain(text(DOCUMENT));
    const message = readMessage(contentType, body);
    const request = [...walk(message.root)].find(({ local }) => local === 'ProvideAndRegisterDocumentSetRequest');
    if (request === undefined) throw new Error('no request');
    const read = decodeProvideAndRegister(request, message.attachments);
    expect(read).toMatchObject({ kind: 'dispense', submissionSetId: '1.2.752.221.3.1.1.14.1' });
    for (const part of ['PID-5|Näytetty Esimerkki^Aino Maria', 'PID-7|19850315', 'PID-8|F', '20260612120000', 'urn:epSOS:ep:dis:2010', 'Testapoteket^^^^^&amp;1.3.88&amp;ISO^^^^7350045511119', 'Anna Apotekare^^^&amp;1.3.88:7350045511119&amp;ISO']) {
      expect(sent).toContain(part);
    }
  });

  it('AUD-14 is told to the other country however long events wait for the audit repository', async () => {
    answers('Success');
    bench.waitingSince = addMs(bench.now, -FORWARD_GRACE_MS - 1);
    expect((await submit()).kind).toBe('recorded');
  });

  it('the same bytes again in a further attempt, and inline where the country wants it so', async () => {
    answers('Success');
    await submit();
    await submit();
    const [first, second] = bench.requests;
    expect(first?.messageId).not.toBe(second?.messageId);
    expect([first, second].every((one) => one?.text.includes(text(DOCUMENT)))).toBe(true);
    bench.quirks = ['inline-documents'];
    await submit();
    expect(bench.lastRequest().contentType).toMatch(/^application\/soap\+xml/);
    expect(bench.lastRequest().text).toContain(Buffer.from(DOCUMENT).toString('base64'));
  });

  it('a discard says so in class, format and set', async () => {
    answers('Success');
    await submit({ kind: 'discard' });
    for (const part of ['urn:eHDSI:ed:discard:2020', 'DISCARD-60593-1', 'Medication Dispensation Discard']) expect(bench.lastRequest().text).toContain(part);
    expect(bench.recorded().type).toBe('EHDSI-42');
  });

  it.each([
    ['UC-B4 5 Success', (): void => { answers('Success'); }, 'recorded', 'Success', [], 0, 'EHDSI-41'],
    ['Success with a warning', (): void => { answers('Success', error('WARNING_ED_GENERIC', 'warning')); }, 'recorded', 'Success', [], 0, 'EHDSI-41'],
    ['UC-B4 4.2 2201', (): void => { answers('Failure', error('2201')); }, 'pending', 'Failure', ['NCP_PEER_ANSWER'], 8, 'EHDSI-41'],
    ['2201 as a warning in a Success', (): void => { answers('Success', error('2201', 'warning')); }, 'pending', 'Success', ['NCP_PEER_ANSWER'], 8, 'EHDSI-41'],
    ['UC-B4 4.3 4106', (): void => { answers('Failure', error('4106')); }, 'refused', 'Failure', ['NCP_PEER_REFUSED'], 4, 'EHDSI-41'],
    ['no consent', (): void => { answers('Failure', error('4701')); }, 'refused', 'Failure', ['NCP_PEER_NO_CONSENT'], 4, 'EHDSI-41'],
    ['an error in a Success: lying about success', (): void => { answers('Success', error('ERROR_ED_GENERIC')); }, 'refused', 'Success', ['NCP_PEER_REFUSED'], 4, 'EHDSI-41'],
    ['a PartialSuccess of one document', (): void => { answers('PartialSuccess'); }, 'refused', 'Failure', ['NCP_PEER_REFUSED'], 4, 'EHDSI-41'],
    ['a Failure without a word', (): void => { answers('Failure'); }, 'refused', 'Failure', ['NCP_PEER_REFUSED'], 4, 'EHDSI-41'],
    ['UC-B4 5.1 an answer to another request', (): void => { bench.replies(encodeRegistryResponse({ status: 'Success', errors: [] }), { relatesTo: 'urn:uuid:other' }); }, 'lost', 'none', ['NCP_SOAP_RELATES_TO'], 12, 'EHDSI-41'],
    ['a page of a proxy', (): void => { bench.answer = () => bench.http('<html/>', 'text/html', 504); }, 'lost', 'none', ['NCP_PEER_ANSWER'], 8, 'EHDSI-41'],
    ['something else than an answer', (): void => { bench.replies(element(NS.query, 'query:AdhocQueryResponse', {})); }, 'lost', 'none', ['NCP_PEER_ANSWER'], 8, 'EHDSI-41'],
    ['UC-B4 4.2 no answer in time', (): void => { bench.answer = () => { throw new NcpError('NCP_PEER_TIMEOUT', { sent: true }); }; }, 'lost', 'none', ['NCP_PEER_TIMEOUT'], 8, 'EHDSI-CF'],
    ['a fault of our own while sending: nobody knows', (): void => { bench.answer = () => { throw new TypeError('x'); }; }, 'lost', 'none', ['NCP_INTERNAL'], 8, 'EHDSI-CF'],
    ['UC-B4 4.1 nobody listens', (): void => undefined, 'not-sent', 'none', ['NCP_PEER_UNAVAILABLE'], 8, 'EHDSI-CF'],
    ['another server than theirs', (): void => { bench.answer = () => { throw new NcpError('NCP_TRUST_PIN', { sent: false }); }; }, 'not-sent', 'none', ['NCP_TRUST_PIN'], 12, 'EHDSI-CF'],
    ['UC-B4 4.1 a server whose key is too weak', (): void => { bench.answer = () => { throw new NcpError('NCP_DSIG_KEY_STRENGTH', { sent: false }); }; }, 'not-sent', 'none', ['NCP_DSIG_KEY_STRENGTH'], 12, 'EHDSI-CF'],
    ['a country that is unavailable, and nobody says that nothing left', (): void => { bench.answer = () => { throw new NcpError('NCP_PEER_UNAVAILABLE'); }; }, 'lost', 'none', ['NCP_PEER_UNAVAILABLE'], 8, 'EHDSI-CF'],
  ] as const)('%s: %s is the truth', async (_title, script, kind, status, codes, outcome, type) => {
    script();
    const result = await submit();
    expect([result.kind, result.answer.status]).toEqual([kind, status]);
    expect(bench.recorded()).toMatchObject({ type, kind: 'dispense', codes, outcome });
    expect(bench.recorded().evidence).toEqual(kind === 'not-sent' ? ['PORTAL_XDR_REQ_RECEIVED'] : ['PORTAL_XDR_REQ_RECEIVED', 'NCPB_XDR_SUBMIT_REQ']);
  });

  it('tells what they wrote, on one line', async () => {
    answers('Failure', error('4106'));
    expect((await submit()).answer).toEqual({ at: '2026-06-12T12:00:00Z', status: 'Failure', errors: [{ code: '4106', severity: 'error', text: 'their text' }] });
    expect(bench.recorded().event).not.toContain('their');
  });

  it('commits the outcome of the delivery with the record of the attempt, or neither', async () => {
    answers('Success');
    const outbox = [{ kind: 'deliver-dispensation', subject: 'd-1' }] as const;
    await submit({}, async ({ kind }) => (kind === 'recorded' ? { outbox } : {}));
    expect(bench.store.entries.at(-1)).toMatchObject({ outbox, leaf: { kind: 'dispense' } });
    bench.store.trouble = () => 'refused';
    await expect(submit({}, async () => ({ outbox }))).rejects.toMatchObject({ code: 'NCP_AUDIT_UNAVAILABLE' });
    expect(bench.store.entries).toHaveLength(1);
  });

  it('a country that left the directory: not sent, and still on record', async () => {
    const gone = { ...bench.asking(), country: 'XX' as never };
    expect(await submitAbroad(bench.gateway, gone, SUBMISSION, async () => ({ outbox: [] }))).toMatchObject({ kind: 'not-sent', answer: { status: 'none' } });
    expect(bench.recorded()).toMatchObject({ type: 'EHDSI-41', codes: ['NCP_PEER_COUNTRY'], outcome: 8 });
    expect(bench.requests).toEqual([]);
  });

  it('names patient, document and set on record, also when the connection failed', async () => {
    await submit();
    for (const part of ['150385-9035^^^&amp;1.2.246.21&amp;ISO', '1.2.752.221.3.1.1.13^ed-1', '1.2.752.221.3.1.1.14.1', 'errormsg']) expect(bench.recorded().event).toContain(part);
    expect(bench.recorded().event).not.toContain(AINO.extension === undefined ? 'x' : 'Näytetty');
  });
});
