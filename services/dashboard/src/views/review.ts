import { countryCode, countryNames } from '@ncp/domain';
import type { LogReview, ReviewFinding, ReviewSample, SampledExchange } from '@ncp/store';
import { html, type Html, type IconName } from '@ncp/web';
import { badge, cell, codesOf, formToken, fullTime, heading, serviceName, tableSection, type Frame, type Page, type Tone } from './frame.js';

/** Sizes to choose from [local]. */
export const SAMPLE_SIZES = [10, 25, 50, 100] as const;

const sampleRow = (frame: Frame, one: ReviewSample): Html => {
  const { t } = frame;
  const done = one.reviewed >= one.exchanges;
  return html`<tr><th scope="row"><a href="/audit/review/${one.id}">${t.review.sample(one.id)}</a></th>${cell(t.review.period, html`${fullTime(one.from)} – ${fullTime(one.until)}`)}${cell(t.review.drawnAt, html`${fullTime(one.drawnAt)}, <code>${one.drawnBy}</code>`)}${
    cell(t.review.progress, badge(done ? 'good' : 'wait', done ? 'check' : 'clock', t.review.reviewedOf(String(one.reviewed), String(one.exchanges))))}</tr>`;
};

/** Systematic log review: random samples, each of what came since the one before. */
export function reviewView(frame: Frame, samples: readonly ReviewSample[]): Page {
  const { t } = frame;
  return {
    title: t.review.title,
    main: html`${heading(t.review.title)}<p class="lead">${t.review.lead}</p>
<form method="post" action="/audit/review" class="card filter">${formToken(frame)}<div class="field"><label for="size">${t.review.size}</label><select id="size" name="size">${SAMPLE_SIZES.map((size) => html`<option value="${size}">${size}</option>`)}</select></div><p class="actions"><button type="submit" class="button">${t.review.draw}</button></p></form>
${tableSection({ id: 'samples', title: t.review.samples, columns: [t.review.which, t.review.period, t.review.drawnAt, t.review.progress], rows: samples.map((one) => sampleRow(frame, one)), none: t.review.none })}<p><a href="/audit">${t.audit.back}</a></p>`,
  };
}

const FINDINGS: Readonly<Record<ReviewFinding, readonly [Tone, IconName]>> = { 'in-order': ['good', 'check'], 'to-investigate': ['bad', 'warning'] };

function review(frame: Frame, sample: string, { exchange, mark }: SampledExchange): Html {
  const { t } = frame;
  if (mark !== undefined) return html`${badge(...FINDINGS[mark.finding], t.review.findings[mark.finding])} ${mark.reviewer}, ${fullTime(mark.at)}`;
  const button = (finding: ReviewFinding): Html => html`<button type="submit" class="button plain" name="finding" value="${finding}">${t.review.findings[finding]}<span class="unseen"> ${exchange}</span></button>`;
  return html`<form method="post" action="/audit/review/${sample}" class="actions">${formToken(frame)}<input type="hidden" name="exchange" value="${exchange}">${button('in-order')}${button('to-investigate')}</form>`;
}

const exchangeRow = (frame: Frame, sample: string, one: SampledExchange): Html => {
  const { t, language } = frame;
  return html`<tr><th scope="row"><a href="/exchanges/${one.exchange}">${fullTime(one.first)}<span class="unseen"> ${one.exchange}</span></a></th>${cell(t.country.service, one.kinds.map((kind) => serviceName(frame, kind)).join(', '))}${cell(t.search.country, countryNames(countryCode(one.country))[language])}${
    cell(t.exchange.who, one.actors.map((actor) => html`<code>${actor}</code> `))}${cell(t.exchange.codes, codesOf(one.codes))}${cell(t.review.review, review(frame, sample, one))}</tr>`;
};

/** One sample: every exchange of it, and who has reviewed it. */
export function sampleView(frame: Frame, { sample, rows }: NonNullable<Awaited<ReturnType<LogReview['sample']>>>): Page {
  const { t } = frame;
  const title = t.review.sample(sample.id);
  return {
    title,
    main: html`${heading(title)}<p>${fullTime(sample.from)} – ${fullTime(sample.until)}. ${t.review.reviewedOf(String(sample.reviewed), String(sample.exchanges))}.</p><p class="quiet">${t.review.again} ${t.review.leaves(String(sample.after + 1n), String(sample.upto))} ${t.review.seed} <code>${sample.seed}</code>.</p>
${tableSection({ id: 'exchanges', title: t.search.title, columns: [t.search.time, t.country.service, t.search.country, t.exchange.who, t.exchange.codes, t.review.review], rows: rows.map((one) => exchangeRow(frame, sample.id, one)), none: t.review.none })}<p><a href="/audit/review">${t.review.back}</a></p>`,
  };
}
