import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { attr, canonicalise, child, NS, parseXml, text, utf8 } from '@ncp/xml';
import { dispensationBytes, edited, withAttributes } from '../../fixtures/dispensations.js';
import { checkDocument, decodeDispensation, restoreDiscard, toDiscard } from '../index.js';

const dispensation = dispensationBytes({ substituted: true });
const discard = toDiscard(dispensation);
const header = (bytes: Uint8Array, name: string, attribute: string): string | undefined => {
  const el = child(parseXml(bytes), NS.hl7, name);
  return el === undefined ? undefined : attr(el, attribute);
};
const canonical = (bytes: Uint8Array): string => text(canonicalise(parseXml(bytes)));
const codeOf = (run: () => unknown): unknown => {
  try { return run(); } catch (error) { return isNcpError(error) ? error.code : error; }
};

describe('discard document (decisions D46, D47)', () => {
  it('is the dispensation with another template and code, its id unchanged', () => {
    expect(header(discard, 'templateId', 'root')).toBe('1.3.6.1.4.1.12559.11.10.1.3.1.1.2-DISCARD');
    expect(header(discard, 'code', 'code')).toBe('DISCARD-60593-1');
    expect(header(discard, 'id', 'extension')).toBe(header(dispensation, 'id', 'extension'));
  });

  it('is put back to what was sent before, byte for byte', () => {
    expect(text(restoreDiscard(discard))).toBe(text(dispensation));
    expect(checkDocument(restoreDiscard(discard))).toEqual([]);
  });

  it('changes nothing below the header', () => {
    const odd = edited(discard, 'code', withAttributes({ code: 'DISCARD-60593-1' }), 'section');
    expect(text(restoreDiscard(odd)).match(/DISCARD-60593-1/g)).not.toBeNull();
  });

  it('is read as the same dispensation', () => {
    expect(decodeDispensation(restoreDiscard(discard), { zone: 'UTC' })).toEqual(decodeDispensation(dispensation, { zone: 'UTC' }));
  });

  it('is accepted when only one of template and code was changed by the sender', () => {
    const onlyTemplate = edited(discard, 'code', (el) => (attr(el, 'code') === 'DISCARD-60593-1' ? withAttributes({ code: '60593-1' })(el) : [el]));
    expect(canonical(restoreDiscard(onlyTemplate))).toBe(canonical(dispensation));
  });

  it('is accepted unchanged when it is the plain dispensation', () => {
    expect(restoreDiscard(dispensation)).toBe(dispensation);
  });

  it.each([
    ['another kind', () => restoreDiscard(edited(dispensation, 'templateId', withAttributes({ root: '1.2.3' })))],
    ['another root', () => restoreDiscard(utf8('<a/>'))],
    ['a discard made of a discard', () => toDiscard(discard)],
  ])('refuses %s', (_what, run) => {
    expect(codeOf(run)).toBe('NCP_CDA_KIND');
  });
});
