import { countryNames, ERROR_REGISTRY, ownerOf } from '@ncp/domain';
import type { AuditStep, TransactionRow } from '@ncp/store';
import { html, type Html } from '@ncp/web';
import { badge, cell, codesOf, fullTime, heading, outcomeBadge, serviceName, type Frame, type Page } from './frame.js';

export interface ExchangePage {
  readonly id: string;
  readonly messages: readonly TransactionRow[];
  readonly steps: readonly AuditStep[];
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

const stepRow = (frame: Frame, { step, ms, failed }: TransactionRow['steps'][number]): Html => {
  const { t } = frame;
  return html`<tr><th scope="row">${t.steps[step]}</th>${cell(t.exchange.took, t.app.ms(String(Math.round(ms))))}${cell(t.exchange.outcome, failed ? badge('bad', 'cross', t.exchange.failed) : badge('good', 'check', t.exchange.ok))}</tr>`;
};

const message = (frame: Frame, one: TransactionRow): Html => {
  const { t, language } = frame;
  return html`<article class="card"><h3>${serviceName(frame, one.service)}, ${one.direction === 'inbound' ? t.search.inbound : t.search.outbound} ${countryNames(one.country)[language]}</h3>
<p>${fullTime(one.receivedAt)} ${outcomeBadge(frame, one.outcome)} ${codesOf(one.codes)}</p>${bar(frame, one)}
${one.codes.length === 0 ? undefined : html`<ul>${one.codes.map((code) => meaning(frame, code))}</ul>`}
${one.steps.length === 0 ? undefined : html`<table><thead><tr><th scope="col">${t.exchange.step}</th><th scope="col">${t.exchange.took}</th><th scope="col">${t.exchange.outcome}</th></tr></thead><tbody>${one.steps.map((step) => stepRow(frame, step))}</tbody></table>`}
<p class="quiet">${t.exchange.message}: <code>${one.messageId}</code></p></article>`;
};

/** One exchange: its messages step by step, and what the audit log holds of it. Content is never here. */
export function exchangeView(frame: Frame, { id, messages, steps }: ExchangePage): Page {
  const { t } = frame;
  return {
    title: t.exchange.title,
    main: html`${heading(t.exchange.title)}<p><code>${id}</code></p><section aria-labelledby="messages"><h2 id="messages">${t.exchange.messages}</h2>${messages.map((one) => message(frame, one))}</section>
<section aria-labelledby="audit"><h2 id="audit">${t.exchange.audit}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="audit"><table><thead><tr><th scope="col">${t.exchange.number}</th><th scope="col">${t.exchange.time}</th><th scope="col">${t.exchange.step}</th><th scope="col">${t.exchange.who}</th><th scope="col">${t.exchange.codes}</th></tr></thead><tbody>${steps.map((leaf) =>
      html`<tr><th scope="row">${leaf.sequence}</th>${cell(t.exchange.time, fullTime(leaf.time))}${cell(t.exchange.step, leaf.kind)}${cell(t.exchange.who, html`<code>${leaf.actor}</code>`)}${cell(t.exchange.codes, codesOf(leaf.codes))}</tr>`)}</tbody></table></div></section>`,
  };
}
