import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@ncp/runtime';
import { generateKeyPair, jwtVerify, SignJWT } from 'jose';

/** A system that may ask for tokens. Without a secret the client id is enough: on loopback, or behind mutual TLS. */
export interface TokenClient {
  readonly id: string;
  readonly secret?: string;
  /** `read`: may look, not register (another role than a pharmacy's). */
  readonly role: 'gateway' | 'read';
}

export interface TokenHolder {
  readonly client: string;
  readonly role: TokenClient['role'];
}

export interface TokenService {
  /** OAuth2 client_credentials (decisions G11). Undefined when the client is not known so. */
  issue(form: URLSearchParams): Promise<{ readonly accessToken: string; readonly expiresIn: number } | undefined>;
  /** Who holds this bearer token; undefined when it is not ours, has ended or was revoked. */
  holder(authorization: string | undefined): Promise<TokenHolder | undefined>;
  /** Ends every token that was issued so far. */
  revokeAll(): void;
}

const ISSUER = 'urn:ncpeh:simulator:nll';
const AUDIENCE = 'nll';

const equal = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** `clock` is real time, not the demo clock that can be set: a jump of the demo must not end every session. */
export async function tokenService(clients: readonly TokenClient[], clock: Clock, lifeSeconds: number): Promise<TokenService> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  let generation = 1;
  // A signature needs to be checked once per token; its end, on every use.
  const verified = new Map<string, { readonly holder: TokenHolder; readonly endsAt: number }>();
  const seconds = (): number => Math.floor(clock.epochMs() / 1000);
  return {
    async issue(form) {
      const client = clients.find(({ id }) => id === form.get('client_id'));
      const secret = form.get('client_secret') ?? '';
      if (client === undefined || form.get('grant_type') !== 'client_credentials') return undefined;
      if (client.secret !== undefined && !equal(client.secret, secret)) return undefined;
      const accessToken = await new SignJWT({ role: client.role, loa: 3, generation })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
        .setIssuer(ISSUER).setAudience(AUDIENCE).setSubject(client.id).setJti(randomUUID())
        .setIssuedAt(seconds()).setExpirationTime(seconds() + lifeSeconds)
        .sign(privateKey);
      return { accessToken, expiresIn: lifeSeconds };
    },
    async holder(authorization) {
      const [, bearer] = /^Bearer ([^ ]+)$/i.exec(authorization ?? '') ?? [];
      if (bearer === undefined) return undefined;
      const known = verified.get(bearer);
      if (known !== undefined) return seconds() < known.endsAt ? known.holder : undefined;
      try {
        const { payload } = await jwtVerify(bearer, publicKey, { issuer: ISSUER, audience: AUDIENCE, algorithms: ['ES256'], currentDate: new Date(clock.epochMs()) });
        const role = payload['role'];
        if (payload['generation'] !== generation || payload.sub === undefined || (role !== 'gateway' && role !== 'read')) return undefined;
        const holder = { client: payload.sub, role } as const;
        verified.set(bearer, { holder, endsAt: payload.exp ?? 0 });
        return holder;
      } catch {
        // Any token that does not verify is no token.
        return undefined;
      }
    },
    revokeAll() {
      generation += 1;
      verified.clear();
    },
  };
}
