import { type Html, html, icon } from '@ncp/web';
import type { Dispensation, Prescription } from '../api/answers.js';
import { sv } from '../texts/sv.js';
import { type Frame, type Page, showTime, type VisitStrip } from './frame.js';
import { foreign, heading, key, linkButton } from './parts.js';
import { doseOf } from './read-document.js';

export interface ReceiptPage {
  readonly dispensation: Dispensation;
  readonly country: string;
  /** While the visit is remembered: for the label. */
  readonly patient?: string;
  readonly opened?: Prescription;
}

const idText = ({ root, extension }: { readonly root: string; readonly extension?: string | undefined }): string => (extension === undefined ? root : `${extension} (${root})`);

const receipt = (frame: Frame, { dispensation: one, country, patient }: ReceiptPage): Html => {
  const { t } = frame;
  const line = (word: string, value: Html | string | undefined): Html | undefined => (value === undefined ? undefined : html`<div><dt>${word}</dt><dd>${value}</dd></div>`);
  return html`<section class="card paper" id="receipt"><h2>${t.receipt.receipt}</h2>${one.late ? html`<p><strong>${t.receipt.late}</strong></p>` : undefined}<dl class="facts">${line(t.receipt.pharmacy, frame.who?.organisation === '' ? undefined : frame.who?.organisation)}${line(t.receipt.professional, frame.who?.name)}${line(t.receipt.patient, patient === undefined ? undefined : foreign(patient))}${line(t.receipt.country, country)}${line(t.receipt.product, `${one.product.name} ${one.product.strengthText}${one.product.packText === undefined ? '' : `, ${one.product.packText}`}`)}${line(t.product.varunummer, one.product.varunummer)}${line(t.receipt.packages, one.packages)}${line(t.receipt.lot, one.product.lotNumber)}${line(t.receipt.confirmedAt, showTime(one.handedOverAt))}${line(t.receipt.recordedAt, one.recordedAt === undefined ? undefined : showTime(one.recordedAt))}${line(t.receipt.dispensation, html`<code>${idText(one.documentId)}</code>`)}${line(t.receipt.prescription, html`<code>${idText(one.prescriptionId)}</code>`)}${line(t.delivery.exchange, html`<code>${one.exchange}</code>`)}</dl><p>${t.receipt.price}</p></section>`;
};

/** In Swedish whatever the language of the page: it goes on the package. The dose stands as written; ours is marked as ours. */
const label = (frame: Frame, { dispensation: one, patient, opened }: ReceiptPage): Html => {
  if (opened === undefined) return html`<p class="notice note">${icon('info')}${frame.t.receipt.gone}</p>`;
  const dose = doseOf(opened);
  return html`<section class="card paper label" id="label" lang="sv"><h2>${sv.receipt.label}</h2><p class="label-name">${patient === undefined ? undefined : foreign(patient)}</p><p><strong>${one.product.name} ${one.product.strengthText}</strong>${one.product.packText === undefined ? undefined : html`, ${one.product.packText}`}</p>
${dose.written.length === 0 && dose.generated.length === 0 ? html`<p>${icon('warning')}${sv.receipt.noDose}</p>` : undefined}${dose.written.length === 0 ? undefined : html`<p class="quiet">${sv.receipt.dose}:</p>${dose.written.map(({ text, language }) => html`<p class="dose">${foreign(text, language)}</p>`)}`}${dose.generated.length === 0 ? undefined : html`<p class="quiet">${sv.receipt.doseGenerated}:</p>${dose.generated.map((sentence) => html`<p class="dose generated">${icon('generated')}${sentence}</p>`)}`}<p>${sv.receipt.keep}</p><p class="quiet">${[frame.who?.organisation ?? '', showTime(one.handedOverAt)].filter((part) => part !== '').join(' · ')}</p></section>`;
};

/** Step 10: what the patient takes along. Only for what the other country has recorded (D72), or for a late recording as such. */
export function receiptView(frame: Frame, page: ReceiptPage, strip: VisitStrip | undefined): Page {
  const { t } = frame;
  const recorded = page.dispensation.counter === 'recorded' && page.dispensation.handOver !== 'no';
  return {
    title: t.receipt.title, step: 10, ...(strip === undefined ? {} : { visit: strip }),
    main: recorded
      ? html`${heading(t.receipt.title)}<p class="actions no-print"><button type="button" class="button" data-print data-key="F2" aria-keyshortcuts="F2">${t.receipt.print}${key('F2')}</button>${linkButton('/', t.receipt.done)}${strip === undefined ? undefined : linkButton(`/visits/${strip.id}/prescriptions`, t.delivery.toList, { shortcut: 'F4' })}</p><div class="columns">${receipt(frame, page)}${label(frame, page)}</div>`
      : html`${heading(t.receipt.title)}<p class="notice bad">${icon('cross')}${t.receipt.notYet}</p><p class="actions">${linkButton(`/dispensations/${page.dispensation.id}`, t.mine.show, { plain: false })}</p>`,
  };
}
