import { NcpError } from '@ncp/domain';
import { EXIT, type ExitCode } from '../exit-code.js';
import { explanations } from '../explain/explanations.js';
import { findTopic } from '../explain/find-topic.js';
import { runbooksFor } from '../explain/runbook-topics.js';
import type { Topic } from '../explain/topic.js';
import type { Output } from '../output.js';
import type { Language } from '../validate/judge.js';

const KINDS: Readonly<Record<Topic['kind'], Readonly<Record<Language, string>>>> = {
  error: { en: 'error of the gateway', sv: 'fel i gatewayen' },
  wire: { en: 'code of the wire', sv: 'kod mellan länder' },
  reading: { en: 'what the reader forgives', sv: 'vad läsaren förlåter' },
  offer: { en: 'rule of the offer', sv: 'regel för erbjudandet' },
  summary: { sv: 'regel för patientöversikten', en: 'rule of the Patient Summary' },
  alert: { en: 'alert', sv: 'larm' },
  rule: { en: 'rule of documents', sv: 'regel för dokument' },
};

function show(output: Output, { id, kind, text, hint, more }: Topic, language: Language): void {
  output.line(`${id} (${KINDS[kind][language]})`);
  output.line(`  ${text[language]}`);
  if (hint !== undefined) output.line(`  ${hint[language]}`);
  const width = Math.max(0, ...more.map(([name]) => name.length));
  for (const [name, value] of more) output.line(`  ${name.padEnd(width)}  ${value}`);
}

/** @throws NcpError NCP_CLI_USAGE with the nearest ids, when there is no such id */
export async function explainCommand(output: Output, id: string, { lang = 'en' }: { readonly lang?: Language } = {}): Promise<ExitCode> {
  const found = findTopic(explanations(), id);
  if ('nearest' in found) throw new NcpError('NCP_CLI_USAGE', { unknown: id, ...(found.nearest.length === 0 ? {} : { nearest: found.nearest }) });
  const topic = { ...found.topic, more: [...found.topic.more, ...runbooksFor(found.topic.id).map((file) => ['runbook', file] as const)] };
  show(output, topic, lang);
  output.result({ ok: true, ...topic, more: topic.more.map(([name, value]) => ({ name, value })) });
  return EXIT.ok;
}
