import { TOLERANCES, toleranceRule, type Tolerance } from '@ncp/cda';
import { DISPENSABILITY_RULES, ERROR_REGISTRY, WIRE_CODES, type NcpErrorCode } from '@ncp/domain';
import { SUMMARY_RULES } from '@ncp/summary';
import type { Topic } from './topic.js';

/** The registries of the gateway as topics: nothing is said here that they do not say. */

const errorTopics = (): readonly Topic[] => Object.entries(ERROR_REGISTRY).map(([id, { text, hint, wire, severity, retryable, shownAs }]) => ({
  id, kind: 'error', text, hint,
  more: [
    ['severity', severity],
    ['on the wire', wire],
    ...(shownAs === undefined ? [] : [['shown to peers as', shownAs] as const]),
    ['worth a retry', retryable ? 'yes' : 'no'],
  ],
}));

const codesSentAs = (wire: string): readonly NcpErrorCode[] =>
  (Object.keys(ERROR_REGISTRY) as NcpErrorCode[]).filter((code) => ERROR_REGISTRY[code].wire === wire);

const wireTopics = (): readonly Topic[] => WIRE_CODES.map((id) => {
  const causes = codesSentAs(id);
  return {
    id, kind: 'wire',
    text: {
      sv: `En kod som länder skickar till varandra. Gatewayen skickar den av ${String(causes.length)} orsak(er).`,
      en: `A code that countries send each other. The gateway sends it for ${String(causes.length)} cause(s).`,
    },
    more: causes.map((code) => [code, ERROR_REGISTRY[code].text.en] as const),
  };
});

const readingTopics = (): readonly Topic[] => Object.entries(TOLERANCES).map(([name, { severity, text, hint }]) =>
  ({ id: toleranceRule(name as Tolerance), kind: 'reading', text, hint, more: [['severity', severity]] }));

const offerTopics = (): readonly Topic[] => DISPENSABILITY_RULES.map(({ id, subject, reason }) =>
  ({ id, kind: 'offer', text: reason, more: [['subject', subject], ['decides', 'whether a Swedish prescription is offered abroad']] }));

const RESTS_ON = { doc: 'a public guide', local: 'our own decision, not official', inferred: 'reasoned from public facts, not official' } as const;

const summaryTopics = (): readonly Topic[] => SUMMARY_RULES.map(({ id, place, mark, text }) =>
  ({ id, kind: 'summary', text, more: [['place', place], ['rests on', RESTS_ON[mark]], ['decides', 'what goes into the Patient Summary of a Swedish patient']] }));

export const registryTopics = (): readonly Topic[] => [...errorTopics(), ...wireTopics(), ...readingTopics(), ...offerTopics(), ...summaryTopics()];
