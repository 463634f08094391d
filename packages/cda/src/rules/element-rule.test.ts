import { describe, expect, it } from '@jest/globals';
import { EHDSI_V8_0_0 } from './ehdsi-v8-0-0/index.js';
import { parseRules, type ElementRule } from './element-rule.js';

const count = (rules: readonly ElementRule[]): number => rules.reduce((sum, rule) => sum + 1 + count(rule.children), 0);

describe('rules as data', () => {
  it('reads nesting, cardinality, type, selector and constraints of a line', () => {
    const [rule, ...rest] = parseRules(`
= Template
author [has:functionCode[in:42.1]] 1..* M @typeCode?=AUT
  time 1..1 R TS.EPSOS.TZ !childless
custodian 0..1 O`);
    expect(rule).toMatchObject({
      name: 'author', min: 1, max: Number.POSITIVE_INFINITY, mandatory: true, selector: '[has:functionCode[in:42.1]]', template: 'Template',
      constraints: [{ kind: 'fixed', attribute: 'typeCode', value: 'AUT', ifPresent: true }],
      children: [{ name: 'time', type: 'TS.EPSOS.TZ', template: 'Template', constraints: [{ kind: 'check', name: 'childless' }] }],
    });
    expect(rest).toMatchObject([{ name: 'custodian', template: 'document', children: [] }]);
  });

  it.each(['name', 'name 1..2', 'name 1..1 X', 'name 1..1 M @', 'name 1..1 M !no-such-check', 'name [odd:1] 1..1 M', 'name [in:99.9] 1..1 M', 'name 1..1 M @use~99.9'])('refuses the line "%s"', (line) => {
    expect(() => parseRules(line)).toThrow(TypeError);
  });

  it.each([['ep-l3', 200], ['ep-l1', 80], ['ed-l3', 250], ['ps-l3', 100], ['ps-l1', 90]] as const)('has rules for %s', (kind, atLeast) => {
    expect(count(EHDSI_V8_0_0.rulesOf(kind))).toBeGreaterThan(atLeast);
  });
});
