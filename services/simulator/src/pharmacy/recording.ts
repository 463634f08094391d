import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { recorder } from '../foreign/recording.js';
import type { PharmacyApiOptions } from './pharmacy-api.js';

/** Which message to the country a call of the API makes, by the end of its path. */
const MESSAGES: readonly (readonly [path: RegExp, transaction: string])[] = [[/\/identify$/, 'ITI-55'], [/\/prescriptions$/, 'ITI-38'], [/\/retrieve$/, 'ITI-39']];

const transactionOf = (name: string): string | undefined => MESSAGES.find(([path]) => path.test(name))?.[1];

/** As the country's control interface gives it. */
interface OnTheWire { readonly contentType: string; readonly base64: string }

/**
 * Keeps one visit: the calls of the API in `api`, and in `country` the messages that they made, as the country had them on
 * the wire. A call and its message have the same transaction.
 */
export function apiRecorder(folder: string, control: string): { readonly onCall: NonNullable<PharmacyApiOptions['onCall']>; readonly save: () => Promise<void> } {
  mkdirSync(folder, { recursive: true });
  const [api, country] = [recorder(join(folder, 'api')), recorder(join(folder, 'country'))];
  const messages: string[] = [];
  return {
    onCall(name, request = '', { contentType, body }) {
      const transaction = transactionOf(name);
      if (transaction !== undefined) messages.push(transaction);
      api.onMessage(transaction ?? name.split(' ')[0] ?? '', 'request', { contentType: 'application/json', body: Buffer.from(request, 'utf8') });
      api.onMessage(transaction ?? name.split(' ')[0] ?? '', 'response', { contentType, body });
    },
    async save() {
      for (const transaction of messages) {
        const answer = await fetch(`${control}/exchange?transaction=${transaction}`);
        if (!answer.ok) throw new Error(`the country has no ${transaction}`);
        const { request, response } = (await answer.json()) as { readonly request: OnTheWire; readonly response: OnTheWire };
        for (const [direction, { contentType, base64 }] of [['request', request], ['response', response]] as const) {
          country.onMessage(transaction, direction, { contentType, body: Buffer.from(base64, 'base64') });
        }
      }
      api.save();
      country.save();
    },
  };
}
