import { explainRule, ruleIds } from '@ncp/cda';
import type { Topic } from './topic.js';

/** Ids of the rules of documents: more than a thousand, so that they are explained one at a time. */
export const ruleTopicIds = (): readonly string[] => ruleIds();

const MOST_PLACES = 20;

export function ruleTopic(id: string): Topic | undefined {
  const rule = explainRule(id);
  if (rule === undefined) return undefined;
  const { release, severity, text, hint, template, templateId, templateVersion, url, reference, clause, places } = rule;
  const optional = (name: string, value: string | undefined): readonly (readonly [string, string])[] => (value === undefined ? [] : [[name, value]]);
  return {
    id, kind: 'rule', text, hint,
    more: [
      ['severity', severity], ['release', release], ['template', [template, templateId, templateVersion].filter((part) => part !== undefined).join(' ')],
      ['specification', clause], ...optional('published at', url), ...optional('in the official report', reference),
      ...places.slice(0, MOST_PLACES).map(({ path, row, kinds }, index) => [index === 0 ? 'where' : '', `${path} (${kinds.join(', ')}): ${row}`] as const),
      ...(places.length > MOST_PLACES ? [['', `and ${String(places.length - MOST_PLACES)} more`] as const] : []),
    ],
  };
}
