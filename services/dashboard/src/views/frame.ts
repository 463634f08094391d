import { clockTime, stockholmDate, type Instant } from '@ncp/domain';
import { attributes, html, icon, type Html, type IconName, type Language, type Part } from '@ncp/web';
import type { Operator } from '../operator.js';
import type { Texts } from '../texts/index.js';

/** What every view knows. */
export interface Frame {
  readonly t: Texts;
  readonly language: Language;
  readonly now: Instant;
  /** Absent before signing in. */
  readonly csrf?: string;
  readonly who?: Operator;
  readonly demo: boolean;
  readonly assets: Readonly<Record<'css' | 'own' | 'js' | 'icon' | 'htmx' | 'sse', string>>;
  readonly idleMs: number;
  /** Path of the page, for the menu. */
  readonly path: string;
  /** What the last change led to, said once. */
  readonly notice?: string;
}

export interface Page {
  readonly title: string;
  readonly main: Html;
}

/** Swedish time; the day too when it is not today. */
export const when = ({ now }: Frame, at: Instant): Html => html`<time datetime="${at}">${clockTime(at, now)}</time>`;
/** With its day, always. */
export const fullTime = (at: Instant): Html => html`<time datetime="${at}">${stockholmDate(at)} ${clockTime(at)}</time>`;

export type Tone = 'good' | 'wait' | 'bad' | 'plain' | 'note';
/** Colour never says it alone: every badge has its icon and its word. */
export const badge = (tone: Tone, sign: IconName, word: Part): Html => html`<span class="badge ${tone}">${icon(sign)}${word}</span>`;

const OUTCOME: Readonly<Record<0 | 4 | 8 | 12, readonly [Tone, IconName]>> = { 0: ['good', 'check'], 4: ['note', 'info'], 8: ['bad', 'warning'], 12: ['wait', 'cross'] };
export const outcomeBadge = ({ t }: Frame, outcome: 0 | 4 | 8 | 12): Html => badge(...OUTCOME[outcome], t.outcomes[outcome]);

export const heading = (words: Part): Html => html`<h1 tabindex="-1">${words}</h1>`;
export const cell = (label: string, content: Part): Html => html`<td ${attributes({ 'data-label': label })}>${content}</td>`;

/** What a service is called; its own name where the catalogue has none. */
export const serviceName = ({ t }: Frame, service: string): string => (Object.hasOwn(t.services, service) ? t.services[service as keyof typeof t.services] : service);

/** Refusal codes, each a link to what it means. */
export const codesOf = (codes: readonly string[]): Html => html`${codes.map((code) => html`<code>${code}</code> `)}`;
