import type { Html, Language } from '@ncp/web';
import type { Text } from '../api/answers.js';
import type { Texts } from '../texts/index.js';

/** What every view knows: the words, and what the forms of this session carry. */
export interface Frame {
  readonly t: Texts;
  readonly language: Language;
  /** Absent before signing in. */
  readonly csrf?: string;
  readonly who?: { readonly name: string; readonly organisation: string };
  readonly demo: boolean;
  readonly assets: Readonly<Record<'css' | 'js' | 'htmx' | 'sse' | 'icon', string>>;
  readonly idleMs: number;
  /** Said once: what the last action led to. */
  readonly notice?: string;
}

/** The part of a page that is its own. The title stands in the history of the browser: never a word about a person in it. */
export interface Page {
  readonly title: string;
  readonly main: Html;
  /** 1 to 10, for the pages of the pharmacist's work. */
  readonly step?: number;
  /** Whom the page is about. */
  readonly visit?: VisitStrip;
}

export interface VisitStrip {
  readonly id: string;
  readonly country: string;
  /** Once confirmed. */
  readonly person?: string;
  /** Addresses of the steps that can be reached now; others are not links. */
  readonly links: readonly (string | undefined)[];
}

/** A text of the API in the language of the page. */
export const say = ({ language }: Frame, text: Text): string => text[language];

/** Times are shown in Swedish time, whatever the zone of the server (house rule 8). */
const FORMAT = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', dateStyle: 'short', timeStyle: 'short' });
const CLOCK = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', timeStyle: 'medium' });

export function showTime(instant: string, form: 'date-time' | 'clock' = 'date-time'): string {
  const at = Date.parse(instant);
  if (Number.isNaN(at)) return instant;
  return (form === 'clock' ? CLOCK : FORMAT).format(at);
}
