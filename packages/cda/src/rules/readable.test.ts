import { describe, expect, it } from '@jest/globals';
import { EHDSI_V8_0_0 } from './ehdsi-v8-0-0/index.js';
import { readable } from './readable.js';

const TEMPLATES = '1.3.6.1.4.1.12559.11.10.1.3.1';

describe('readable', () => {
  it.each([
    ['[in:42.2 | null]', `∈ ${TEMPLATES}.42.2 | nullFlavor`],
    ['[code-in:ActStatus]', '∈ 2.16.840.1.113883.1.11.15933'],
    ['[code:48765-2^2.16.840.1.113883.6.1]', '48765-2 (2.16.840.1.113883.6.1)'],
    ['[@root=T.3.4]', `@root=${TEMPLATES}.3.4`],
    ['[has:section[tpl:T.2.3 & tpl:2.16.840.1.113883.10.20.1.8]]', `[section[templateId ${TEMPLATES}.2.3 & templateId 2.16.840.1.113883.10.20.1.8]]`],
    ['[type:IVL_TS | null]', 'xsi:type IVL_TS | nullFlavor'],
    ['[@code=active | @code=completed]', '@code=active | @code=completed'],
    ['[has:country]', 'country'],
  ])('%s', (written, expected) => { expect(readable(written, EHDSI_V8_0_0.valueSets)).toBe(expected); });

  it('leaves nothing of the notation in what a rule allows', () => {
    const rows = EHDSI_V8_0_0.included.map(({ rows: text }) => text).join('\n');
    const selectors = [...rows.matchAll(/ (\[.*?\]) \d\.\./g)].map(([, selector = '']) => readable(selector, EHDSI_V8_0_0.valueSets));
    expect(selectors.length).toBeGreaterThan(100);
    expect(selectors.filter((text) => /(?:in|code|tpl|has|xsi|type):(?!type)|T\.\d/.test(text))).toEqual([]);
  });
});
