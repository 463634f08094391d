import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { utf8 } from '@ncp/xml';
import fc from 'fast-check';
import { CONTENT_TYPE, QUERY_ACTION, envelopeText, include, multipart, part, rootPart, submission } from '../test/messages.js';
import { readEnvelope } from './envelope.js';
import { readMessage } from './message.js';

const good = multipart([rootPart(submission(include('cid:a'), include('cid:b'))), part('a', 'one'), part('b', 'two')]);

/** A typed refusal or a value; anything else is a defect. */
const isOrderly = (attempt: () => unknown): boolean => {
  try {
    attempt();
  } catch (error) {
    return isNcpError(error);
  }
  return true;
};

const edits = fc.array(fc.record({ at: fc.nat(), bytes: fc.uint8Array({ maxLength: 4 }), drop: fc.nat({ max: 12 }) }), { minLength: 1, maxLength: 6 });

describe('FUZZ-02', () => {
  it('FUZZ-02 mutated multipart messages end in a value or a registered code', () => {
    fc.assert(fc.property(edits, (list) => {
      let bytes: Uint8Array = good;
      for (const { at, bytes: inserted, drop } of list) {
        const from = at % (bytes.length + 1);
        bytes = Uint8Array.from([...bytes.subarray(0, from), ...inserted, ...bytes.subarray(from + drop)]);
      }
      expect(isOrderly(() => readEnvelope(readMessage(CONTENT_TYPE, bytes).root))).toBe(true);
    }), { numRuns: 200 });
  });

  it('FUZZ-02 arbitrary content types and bodies end in a value or a registered code', () => {
    const contentType = fc.oneof(fc.string(), fc.constantFrom('multipart/related; type="application/xop+xml"; boundary=', 'application/soap+xml;').chain(
      (start) => fc.string().map((rest) => start + rest),
    ));
    fc.assert(fc.property(contentType, fc.uint8Array({ maxLength: 200 }), (type, body) => {
      expect(isOrderly(() => readMessage(type, body))).toBe(true);
    }), { numRuns: 200 });
  });

  it('FUZZ-02 long runs of one character are read in linear time', () => {
    for (const run of [' ', '-', '\r', '\r\n', '"', '\\', ';', '--B', '\r\n--B']) {
      const text = run.repeat(200_000 / run.length);
      expect(isOrderly(() => readMessage(CONTENT_TYPE, utf8(text)))).toBe(true);
      expect(isOrderly(() => readMessage(`${CONTENT_TYPE}${text.slice(0, 1500)}`, good))).toBe(true);
      expect(isOrderly(() => readMessage(CONTENT_TYPE, multipart([{ headers: [`X: ${run.repeat(7000 / run.length)}å`], content: '' }])))).toBe(true);
    }
    expect(isOrderly(() => readMessage(`application/soap+xml; action="${QUERY_ACTION}"`, utf8(envelopeText())))).toBe(true);
  });
});
