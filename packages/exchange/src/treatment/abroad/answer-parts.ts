import { auditedMessage, type AuditedMessage } from '@ncp/audit';
import type { Heard } from './conversation.js';

/** What an audit event names of an answer: nothing, where it was no envelope that answers us. */
export function answerParts(heard: Heard): AuditedMessage | undefined {
  if (!heard.ok) return undefined;
  const { messageId, header } = heard.envelope;
  return auditedMessage(messageId, header);
}
