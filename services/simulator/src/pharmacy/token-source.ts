/** How a script of a pharmacy signs in at the development issuer: as one of its sample people, without a page. */
const GRANT = 'urn:ncpeh:simulator:person';
const EARLY_MS = 60_000;

/** Gives a token that is good for a while yet, asking for a new one when it must. */
export function tokenSource(tokenUrl: string, person: string): () => Promise<string> {
  let held: { readonly token: string; readonly until: number } | undefined;
  return async () => {
    if (held !== undefined && performance.now() < held.until) return held.token;
    const answer = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams({ grant_type: GRANT, person }) });
    if (!answer.ok) throw new Error(`the issuer answered ${String(answer.status)}`);
    const { access_token: token, expires_in: seconds } = (await answer.json()) as { readonly access_token: string; readonly expires_in: number };
    held = { token, until: performance.now() + seconds * 1_000 - EARLY_MS };
    return token;
  };
}
