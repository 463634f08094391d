import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { invalidBySchema, materialIn, readinessFor, type NamedXml } from '@ncp/conformance';
import type { Transaction } from '@ncp/domain';
import { rewritten, startGatewayWorld, withContent, type GatewayWorld, type PeerReply } from '@ncp/testkit';
import { binaryContent, encodeBase64, serialiseXml, text, type XmlElement } from '@ncp/xml';
import { bodyOf, MANNERS, openCast, type Cast } from '../fixtures/peer-cast.js';
import { DOCUMENTS } from '../fixtures/peer-expectations/documents.js';
import type { Expectation, Expectations } from '../fixtures/peer-expectations/expectation.js';
import { IDENTIFICATION } from '../fixtures/peer-expectations/identification.js';
import { SUBMISSIONS } from '../fixtures/peer-expectations/submissions.js';
import { TRAITS } from '../fixtures/peer-expectations/traits.js';

/**
 * Every message that other projects publish for ITI-55, -38, -39 and -41, sent over the wire in the manner of its project, about
 * persons of the sample world. A file without an expectation fails.
 */

const { ready, note } = readinessFor('messages');
const judge = readinessFor('schemas', 'xmllint');

const EXPECTATIONS: readonly (readonly [folder: string, transaction: 'ITI-55' | 'ITI-38' | 'ITI-41', expectations: Expectations])[] = [
  ['xcpd', 'ITI-55', IDENTIFICATION], ['xca', 'ITI-38', DOCUMENTS], ['xdr', 'ITI-41', SUBMISSIONS],
];

(ready ? describe : describe.skip)(`messages of other implementations over the wire${note}`, () => {
  let cast: Cast;
  beforeAll(async () => { cast = await openCast(await startGatewayWorld({ gateway: 'inline' })); }, 120_000);
  afterAll(async () => { await cast.world.stop(); });

  describe.each(EXPECTATIONS)('%s', (folder, transaction, expectations) => {
    /** What somebody answered is no request: a fault, for nothing typed could be said (decisions D63). */
    const answer: Expectation = {
      outcome: 'an answer sent as a request: fault',
      check: async (_cast, file) => {
        const reply = await cast.say({ country: 'FI', manner: MANNERS.gematik, transaction, body: bodyOf(folder, file) });
        expect(reply).toMatchObject({ status: 400, fault: { code: 'Sender', subcode: 'NCP_SOAP_OPERATION' } });
      },
    };
    const expectationFor = (file: string): Expectation | undefined => (/PRPA_IN201306|Response/.test(file) ? answer : expectations[file]);

    it.each(ready ? materialIn('messages', folder).map((file) => [file, expectationFor(file)?.outcome ?? 'no expectation for this file'] as const) : [['', '']])('%s: %s', async (file) => {
      const expectation = expectationFor(file);
      if (expectation === undefined) throw new Error('no expectation for this file');
      await expectation.check(cast, file);
    });
  });

  describe('other ways of saying the same', () => {
    it.each(Object.keys(TRAITS))('%s', async (trait) => { await TRAITS[trait]?.(cast); });
  });

  describe(`what was answered above${judge.note}`, () => {
    const answered = (transaction: Transaction): readonly NamedXml[] => cast.heard
      .filter((one) => one.transaction === transaction && one.reply.fault === undefined)
      .map(({ reply }, at) => ({ name: `${transaction} ${String(at + 1)}`, xml: serialiseXml(withDocumentsInside(reply)) }));

    (judge.ready ? it : it.skip).each([
      ['ITI-55', 'xcpd-answer'], ['ITI-38', 'query'], ['ITI-39', 'retrieve'], ['ITI-41', 'registry'],
    ] as const)('%s: every answer is valid by the schema of the peers', async (transaction, schema) => {
      expect(await invalidBySchema(schema, answered(transaction))).toEqual([]);
    });

    (judge.ready ? it : it.skip)('AUD-06 every audit event is valid by the schema of the peers, for each kind of exchange, done and refused', async () => {
      const { events, kinds } = await auditOf(cast.world);
      expect(await invalidBySchema('audit-unsigned', events)).toEqual([]);
      expect([...kinds].toSorted()).toEqual(expect.arrayContaining([
        'EHDSI-11 0', 'EHDSI-11 12', 'EHDSI-21 0', 'EHDSI-31 0', 'EHDSI-31 12', 'EHDSI-31 4', 'EHDSI-32 0', 'EHDSI-32 4', 'EHDSI-41 0', 'EHDSI-41 12', 'EHDSI-42 0',
      ]));
    });
  });
});

/** As the schema knows it: the documents in their place, not beside the message (XOP 3.2). */
const withDocumentsInside = ({ body, attachments }: PeerReply): XmlElement =>
  rewritten(body, (el) => (el.local === 'Document' ? withContent(el, encodeBase64(binaryContent(el, attachments))) : el));

interface Audit {
  readonly events: readonly NamedXml[];
  /** Event type and outcome. */
  readonly kinds: ReadonlySet<string>;
}

async function auditOf(world: GatewayWorld): Promise<Audit> {
  const store = await world.store();
  const events: NamedXml[] = [];
  const kinds = new Set<string>();
  for await (const { sequence, codes } of store.audit.leaves()) {
    const event = await store.audit.event(sequence);
    if (event === undefined) continue;
    events.push({ name: `${event.type} ${codes.join()}`, xml: event.xml });
    kinds.add(`${event.type} ${/EventOutcomeIndicator="(\d+)"/.exec(text(event.xml))?.[1] ?? ''}`);
  }
  return { events, kinds };
}
