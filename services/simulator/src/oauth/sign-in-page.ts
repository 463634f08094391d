import { peopleOf } from './people.js';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\'', '&#39;');

const STYLE = `body{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
button{display:block;width:100%;margin:.5rem 0;padding:.75rem 1rem;font:inherit;text-align:left;background:#fff;border:2px solid #1f4e79;border-radius:.3rem;cursor:pointer;color:#1a1a1a}
button:hover,button:focus-visible{background:#e8f0f8;outline:3px solid #1f4e79;outline-offset:2px}small{display:block;color:#444}`;

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store',
  // No form-action: the answer to the form redirects to the client, whose port is not known here.
  'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'`,
};

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="sv"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;

/** Choose who you are: one button a person, no password. The request travels in hidden fields. */
export function signInPage(parameters: URLSearchParams): string {
  const hint = parameters.get('login_hint') ?? '';
  const people = [...peopleOf(parameters.get('client_id') ?? '')].sort((a, b) => Number(b.key === hint) - Number(a.key === hint));
  const hidden = [...parameters].filter(([name]) => name !== 'person').map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`).join('');
  const buttons = people.map(({ key, name, orgName, situation }, index) =>
    `<button type="submit" name="person" value="${key}"${index === 0 ? ' autofocus' : ''}>${escape(name)}<small>${escape(situation)} · ${escape(orgName)}</small></button>`).join('');
  return page('Logga in (simulerad)', `<h1>Logga in</h1><p>Simulerad inloggning för utveckling; alla personer är påhittade.<br><span lang="en">Simulated sign-in for development; all persons are fictional.</span></p><form method="post" action="authorize">${hidden}${buttons}</form>`);
}

export const refusalPage = (parameter: string): string =>
  page('Fel', `<h1>Begäran går inte att använda</h1><p lang="en">The parameter <code>${escape(parameter)}</code> is missing or not allowed.</p>`);
