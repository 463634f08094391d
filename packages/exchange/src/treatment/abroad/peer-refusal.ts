import { NcpError, type NcpErrorCode, type SafeDetails } from '@ncp/domain';
import type { ReceivedError } from '@ncp/ihe';

/** What another country wrote, for the eyes of the professional. It travels as the cause of an error and never reaches a log. */
export class TheirWords {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const MAX_TEXT = 500;

/** One line, of a length that can be shown. */
const readable = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_TEXT);

/** Their own words about a refusal, where they wrote any; free text of another country, to be shown as such. */
export const theirWords = (error: NcpError): string | undefined =>
  error.cause instanceof TheirWords && error.cause.text !== '' ? error.cause.text : undefined;

/** A code is shown and logged as it was sent, if it looks like one. */
export const safeCode = (code: string): string => (/^[A-Za-z0-9_.:-]{1,64}$/.test(code) ? code : 'unreadable');

interface Refused {
  readonly code: string;
  readonly reason?: string | undefined;
  readonly text?: string | undefined;
}

/** An error of ours that tells theirs: code and reason in the details, words as cause. */
export const refusalAs = (code: NcpErrorCode, told: Refused | undefined, more: SafeDetails = {}): NcpError =>
  new NcpError(code, {
    ...more,
    ...(told === undefined ? {} : { theirCode: safeCode(told.code) }),
    ...(told?.reason === undefined ? {} : { theirReason: safeCode(told.reason) }),
  }, told?.text === undefined ? undefined : new TheirWords(readable(told.text)));

/** Missing consent has its own next step for the patient; every other refusal is told with their code (UC-B2 2). */
export const refusalOf = (error: ReceivedError | undefined): NcpError => {
  const told = error === undefined ? undefined : { code: error.code, text: error.context };
  return refusalAs(error?.code === '4701' ? 'NCP_PEER_NO_CONSENT' : 'NCP_PEER_REFUSED', told);
};

/** The warnings that a person may read, as far as they are codes. */
export const toldCodes = (errors: readonly ReceivedError[]): readonly string[] => errors.map(({ code }) => safeCode(code));
