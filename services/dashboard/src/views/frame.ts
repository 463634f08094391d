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

/** Proves that a form came from a page of this session (WEB-03). */
export const formToken = ({ csrf }: Frame): Html => html`<input type="hidden" name="_csrf" value="${csrf ?? ''}">`;

export interface Table {
  /** Of the heading; the table is named by it. */
  readonly id: string;
  readonly title: Part;
  readonly columns: readonly string[];
  readonly rows: readonly Html[];
  /** Said when there are no rows. */
  readonly none: string;
  readonly lead?: Part;
}

/** A section with a table; narrow screens show its rows as cards. */
export const tableSection = ({ id, title, columns, rows, none, lead }: Table): Html => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${lead === undefined ? undefined : html`<p>${lead}</p>`}${rows.length === 0 ? html`<p>${none}</p>`
  : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${id}"><table><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`}</section>`;

/** How long: days and hours, hours and minutes, minutes and seconds. */
export function lasting({ t }: Frame, ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60];
  if (days > 0) return t.app.lasting.days(String(days), String(hours));
  if (hours > 0) return t.app.lasting.hours(String(hours), String(minutes));
  return minutes > 0 ? t.app.lasting.minutes(String(minutes), String(seconds % 60)) : t.app.lasting.seconds(String(seconds));
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
