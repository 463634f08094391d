import { countryNames, ERROR_REGISTRY, ownerOf } from '@ncp/domain';
import type { AuditStep, TraceRow, TransactionRow } from '@ncp/store';
import { html, type Html } from '@ncp/web';
import { mayAct } from '../operator.js';
import { outlinesView } from './outline.js';
import { badge, cell, codesOf, fullTime, heading, outcomeBadge, serviceName, type Frame, type Page } from './frame.js';

export interface ExchangePage {
  readonly id: string;
  readonly messages: readonly TransactionRow[];
  readonly steps: readonly AuditStep[];
  readonly traces: readonly TraceRow[];
  /** Under which browsers know us: the link that can be shared leads to this very page, for whoever may see it. */
  readonly origin: string;
}

const WIDTH = 400;
const HEIGHT = 22;

/** Whose time the message took, drawn to scale; the numbers stand beside it in words. */
function bar(frame: Frame, { totalMs, peerMs, nationalMs }: TransactionRow): Html {
  const { t } = frame;
  const own = Math.max(0, totalMs - peerMs - nationalMs);
  const all = Math.max(1, own + peerMs + nationalMs);
  const parts = [[t.exchange.ours, own, 'own'], [t.exchange.theirs, peerMs, 'peer'], [t.exchange.lists, nationalMs, 'national']] as const;
  let from = 0;
  const shapes = parts.map(([, ms, name]) => {
    const width = (ms / all) * WIDTH;
    const shape = html`<rect class="${name}" x="${from.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="${HEIGHT}"/>`;
    from += width;
    return shape;
  });
  const words = parts.map(([word, ms]) => `${word} ${t.app.ms(String(ms))}`).join(', ');
  return html`<figure class="time"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${t.exchange.whose}: ${words}">${shapes}</svg><figcaption>${t.exchange.whose}: ${words}</figcaption></figure>`;
}

function meaning(frame: Frame, code: string): Html | undefined {
  const known = Object.hasOwn(ERROR_REGISTRY, code) ? ERROR_REGISTRY[code as keyof typeof ERROR_REGISTRY] : undefined;
  if (known === undefined) return undefined;
  return html`<li><code>${code}</code> ${badge('note', 'info', frame.t.owners[ownerOf(code)])} ${known.text[frame.language]} ${known.hint[frame.language]}</li>`;
}

const LANE = 200;

/** One step on the time line of its message: each begins where the one before it ended. */
const lane = ({ ms, failed }: TransactionRow['steps'][number], from: number, all: number): Html =>
  html`<svg class="lane" viewBox="0 0 ${LANE} 12" width="${LANE}" height="12" aria-hidden="true" focusable="false"><rect class="${failed ? 'failed' : 'own'}" x="${((from / all) * LANE).toFixed(1)}" y="0" width="${Math.max(1, (ms / all) * LANE).toFixed(1)}" height="12"/></svg>`;

const stepRow = (frame: Frame, taken: TransactionRow['steps'][number], from: number, all: number): Html => {
  const { t } = frame;
  const { step, ms, failed } = taken;
  return html`<tr><th scope="row">${t.steps[step]}</th>${cell(t.exchange.timeLine, lane(taken, from, all))}${cell(t.exchange.took, t.app.ms(String(Math.round(ms))))}${cell(t.exchange.outcome, failed ? badge('bad', 'cross', t.exchange.failed) : badge('good', 'check', t.exchange.ok))}</tr>`;
};

const stepRows = (frame: Frame, steps: TransactionRow['steps']): readonly Html[] => {
  const all = Math.max(1, steps.reduce((sum, { ms }) => sum + ms, 0));
  return steps.map((taken, at) => stepRow(frame, taken, steps.slice(0, at).reduce((sum, { ms }) => sum + ms, 0), all));
};

const message = (frame: Frame, one: TransactionRow): Html => {
  const { t, language } = frame;
  return html`<article class="card"><h3>${serviceName(frame, one.service)}, ${one.direction === 'inbound' ? t.search.inbound : t.search.outbound} ${countryNames(one.country)[language]}</h3>
<p>${fullTime(one.receivedAt)} ${outcomeBadge(frame, one.outcome)} ${codesOf(one.codes)}</p>${bar(frame, one)}
${one.codes.length === 0 ? undefined : html`<ul>${one.codes.map((code) => meaning(frame, code))}</ul>`}
${one.steps.length === 0 ? undefined : html`<table><thead><tr><th scope="col">${t.exchange.step}</th><th scope="col">${t.exchange.timeLine}</th><th scope="col">${t.exchange.took}</th><th scope="col">${t.exchange.outcome}</th></tr></thead><tbody>${stepRows(frame, one.steps)}</tbody></table>`}
<p class="quiet">${t.exchange.message}: <code>${one.messageId}</code></p></article>`;
};

/** One exchange: its messages step by step, how they were built where they met trouble, and what the audit log holds of it. Content is never here. */
export function exchangeView(frame: Frame, { id, messages, steps, traces, origin }: ExchangePage): Page {
  const { t, who } = frame;
  return {
    title: t.exchange.title,
    main: html`${heading(t.exchange.title)}<p><code>${id}</code></p><div class="field"><label for="share">${t.exchange.share}</label><input id="share" type="text" readonly value="${`${origin}/exchanges/${id}`}"></div>
${who !== undefined && mayAct(who.role, 'operator') ? html`<p class="actions"><a class="button plain" href="/exchanges/${id}/trace.json" download="trace-${id}.json">${t.exchange.export}</a></p>` : html`<p class="quiet">${t.exchange.exportRole}</p>`}<section aria-labelledby="messages"><h2 id="messages">${t.exchange.messages}</h2>${messages.map((one) => message(frame, one))}</section>
${outlinesView(frame, traces)}
<section aria-labelledby="audit"><h2 id="audit">${t.exchange.audit}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="audit"><table><thead><tr><th scope="col">${t.exchange.number}</th><th scope="col">${t.exchange.time}</th><th scope="col">${t.exchange.step}</th><th scope="col">${t.exchange.who}</th><th scope="col">${t.exchange.codes}</th></tr></thead><tbody>${steps.map((leaf) =>
      html`<tr><th scope="row">${leaf.sequence}</th>${cell(t.exchange.time, fullTime(leaf.time))}${cell(t.exchange.step, leaf.kind)}${cell(t.exchange.who, html`<code>${leaf.actor}</code>`)}${cell(t.exchange.codes, codesOf(leaf.codes))}</tr>`)}</tbody></table></div></section>`,
  };
}
