import { type Html, html, icon } from '@ncp/web';
import type { Problem } from '../api/answers.js';
import type { Fault } from '../api/problem.js';
import { type Frame, type Page, say, showTime, type VisitStrip } from './frame.js';
import { foreign, heading, linkButton } from './parts.js';

export interface Trouble {
  readonly code: string;
  readonly text: string;
  readonly hint: string;
  readonly exchange: string;
  readonly fault: Fault;
  readonly problem?: Problem;
  /** Where to go on. */
  readonly again?: string;
  readonly country?: string;
  readonly visit?: VisitStrip;
  readonly step?: number;
}

/** Every refusal: what, whose, what to do, and the id that operations ask for (house rule 13). */
export function errorView(frame: Frame, trouble: Trouble): Page {
  const { t } = frame;
  const { problem, fault } = trouble;
  const whose = fault === 'them' ? t.error.them(trouble.country ?? t.delivery.answer) : t.error[fault];
  const line = (word: string, value: Html | string): Html => html`<div><dt>${word}</dt><dd>${value}</dd></div>`;
  return {
    title: t.error.title, ...(trouble.step === undefined ? {} : { step: trouble.step }), ...(trouble.visit === undefined ? {} : { visit: trouble.visit }),
    main: html`${heading(t.error.title)}<div class="verdict bad"><p class="headline">${icon('warning')}${trouble.text}</p><p>${whose}</p><p><strong>${t.error.whatToDo}:</strong> ${trouble.hint}</p></div>
<dl class="facts">${line(t.error.code, html`<code>${trouble.code}</code>`)}${line(t.error.exchange, html`<code>${trouble.exchange}</code>`)}${problem?.theirCode === undefined ? undefined : line(t.error.theirCode, html`<code>${problem.theirCode}</code>`)}${problem?.theirText === undefined ? undefined : line(t.error.theirText, foreign(problem.theirText, 'en'))}${problem?.since === undefined ? undefined : line(t.country.state, t.app.since(showTime(problem.since)))}${problem?.reason === undefined ? undefined : line(t.country.off, say(frame, problem.reason))}</dl>
${problem?.fields === undefined ? undefined : html`<ul>${problem.fields.map((one) => html`<li><code>${one.field}</code> ${say(frame, one.text)}</li>`)}</ul>`}
<p class="actions">${trouble.again === undefined ? undefined : linkButton(trouble.again, t.error.again, { plain: false, shortcut: 'F2' })}${linkButton('/', t.error.toStart)}</p>`,
  };
}
