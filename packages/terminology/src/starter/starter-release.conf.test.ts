import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { STARTER_RELEASE } from './starter-release.js';

const root = process.env['NCP_CONFORMANCE_DIR'] ?? fileURLToPath(new URL('../../../../../shared/conformance', import.meta.url));
const folder = `${root}/valuesets/mvc-8.0.0`;
const suite = existsSync(folder) ? describe : describe.skip;

interface Published { readonly oid: string; readonly concepts: readonly { readonly code: string; readonly display?: string }[] }

suite('the starter release against the published value sets (skipped without NCP_CONFORMANCE_DIR)', () => {
  const english = new Map(
    STARTER_RELEASE.designations.filter(({ language }) => language === 'en').map(({ code, codeSystem, text }) => [`${codeSystem}|${code}`, text]),
  );

  it.each(STARTER_RELEASE.valueSets.map((valueSet) => [valueSet.name, valueSet] as const))('%s: every code is published, with that English text', (name, valueSet) => {
    const published = JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')) as Published;
    expect(published.oid).toBe(valueSet.oid);
    const displays = new Map(published.concepts.map(({ code, display }) => [code, display]));
    const wrong = valueSet.concepts.filter(({ code, codeSystem }) => {
      const ours = english.get(`${codeSystem}|${code}`) ?? '';
      // One published event text is a paragraph; ours is its first sentence.
      return !(displays.get(code)?.startsWith(ours) ?? false) || (code !== 'HS' && displays.get(code) !== ours);
    });
    expect(wrong).toEqual([]);
  });
});
