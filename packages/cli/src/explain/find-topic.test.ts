import { describe, expect, it } from '@jest/globals';
import { DISPENSABILITY_RULES, ERROR_REGISTRY, WIRE_CODES } from '@ncp/domain';
import { ruleIds } from '@ncp/cda';
import { explanations } from './explanations.js';
import { distance, findTopic } from './find-topic.js';
import { registryTopics } from './registry-topics.js';

const topics = registryTopics();
const known = explanations();
const idOf = (id: string): string | undefined => {
  const found = findTopic(known, id);
  return 'topic' in found ? found.topic.id : undefined;
};
const nearest = (id: string): readonly string[] => {
  const found = findTopic(known, id);
  return 'nearest' in found ? found.nearest : [];
};

describe('what can be explained', () => {
  it('is every code of the registry, every code of the wire and every rule of the offer, each once and in both languages', () => {
    const { ids } = known;
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([...Object.keys(ERROR_REGISTRY), ...WIRE_CODES, ...DISPENSABILITY_RULES.map(({ id }) => id), ...ruleIds()]));
    expect(topics.filter(({ text, hint }) => [text.sv, text.en, hint?.sv ?? '-', hint?.en ?? '-'].some((words) => words.trim() === ''))).toEqual([]);
  });

  it('is found in any case of letters', () => {
    expect(['NCP_CDA_RULE', 'ncp_cda_rule', '4105', 'e07', ' reading.unit-missing ', 'ts.epsos.tz#zone'].map(idOf)).toEqual(['NCP_CDA_RULE', 'NCP_CDA_RULE', '4105', 'E07', 'reading.unit-missing', 'TS.EPSOS.TZ#zone']);
  });

  it('tells of a code of the wire what the gateway sends it for', () => {
    const found = findTopic(known, '4105');
    expect('topic' in found && found.topic.more.map(([name]) => name)).toContain('NCP_DISPENSE_NO_MATCH');
  });

  it('has nearest ids for what it does not know, and none for nonsense', () => {
    expect(nearest('NCP_CDA_RULES')[0]).toBe('NCP_CDA_RULE');
    expect(nearest('unit-mising')[0]).toBe('reading.unit-missing');
    expect(nearest('cda_quantity')).toContain('NCP_CDA_QUANTITY');
    expect(nearest('ååååååååååååååååååååååååå')).toEqual([]);
  });
});

describe('distance', () => {
  it.each([['', '', 0], ['abc', '', 3], ['kitten', 'sitting', 3], ['same', 'same', 0], ['ab', 'ba', 2]])('from %p to %p is %d', (from, to, edits) => { expect(distance(from, to)).toBe(edits); });
});
