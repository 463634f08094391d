import { attributes, type Html, html, icon, type IconName, type Part } from '@ncp/web';
import type { Frame } from './frame.js';

/** Colour never says it alone: every badge has its icon and its word. */
export type Tone = 'good' | 'wait' | 'bad' | 'plain' | 'note';

export const badge = (tone: Tone, sign: IconName, word: string): Html => html`<span class="badge ${tone}">${icon(sign)}${word}</span>`;

/** Text from abroad: in its own language and writing direction, so that it cannot turn what stands around it. */
export const foreign = (text: string, language?: string): Html =>
  html`<bdi class="foreign" ${attributes({ lang: language !== undefined && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) ? language : undefined })}>${text}</bdi>`;

/** Seen beside the words; heard through `aria-keyshortcuts`. */
export const key = (name: string): Html => html`<kbd aria-hidden="true">${name}</kbd>`;

/** What only the ear needs, where several buttons look the same; part of the name, so that saying what is seen works too. */
export const unseen = (text: string): Html => html`<span class="unseen"> ${text}</span>`;

/** Hidden in every form that changes something; without it the change is refused (WEB-03). */
export const token = ({ csrf }: Frame): Html => html`<input type="hidden" name="_csrf" value="${csrf ?? ''}">`;

export const button = (words: Part, options: { readonly shortcut?: string; readonly plain?: boolean; readonly name?: string; readonly value?: string } = {}): Html =>
  html`<button ${attributes({ type: 'submit', class: options.plain === true ? 'button plain' : 'button', name: options.name, value: options.value, 'data-key': options.shortcut, 'aria-keyshortcuts': options.shortcut })}>${words}${options.shortcut === undefined ? undefined : key(options.shortcut)}</button>`;

export const linkButton = (href: string, words: Part, options: { readonly shortcut?: string; readonly plain?: boolean; readonly working?: string } = {}): Html =>
  html`<a href="${href}" ${attributes({ class: options.plain === false ? 'button' : 'button plain', 'data-key': options.shortcut, 'aria-keyshortcuts': options.shortcut, 'data-working': options.working })}>${words}${options.shortcut === undefined ? undefined : key(options.shortcut)}</a>`;

/** A form that changes something. `working` is read out while the answer is awaited. */
export const form = (frame: Frame, options: { readonly action: string; readonly working?: string; readonly className?: string }, content: Part): Html =>
  html`<form method="post" action="${options.action}" novalidate autocomplete="off" ${attributes({ class: options.className, 'data-working': options.working ?? frame.t.app.working })}>${token(frame)}${content}</form>`;

/** One wrong field: where, and the rule that it breaks. */
export interface Wrong {
  /** Id of the input. */
  readonly field: string;
  readonly label: string;
  readonly rule: string;
}

/** Above the form, in focus after a refusal: every wrong field with its rule, as links. */
export const errorSummary = (title: string, wrong: readonly Wrong[]): Html | undefined =>
  wrong.length === 0 ? undefined : html`<section class="notice bad" role="alert" tabindex="-1" data-focus aria-labelledby="errors-title">
<h2 id="errors-title">${icon('warning')}${title}</h2><ul>${wrong.map(({ field, label, rule }) => html`<li><a href="${`#${field}`}">${label.endsWith('?') ? label : `${label}:`} ${rule}</a></li>`)}</ul></section>`;

export interface FieldOptions {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly hint?: string | undefined;
  readonly required?: boolean;
  readonly wrong?: string | undefined;
  readonly inputmode?: string;
  readonly maxlength?: number;
  readonly rows?: number;
  readonly choices?: readonly { readonly value: string; readonly word: string }[];
  readonly language?: string;
}

/** Label, hint, rule that was broken, input: tied together for people who hear the page. */
export function field(frame: Frame, options: FieldOptions): Html {
  const { id, name, label, value = '', hint, required = false, wrong } = options;
  const described = [hint === undefined ? '' : `${id}-hint`, wrong === undefined ? '' : `${id}-wrong`].filter((one) => one !== '').join(' ');
  const common = {
    id, name, 'aria-describedby': described === '' ? undefined : described, 'aria-invalid': wrong === undefined ? undefined : 'true', 'aria-required': required ? 'true' : undefined,
    maxlength: options.maxlength ?? 200, spellcheck: 'false', autocapitalize: 'off',
  };
  const input = options.choices !== undefined
    ? html`<select ${attributes({ ...common, maxlength: undefined, spellcheck: undefined })}>${options.choices.map((choice) => html`<option ${attributes({ value: choice.value, selected: choice.value === value })}>${choice.word}</option>`)}</select>`
    : options.rows !== undefined
      ? html`<textarea ${attributes({ ...common, rows: options.rows, spellcheck: 'true' })}>${value}</textarea>`
      : html`<input ${attributes({ ...common, type: 'text', value, inputmode: options.inputmode, autocomplete: 'off' })}>`;
  return html`<div class="field${wrong === undefined ? '' : ' wrong'}"><label for="${id}">${label} <span class="quiet">(${required ? frame.t.app.required : frame.t.app.optional})</span></label>
${hint === undefined ? undefined : html`<p class="hint" id="${id}-hint">${hint}</p>`}${wrong === undefined ? undefined : html`<p class="rule" id="${id}-wrong">${icon('warning')}${wrong}</p>`}${input}</div>`;
}

export const tick = (options: { readonly id: string; readonly name: string; readonly label: string; readonly wrong?: string | undefined; readonly checked?: boolean }): Html =>
  html`<div class="tick${options.wrong === undefined ? '' : ' wrong'}">${options.wrong === undefined ? undefined : html`<p class="rule" id="${options.id}-wrong">${icon('warning')}${options.wrong}</p>`}<input ${attributes({
    type: 'checkbox', id: options.id, name: options.name, value: 'yes', checked: options.checked ?? false, 'aria-invalid': options.wrong === undefined ? undefined : 'true', 'aria-describedby': options.wrong === undefined ? undefined : `${options.id}-wrong`,
  })}><label for="${options.id}">${options.label}</label></div>`;

/** Where the focus goes when a page has come. */
export const heading = (words: Part): Html => html`<h1 tabindex="-1">${words}</h1>`;
