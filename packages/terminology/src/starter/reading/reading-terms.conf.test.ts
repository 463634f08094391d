import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { CODE_SYSTEMS } from '@ncp/domain';
import { READING_DESIGNATIONS } from './reading-terms.js';

const root = process.env['NCP_CONFORMANCE_DIR'] ?? fileURLToPath(new URL('../../../../../../shared/conformance', import.meta.url));
const folder = `${root}/valuesets/mvc-8.0.0`;
const suite = existsSync(folder) ? describe : describe.skip;

interface Published { readonly codeSystem?: string; readonly concepts?: readonly { readonly code: string; readonly codeSystem?: string; readonly display?: string }[] }

suite('the texts for reading against the published value sets (skipped without NCP_CONFORMANCE_DIR)', () => {
  it('every code that is published is known by one of its published English texts', () => {
    const displays = new Map<string, Set<string>>();
    for (const name of readdirSync(folder)) {
      const { codeSystem, concepts = [] } = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Published;
      for (const concept of concepts) {
        const key = `${(concept.codeSystem ?? codeSystem ?? '').trim()}|${concept.code.trim()}`;
        displays.set(key, (displays.get(key) ?? new Set()).add((concept.display ?? '').trim()));
      }
    }
    // Those of countries are only codes, those of instructions are paragraphs.
    const english = READING_DESIGNATIONS.filter(({ language, codeSystem }) => language === 'en' && codeSystem !== CODE_SYSTEMS.country && codeSystem !== CODE_SYSTEMS.iheActCode);
    const published = english.filter(({ code, codeSystem }) => displays.has(`${codeSystem}|${code}`));
    expect(published.length).toBeGreaterThan(300);
    const ofForms = english.filter(({ codeSystem }) => codeSystem === CODE_SYSTEMS.edqm);
    expect(ofForms.filter(({ code, codeSystem }) => !displays.has(`${codeSystem}|${code}`))).toEqual([]);
    expect(published.filter(({ code, codeSystem, text }) => displays.get(`${codeSystem}|${code}`)?.has(text) !== true).map(({ code, codeSystem, text }) => `${codeSystem} ${code} ${text}`)).toEqual([]);
  });
});
