import type { Explanations } from './find-topic.js';
import { registryTopics } from './registry-topics.js';
import { alertTopics } from './runbook-topics.js';
import { ruleTopic, ruleTopicIds } from './rule-topics.js';

/** Everything that has an id: the registries, the alerts, and the rules of documents. */
export function explanations(): Explanations {
  const topics = new Map([...registryTopics(), ...alertTopics()].map((topic) => [topic.id, topic]));
  return { ids: [...topics.keys(), ...ruleTopicIds()], explain: (id) => topics.get(id) ?? ruleTopic(id) };
}
