import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Output } from '../output.js';
import { validate, validateCommand } from './validate.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const collected = (): { readonly output: Output; readonly results: unknown[] } => {
  const results: unknown[] = [];
  return { results, output: { json: true, line: () => undefined, progress: () => undefined, result: (value) => { results.push(value); } } };
};

describe('validate', () => {
  it('has the reason as finding for what is not XML', () => {
    expect(validate('x', bytes('nothing'))).toMatchObject({ kind: 'unknown', errors: 1, findings: [{ severity: 'error', at: '/' }] });
    expect(validate('x', bytes('<!DOCTYPE a><a/>')).findings[0]?.rule).toMatch(/^NCP_XML_/);
  });

  it('says so when it is no document of the release', () => {
    expect(validate('x', bytes('<ClinicalDocument xmlns="urn:hl7-org:v3"/>'))).toMatchObject({ kind: 'unknown', errors: 1 });
  });

  it('names rule, place, text and hint of a broken document', () => {
    const broken = validate('x', bytes('<ClinicalDocument xmlns="urn:hl7-org:v3"><templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.1.2"/></ClinicalDocument>'));
    expect(broken.kind).toBe('ed-l3');
    expect(broken.errors).toBeGreaterThan(0);
    for (const finding of broken.findings) expect(Object.values(finding).every((text) => typeof text === 'string')).toBe(true);
  });

  it('checks a discard as the dispensation it takes back', () => {
    expect(validate('x', bytes('<ClinicalDocument xmlns="urn:hl7-org:v3"><templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.1.2-DISCARD"/></ClinicalDocument>')).kind).toBe('discard');
  });
});

describe('ncp validate', () => {
  it('takes folders, counts documents, and answers no when one breaks a rule', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ncp-validate-'));
    try {
      writeFileSync(join(folder, 'a.xml'), '<a/>');
      writeFileSync(join(folder, 'b.txt'), 'not looked at');
      const { output, results } = collected();
      expect(await validateCommand(output, [folder])).toBe(1);
      expect(results).toMatchObject([{ ok: false, documents: 1, files: [{ file: join(folder, 'a.xml') }] }]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('cannot read what is not there', async () => {
    await expect(validateCommand(collected().output, ['/no/such/file.xml'])).rejects.toMatchObject({ code: 'NCP_CLI_INPUT' });
  });
});
