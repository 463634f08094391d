import { html, icon, type SignedOut } from '@ncp/web';
import { heading, type Frame, type Page } from './frame.js';

export function signInView({ t }: Frame, why: SignedOut): Page {
  const said = why === 'first' ? undefined : t.signIn[why];
  const bad = why === 'failed' || why === 'unavailable';
  return {
    title: t.signIn.title,
    main: html`${heading(t.app.name)}${said === undefined ? undefined : html`<p class="notice ${bad ? 'bad' : 'note'}" role="status">${icon(bad ? 'warning' : 'info')}${said}</p>`}<p>${t.signIn.lead}</p><p><a class="button" href="/sign-in/start">${t.signIn.button}</a></p>`,
  };
}

/** Between the issuer and the first page: from here on the browser moves within this site, so the strict cookie travels. */
export const signedInView = ({ t }: Frame): Page => ({ title: t.signIn.done, main: html`${heading(t.signIn.done)}<p><a class="button" href="/">${t.signIn.continue}</a></p>` });

export const errorView = ({ t }: Frame, { text, code, hint }: { readonly text: string; readonly code: string; readonly hint?: string }): Page => ({
  title: t.error.title,
  main: html`${heading(t.error.title)}<div class="verdict bad"><p class="headline">${icon('warning')}${text}</p>${hint === undefined ? undefined : html`<p>${hint}</p>`}</div><p>${t.error.code}: <code>${code}</code></p><p><a class="button plain" href="/">${t.error.home}</a></p>`,
});
