import { html, icon } from '@ncp/web';
import type { Prescription } from '../api/answers.js';
import type { VisitWork } from '../visit-work.js';
import { type Frame, type Page, say, type VisitStrip } from './frame.js';
import { dispensableBadge, warnings } from './list.js';
import { heading, linkButton } from './parts.js';
import { readDocument } from './read-document.js';

/** Step 6: one prescription, Swedish beside the original. */
export function prescriptionView(frame: Frame, visit: VisitWork, strip: VisitStrip, opened: Prescription): Page {
  const { t } = frame;
  const base = `/visits/${visit.id}/prescriptions/${opened.key}`;
  const { answer, reasons } = opened.dispensable;
  const blocked = answer === 'no';
  return {
    title: t.prescription.title, step: 6, visit: strip,
    main: html`${heading(t.prescription.title)}<div class="notice ${answer === 'yes' ? 'good' : answer === 'no' ? 'bad' : 'wait'}"><p>${dispensableBadge(frame, answer)}</p>${reasons.length === 0 ? undefined : html`<ul>${reasons.map(({ text }) => html`<li>${say(frame, text)}</li>`)}</ul>`}</div>
${warnings(frame, opened.warnings)}
<p class="actions">${blocked ? undefined : linkButton(`${base}/products`, t.prescription.dispense, { plain: false, shortcut: 'F2' })}${opened.forms.includes('pdf') ? html`<a class="button plain" href="${`${base}/original.pdf`}" target="_blank" rel="noopener">${icon('document')}${t.prescription.pdf} <span class="quiet">(${t.app.newWindow})</span></a>` : html`<span class="quiet">${t.prescription.noPdf}</span>`}${linkButton(`/visits/${visit.id}/prescriptions`, t.app.back, { shortcut: 'F4' })}</p>
${readDocument(frame, opened)}
${blocked ? undefined : html`<p class="actions">${linkButton(`${base}/products`, t.prescription.dispense, { plain: false })}${linkButton(`${base}/products?late=1`, t.prescription.late)}</p>`}`,
  };
}
