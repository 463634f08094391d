import { attributes, type Html, html, icon } from '@ncp/web';
import type { Article, Prescription, SuggestionList } from '../api/answers.js';
import type { VisitWork } from '../visit-work.js';
import { type Frame, type Page, say, type VisitStrip } from './frame.js';
import { badge, button, foreign, form, heading, key, linkButton, unseen } from './parts.js';
import { linesOf } from './read-document.js';

export interface ProductPage {
  readonly opened: Prescription;
  readonly suggested: SuggestionList;
  /** What was searched for, and what was found. */
  readonly search?: { readonly text: string; readonly found: readonly Article[] };
  /** The choice is for a hand-over that already happened. */
  readonly late: boolean;
}

const article = (frame: Frame, one: Article): Html => {
  const { t } = frame;
  return html`<h3>${one.name} <span class="quiet">${one.strengthText}</span></h3><p>${one.formText}${one.packText === undefined ? undefined : html`, ${one.packText}`}${one.varunummer === undefined ? undefined : html` · ${t.product.varunummer} ${one.varunummer}`}${one.manufacturer === undefined ? undefined : html` · ${one.manufacturer}`}</p>`;
};

const choose = (frame: Frame, visit: VisitWork, { opened, late }: ProductPage, one: Article, extra: { readonly packs?: string | undefined; readonly shortcut?: string } = {}): Html =>
  form(frame, { action: `/visits/${visit.id}/prescriptions/${opened.key}/products`, className: 'inline' }, html`<input type="hidden" name="nplPackId" value="${one.nplPackId}"><input type="hidden" name="name" value="${`${one.name} ${one.strengthText}${one.packText === undefined ? '' : `, ${one.packText}`}`}">${extra.packs === undefined ? undefined : html`<input type="hidden" name="packs" value="${extra.packs}">`}${late ? html`<input type="hidden" name="late" value="1">` : undefined}<button ${attributes({ type: 'submit', class: extra.shortcut === undefined ? 'button plain' : 'button', 'data-key': extra.shortcut, 'aria-keyshortcuts': extra.shortcut })}>${frame.t.product.choose}${unseen(`${one.name} ${one.strengthText}${one.packText === undefined ? '' : ` ${one.packText}`}`)}${extra.shortcut === undefined ? undefined : key(extra.shortcut)}</button>`);

const PRESCRIBED = ['product.name', 'product.kind.code', 'product.strength', 'product.form', 'product.pack-content', 'prescription.packages', 'prescription.substitution'];

/** What the prescription says of the product, so that the choice needs no scrolling back. */
const prescribed = (frame: Frame, opened: Prescription): Html => {
  const lines = linesOf(opened);
  return html`<dl class="facts">${PRESCRIBED.flatMap((name) => lines.filter((line) => line.key === name && (line.sv ?? line.original) !== undefined)).map((line) => html`<div><dt>${say(frame, line.label)}</dt><dd>${line.sv === undefined ? foreign(line.original?.text ?? '', line.original?.language) : html`<span lang="sv">${line.sv}</span>`}</dd></div>`)}</dl>`;
};

/** Step 7: proposals, marked as such and with their arithmetic (decisions D78), and the search; the pharmacist chooses. */
export function productView(frame: Frame, visit: VisitWork, strip: VisitStrip, page: ProductPage): Page {
  const { t } = frame;
  const { opened, suggested, search, late } = page;
  const base = `/visits/${visit.id}/prescriptions/${opened.key}`;
  const tier = { 'same': t.product.same, 'same-other-size': t.product.size, 'other-strength': t.product.strength };
  return {
    title: t.product.title, step: 7, visit: strip,
    main: html`${heading(late ? `${t.product.title} – ${t.late.title}` : t.product.title)}<section class="card"><h2>${t.product.prescribed}</h2>${prescribed(frame, opened)}</section>
<section aria-labelledby="suggestions"><h2 id="suggestions">${t.product.suggestions}</h2><p class="hint">${icon('info')}${say(frame, suggested.notice)} ${t.product.suggestionHint}</p>${suggested.suggestions.length === 0 ? html`<p class="notice note">${icon('info')}${t.product.none} ${t.product.narcotic}</p>` : html`<ul class="cards">${suggested.suggestions.map((one, index) => html`<li class="card row"><div><p>${badge('note', 'info', t.product.suggestion)} <span class="quiet">${tier[one.tier]}</span></p>${article(frame, one.article)}<p class="arithmetic"><span class="quiet">${t.product.arithmetic}:</span> ${say(frame, one.arithmetic)}</p></div>${choose(frame, visit, page, one.article, { packs: one.packs, ...(index === 0 ? { shortcut: 'F2' } : {}) })}</li>`)}</ul>`}</section>
<section aria-labelledby="search-title"><h2 id="search-title">${t.product.search}</h2><form method="post" action="${`${base}/products/search`}" class="search" role="search" data-working="${t.product.searching}" autocomplete="off"><input type="hidden" name="_csrf" value="${frame.csrf ?? ''}">${late ? html`<input type="hidden" name="late" value="1">` : undefined}<label class="unseen" for="q">${t.product.search}</label><input ${attributes({ id: 'q', name: 'q', type: 'search', value: search?.text ?? '', maxlength: 60, autocomplete: 'off', spellcheck: 'false' })}>${button(html`${icon('search')}${t.product.searchButton}`, { plain: true })}</form>
${search === undefined ? undefined : html`<div role="status"><h3>${t.product.results}</h3>${search.found.length === 0 ? html`<p>${t.product.noResults}</p>` : undefined}</div><ul class="cards">${search.found.map((one) => html`<li class="card row"><div>${article(frame, one)}</div>${choose(frame, visit, page, one)}</li>`)}</ul>`}</section>
<p class="actions">${linkButton(base, t.app.back)}${linkButton(`/visits/${visit.id}/prescriptions`, t.list.title, { shortcut: 'F4' })}</p>`,
  };
}
