import type { Request, Response } from 'express';

/**
 * What the browser may do with a page: scripts and styles from files of this origin only, nothing inline, nothing evaluated, no
 * frames, no plug-ins, no address elsewhere (WEB-01 to WEB-03).
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "connect-src 'self'",
  "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
].join('; ');

/** A PDF of another country: shown by the browser's own viewer, with no right to load anything. */
export const DOCUMENT_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  // Nothing of a person stays in the browser, not even for the back button.
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

export function secure(response: Response): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
}

/** Is the request for us? A name that we do not bear comes from a rebound DNS entry. */
export const ownHost = (request: Request, origin: string): boolean => request.headers.host === new URL(origin).host;

/**
 * Did a page of ours send this change? Browsers say where a form comes from; the header cannot be set by a page. Absent both,
 * the token of the form alone decides (WEB-03).
 */
export function ownPage(request: Request, origin: string): boolean {
  const { origin: from, 'sec-fetch-site': site } = request.headers;
  if (from !== undefined && from !== origin) return false;
  return site === undefined || site === 'same-origin' || site === 'none';
}
