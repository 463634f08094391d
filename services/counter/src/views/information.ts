import { external, html } from '@ncp/web';
import { countryName, type VisitWork } from '../visit-work.js';
import { type Frame, type Page, say, type VisitStrip } from './frame.js';
import { button, errorSummary, form, heading, tick } from './parts.js';

/** Step 2: the notice of the patient's country and Sweden's, before anything is asked (sweden-national 1.4 step 3). */
export function informationView(frame: Frame, visit: VisitWork, strip: VisitStrip, missing = false): Page {
  const { t } = frame;
  const { notice } = visit.mask;
  const more = external(notice.url);
  return {
    title: t.information.title, step: 2, visit: strip,
    main: html`${heading(t.information.title)}<p class="lead">${t.information.lead}</p>${missing ? errorSummary(t.identify.errors, [{ field: 'informed', label: t.information.title, rule: t.information.missing }]) : undefined}
<div class="columns"><section class="card" aria-labelledby="from-country"><h2 id="from-country">${t.information.fromCountry(countryName(visit, frame.language))}</h2><p>${say(frame, notice)}</p>${more === undefined ? undefined : html`<p><a href="${more}" rel="noreferrer noopener" target="_blank">${t.information.more} (${t.app.newWindow})</a></p>`}</section>
<section class="card" aria-labelledby="from-sweden"><h2 id="from-sweden">${t.information.fromSweden}</h2>${t.information.swedish.map((line) => html`<p>${line}</p>`)}</section></div>
${form(frame, { action: `/visits/${visit.id}/information` }, html`${tick({ id: 'informed', name: 'informed', label: t.information.tick, checked: visit.informed, wrong: missing ? t.information.missing : undefined })}<p class="actions">${button(t.app.next, { shortcut: 'F2' })}</p>`)}`,
  };
}
