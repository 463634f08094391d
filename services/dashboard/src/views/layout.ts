import { attributes, html, icon, type Html } from '@ncp/web';
import { ACTIONS, mayAct, type Role } from '../operator.js';
import type { Texts } from '../texts/index.js';
import { formToken, type Frame, type Page } from './frame.js';

const HTMX = JSON.stringify({
  // Only what is used may run; nothing is evaluated, nothing is styled by script, the back button asks the server.
  extensions: 'sse', includeIndicatorCSS: false, history: 'reload', mode: 'same-origin', defaultTimeout: 30_000, sse: { reconnectDelay: 2000, reconnectMaxDelay: 20_000 },
});

interface MenuItem {
  readonly href: string;
  readonly word: (t: Texts) => string;
  /** Shown to whoever may open it; anybody who is signed in when left out. */
  readonly needed?: Role;
}

/** Pages of the menu, in its order: one line each. */
const MENU: readonly MenuItem[] = [
  { href: '/', word: (t) => t.app.home },
  { href: '/exchanges', word: (t) => t.app.search },
  { href: '/dispensations', word: (t) => t.app.ledgers },
  { href: '/statistics', word: (t) => t.app.statistics },
  { href: '/fair-use', word: (t) => t.app.fairUse },
  { href: '/queue', word: (t) => t.queue.title, needed: ACTIONS['see-queue'] },
  { href: '/audit', word: (t) => t.audit.title, needed: ACTIONS['see-audit'] },
  { href: '/trust', word: (t) => t.trust.title, needed: ACTIONS['see-trust'] },
  { href: '/terminology', word: (t) => t.terminology.title, needed: ACTIONS['see-terminology'] },
  { href: '/configuration', word: (t) => t.configuration.title, needed: ACTIONS['see-configuration'] },
  { href: '/roles', word: (t) => t.roles.title },
];

function header(frame: Frame): Html {
  const { t, who, path } = frame;
  const link = (href: string, word: string): Html => html`<a ${attributes({ href, 'aria-current': path === href ? 'page' : undefined })}>${word}</a>`;
  const other = t.code === 'sv' ? 'en' : 'sv';
  return html`<header class="top"><a class="brand" href="/">${t.app.name}</a>${who === undefined ? undefined : html`<nav aria-label="${t.app.menu}">${MENU.filter(({ needed = 'viewer' }) => mayAct(who.role, needed)).map(({ href, word }) => link(href, word(t)))}</nav>`}<div class="person">${who === undefined ? undefined : html`<span>${who.name}<span class="quiet">, ${t.app.role[who.role]}</span></span>`}
<form method="post" action="/language" hx-boost="false">${formToken(frame)}<input type="hidden" name="language" value="${other}"><button type="submit" class="link" lang="${other}">${t.app.language}<span class="unseen" lang="${t.code}"> ${t.app.languageLabel}</span></button></form>${who === undefined ? undefined : html`<form method="post" action="/sign-out" hx-boost="false">${formToken(frame)}<button type="submit" class="link">${t.app.signOut}</button></form>`}</div></header>`;
}

/** The whole page. Scripts and styles are files of this origin; the page itself holds neither (WEB-01). */
export function layout(frame: Frame, page: Page): Html {
  const { t, assets, who } = frame;
  return html`<!doctype html>
<html lang="${t.code}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><meta name="htmx-config" content="${HTMX}">
<title>${page.title} – ${t.app.name}</title><link rel="icon" href="${assets.icon}" type="image/svg+xml"><link rel="stylesheet" href="${assets.css}"><link rel="stylesheet" href="${assets.own}"><script src="${assets.htmx}" defer></script><script src="${assets.sse}" defer></script><script src="${assets.js}" defer></script></head>
<body ${attributes({ 'data-network-lost': t.app.networkLost, 'data-idle-ms': who === undefined ? undefined : frame.idleMs })}>
<a class="skip" href="#main">${t.app.skip}</a>
<div id="live" class="unseen" role="status" aria-live="polite"></div><div id="alert" role="alert" hidden></div>
<div id="idle" class="notice wait" role="alertdialog" aria-labelledby="idle-text" hidden><p id="idle-text">${t.app.idleWarning}</p><button type="button" class="button" id="stay">${t.app.stay}</button></div>
<div id="page" data-title="${page.title}">${frame.demo ? html`<p class="banner">${icon('info')}${t.app.banner}</p>` : undefined}${header(frame)}
<main id="main">${frame.notice === undefined ? undefined : html`<p class="notice note" role="status">${icon('info')}${frame.notice}</p>`}${page.main}</main></div></body></html>`;
}
