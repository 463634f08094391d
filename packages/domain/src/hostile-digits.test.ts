import { describe, expect, it } from '@jest/globals';
import { parseDate, parseDecimal, parseDocumentId, parseHl7Time, parseHomeCommunityId, parseInstant, parseOid, parsePersonalNumber, type NcpErrorCode, type Result } from './index.js';

const DIGITS = '1'.repeat(1_000_000);
const TODAY = '2026-03-01' as Parameters<typeof parsePersonalNumber>[1];

describe('a megabyte of digits', () => {
  it.each<[string, NcpErrorCode, () => Result<unknown, NcpErrorCode>]>([
    ['a date', 'NCP_CDA_DATE', () => parseDate(DIGITS)],
    ['an instant', 'NCP_CDA_DATE', () => parseInstant(DIGITS)],
    ['a fraction of a second', 'NCP_CDA_DATE', () => parseInstant(`2026-03-01T00:00:00.${DIGITS}Z`)],
    ['a time of HL7', 'NCP_CDA_DATE', () => parseHl7Time(DIGITS)],
    ['a decimal', 'NCP_CDA_QUANTITY', () => parseDecimal(DIGITS)],
    ['its fraction', 'NCP_CDA_QUANTITY', () => parseDecimal(`0.${DIGITS}`)],
    ['its exponent', 'NCP_CDA_QUANTITY', () => parseDecimal(`1e${DIGITS}`)],
    ['an object identifier', 'NCP_IHE_SLOT', () => parseOid(`1.${DIGITS}`)],
    ['a community', 'NCP_IHE_SLOT', () => parseHomeCommunityId(`urn:oid:1.${DIGITS}`)],
    ['a document id', 'NCP_DOCUMENT_UNKNOWN_ID', () => parseDocumentId(`1.2^${DIGITS}`)],
    ['a personal number', 'NCP_PI_FORMAT', () => parsePersonalNumber(DIGITS, TODAY)],
  ])('XML-31 is refused as %s, in under 50 ms', (_name, code, parse) => {
    const start = performance.now();
    const parsed = parse();
    expect(performance.now() - start).toBeLessThan(50);
    expect(parsed).toEqual({ ok: false, error: code });
  });
});
