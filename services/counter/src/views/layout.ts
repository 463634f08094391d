import { attributes, type Html, html, icon } from '@ncp/web';
import type { Frame, Page, VisitStrip } from './frame.js';
import { foreign, key, token } from './parts.js';

const HTMX = JSON.stringify({
  // Only what is used may run; nothing is evaluated, nothing is styled by script, the back button asks the server.
  extensions: 'sse', includeIndicatorCSS: false, history: 'reload', mode: 'same-origin', defaultTimeout: 90_000, sse: { reconnectDelay: 1000, reconnectMaxDelay: 10_000 },
});

/** One way through the work; what lies ahead is told, not offered. */
const steps = ({ t }: Frame, now: number, visit: VisitStrip | undefined): Html => html`<nav class="steps" aria-label="${t.app.steps}"><p class="quiet">${t.app.of(now, t.steps.length)}</p><ol>${t.steps.map((word, index) => {
  const link = index + 1 === now ? undefined : visit?.links[index];
  return html`<li ${attributes({ class: index + 1 < now ? 'done' : index + 1 === now ? 'now' : undefined, 'aria-current': index + 1 === now ? 'step' : undefined })}><span class="number">${index + 1}</span>${link === undefined ? html`<span>${word}</span>` : html`<a href="${link}">${word}</a>`}</li>`;
})}</ol></nav>`;

const strip = (frame: Frame, visit: VisitStrip): Html => html`<div class="strip"><p><span class="quiet">${frame.t.app.visit}</span> <strong>${visit.country}</strong>${visit.person === undefined ? undefined : html` · ${foreign(visit.person)}`}</p><form method="post" action="/visits/${visit.id}/close">${token(frame)}<button type="submit" class="link">${frame.t.app.endVisit}</button></form></div>`;

const header = (frame: Frame): Html => {
  const { t, who } = frame;
  return html`<header class="top"><a class="brand" href="/">${t.app.name}</a>${who === undefined ? undefined : html`<nav aria-label="${t.app.name}"><a ${attributes({ href: '/', 'data-key': 'F9', 'aria-keyshortcuts': 'F9' })}>${t.app.newVisit}${key('F9')}</a><a ${attributes({ href: '/dispensations', 'data-key': 'F8', 'aria-keyshortcuts': 'F8' })}>${t.app.mine}${key('F8')}</a></nav>`}<div class="person">${who === undefined ? undefined : html`<span>${who.name}${who.organisation === '' ? undefined : html`<span class="quiet">, ${who.organisation}</span>`}</span>`}
<form method="post" action="/language" hx-boost="false">${token(frame)}<input type="hidden" name="language" value="${t.code === 'sv' ? 'en' : 'sv'}"><button type="submit" class="link" lang="${t.code === 'sv' ? 'en' : 'sv'}">${t.app.language}<span class="unseen" lang="${t.code}"> ${t.app.languageLabel}</span></button></form>${who === undefined ? undefined : html`<form method="post" action="/sign-out" hx-boost="false">${token(frame)}<button type="submit" class="link">${t.app.signOut}</button></form>`}</div></header>`;
};

/** The whole page. Scripts and styles are files of this origin; the page itself holds neither (WEB-01). */
export function layout(frame: Frame, page: Page): Html {
  const { t, assets, who } = frame;
  return html`<!doctype html>
<html lang="${t.code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><meta name="htmx-config" content="${HTMX}">
<title>${page.title} – ${t.app.name}</title><link rel="icon" href="${assets.icon}" type="image/svg+xml"><link rel="stylesheet" href="${assets.css}"><script src="${assets.htmx}" defer></script><script src="${assets.sse}" defer></script><script src="${assets.js}" defer></script></head>
<body hx-boost:inherited="target:#page,select:#page,swap:outerHTML" ${attributes({ 'data-network-lost': t.app.networkLost, 'data-idle-ms': who === undefined ? undefined : frame.idleMs })}>
<a class="skip" href="#main">${t.app.skip}</a>
<div id="live" class="unseen" role="status" aria-live="polite"></div>
<div id="alert" role="alert" hidden></div>
<div id="idle" class="notice wait" role="alertdialog" aria-labelledby="idle-text" hidden><p id="idle-text">${t.app.idleWarning}</p><button type="button" class="button" id="stay">${t.app.stay}</button></div>
<div id="page" data-title="${page.title}">${frame.demo ? html`<p class="banner">${icon('info')}${t.app.banner}</p>` : undefined}${header(frame)}${page.step === undefined ? undefined : steps(frame, page.step, page.visit)}${page.visit === undefined ? undefined : strip(frame, page.visit)}
<main id="main">${frame.notice === undefined ? undefined : html`<p class="notice note" role="status">${icon('info')}${frame.notice}</p>`}${page.main}</main></div></body></html>`;
}
