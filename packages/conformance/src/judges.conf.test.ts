import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { text, utf8 } from '@ncp/xml';
import { invalidBySchema, judgeCda, materialIn, readinessFor, readMaterial, type CdaVerdict } from './index.js';

/** A judge that says yes to everything proves nothing: each is shown something bad as well. */

const schema = readinessFor('messages', 'schemas', 'xmllint');
(schema.ready ? describe : describe.skip)(`the schema judge${schema.note}`, () => {
  const request = (): string => text(readMaterial('messages', 'xcpd', 'openncp-ws-xcpd-PT_CLIENT_XCPD_0.xml'));

  it('accepts a good message, and names the bad ones of a run with the reason', async () => {
    const spoilt = request().replace('<processingModeCode', '<processingMode/><processingModeCode');
    const found = await invalidBySchema('xcpd-request', [
      { name: 'good', xml: utf8(request()) }, { name: 'spoilt', xml: utf8(spoilt) }, { name: 'broken', xml: utf8('<PRPA_IN201305UV02') },
    ]);
    expect(found.map(({ name }) => name)).toEqual(['spoilt', 'broken']);
    expect(found[0]?.messages.join()).toContain('processingMode');
  });

  it('refuses to judge nothing', async () => {
    await expect(invalidBySchema('query', [])).rejects.toThrow('nothing to judge');
  });
});

const cda = readinessFor('cda-samples', 'cda-check', 'python3', 'xmllint', 'java');
(cda.ready ? describe : describe.skip)(`the judge of CDA documents${cda.note}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-judge-'));
  let verdicts: ReadonlyMap<string, CdaVerdict> = new Map();
  beforeAll(async () => {
    const sample = (name: string): { readonly name: string; readonly xml: Uint8Array } => ({ name, xml: readMaterial('cda-samples', 'synthetic', `${name}.xml`) });
    verdicts = await judgeCda(folder, ['se-ep-l3', 'se-ed-l3', 'neg-ep-element-order', 'neg-ep-missing-displayname', 'neg-ep-not-wellformed'].map(sample));
  }, 120_000);
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it.each([['se-ep-l3', 'ep-l3'], ['se-ed-l3', 'ed-l3']])('%s is a good %s', (name, kind) => {
    expect(verdicts.get(name)).toEqual({ name, kind, schemaMessages: [], errors: [], warnings: [] });
  });

  it('tells a break of the schema from a break of a rule', () => {
    expect(verdicts.get('neg-ep-element-order')).toMatchObject({ schemaMessages: [expect.stringContaining('title')], errors: [] });
    expect(verdicts.get('neg-ep-missing-displayname')).toMatchObject({ schemaMessages: [], errors: [{ text: expect.stringContaining('displayName') }] });
    expect(verdicts.get('neg-ep-not-wellformed')?.errors).toMatchObject([{ id: 'not-well-formed' }]);
  });
});

describe('the material', () => {
  it('says what is missing, and nothing when all is there', () => {
    expect(readinessFor()).toEqual({ ready: true, note: '' });
    expect(readinessFor('no-such-program' as 'java')).toEqual({ ready: false, note: ' (skipped: no no-such-program)' });
    expect(materialIn('no-such-folder')).toEqual([]);
  });
});
