import { describe, expect, it } from '@jest/globals';
import { countryCode, instant, type ExchangeId } from '@ncp/domain';
import type { TracedMessage } from '@ncp/exchange';
import { loadCatalogue, STARTER_RELEASE } from '@ncp/terminology';
import { parseXml, utf8 } from '@ncp/xml';
import { traceRecorder, type StoredOutline } from './trace-recorder.js';

const CANARIES = ['Alma', 'Testdotter', '199008202385', 'Storgatan 1', 'alma@example.se'];
const MESSAGE = `<Envelope><Body><patient><id extension="199008202385"/><name><given>Alma</given><family>Testdotter</family></name><streetAddressLine>Storgatan 1</streetAddressLine><telecom value="mailto:alma@example.se"/></patient><RegistryError errorCode="4701" codeContext="Alma Testdotter"/></Body></Envelope>`;
const traced = (read: TracedMessage['parts'][number]['read'] = () => parseXml(utf8(MESSAGE))): TracedMessage =>
  ({ exchange: 'x' as ExchangeId, country: countryCode('FI'), direction: 'inbound', transaction: 'ITI-38', parts: [{ part: 'request', read }, { part: 'answer', read }] });

describe('the recorder of masked traces', () => {
  const recorder = (written: StoredOutline[], more: object = {}) => traceRecorder({
    write: async (outlines) => { written.push(...outlines); }, catalogue: () => loadCatalogue(STARTER_RELEASE), now: () => instant('2026-06-12T12:00:00Z'), failed: () => undefined, pauseMs: 1, ...more,
  });

  it('DAT-11 keeps the structure and the codes, and no canary; both sides of a message share their pseudonyms, two messages none', async () => {
    const written: StoredOutline[] = [];
    const one = recorder(written);
    one.note(traced());
    one.note(traced());
    await one.settled();
    const text = JSON.stringify(written);
    expect(CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
    for (const name of ['Envelope', 'patient', 'given', 'family', '4701']) expect(text).toContain(name);
    const [request, answer, other] = written.map(({ outline }) => JSON.stringify(outline));
    expect([request === answer, request === other]).toEqual([true, false]);
  });

  it('leaves out what cannot be read, and what is too much at once; and tells when nothing could be kept', async () => {
    const written: StoredOutline[] = [];
    const one = recorder(written, { most: 2 });
    for (let n = 0; n < 5; n += 1) one.note(traced());
    await one.settled();
    expect(written).toHaveLength(4);
    one.note(traced(() => { throw new Error('no XML'); }));
    await one.settled();
    expect(written).toHaveLength(4);
    const told: unknown[] = [];
    const failing = recorder([], { write: () => Promise.reject(new Error('gone')), failed: (error: unknown) => { told.push(error); } });
    failing.note(traced());
    await failing.settled();
    expect(told).toHaveLength(1);
  });
});
