import { html, icon, type SignedOut } from '@ncp/web';
import type { Frame, Page } from './frame.js';
import { heading, linkButton } from './parts.js';

export function signInView({ t }: Frame, why: SignedOut): Page {
  const said = why === 'first' ? undefined : t.signIn[why];
  return {
    title: t.signIn.title,
    main: html`${heading(t.app.name)}${said === undefined ? undefined : html`<p class="notice ${why === 'failed' || why === 'unavailable' ? 'bad' : 'note'}" role="status">${icon(why === 'failed' || why === 'unavailable' ? 'warning' : 'info')}${said}</p>`}
<p>${t.signIn.lead}</p><p hx-boost:inherited="false">${linkButton('/sign-in/start', t.signIn.button, { plain: false, shortcut: 'F2' })}</p>`,
  };
}

/** Between the issuer and the first page: from here on the browser moves within this site, so the strict cookie travels. */
export const signedInView = ({ t }: Frame): Page => ({
  title: t.signIn.done,
  main: html`${heading(t.signIn.done)}<p hx-boost:inherited="false">${linkButton('/', t.signIn.continue, { plain: false, shortcut: 'F2' })}</p>`,
});
