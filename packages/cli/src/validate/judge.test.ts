import { describe, expect, it } from '@jest/globals';
import { judge } from './judge.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('judge', () => {
  it('says so when it is no document of the release', () => {
    expect(judge('x', bytes('<ClinicalDocument xmlns="urn:hl7-org:v3"/>'))).toMatchObject({ kind: 'unknown', errors: 1 });
  });

  it('names rule, place, line, text and hint of a broken document', () => {
    const broken = judge('x', bytes('<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3">\n<templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.1.2"/>\n<title>t</title></ClinicalDocument>'));
    expect(broken.kind).toBe('ed-l3');
    expect(broken.errors).toBeGreaterThan(0);
    for (const { rule, at, line, text, hint } of broken.findings) {
      expect([rule, at, text, hint].every((words) => words !== '')).toBe(true);
      expect(line).toBeGreaterThanOrEqual(2);
    }
  });

  it('checks a discard as the dispensation it takes back', () => {
    expect(judge('x', bytes('<ClinicalDocument xmlns="urn:hl7-org:v3"><templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.1.2-DISCARD"/></ClinicalDocument>')).kind).toBe('discard');
  });
});
