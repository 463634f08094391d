import { Sessions, SESSION_LIMITS, type BrowserSession, type Identity, type IssuedIdentity, type SessionLimits } from '@ncp/web';

/** Roles of operators, each with what the ones before it may do (decisions G07). */
export const ROLES = ['viewer', 'operator', 'security', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Operator extends Identity {
  /** By which she is named in records. */
  readonly subject: string;
  readonly role: Role;
}
export type OperatorSession = BrowserSession<Operator>;
export type OperatorSessions = Sessions<Operator, OperatorSession>;

const isRole = (text: string): text is Role => ROLES.some((role) => role === text);

/** Undefined: whoever has no role here may not come in. Of several roles the widest counts. */
export function operatorOf({ claim, claims, until }: Pick<IssuedIdentity, 'claim' | 'claims' | 'until'>): Operator | undefined {
  const role = claims('roles').filter(isRole).toSorted((a, b) => ROLES.indexOf(b) - ROLES.indexOf(a))[0];
  const subject = claim('sub');
  return role === undefined || subject === '' ? undefined : { name: claim('name'), subject, role, until };
}

/** May somebody with this role do what needs that one? */
export const mayAct = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

export const operatorSessions = (now: () => number, limits: SessionLimits = SESSION_LIMITS): OperatorSessions => new Sessions((bare) => bare, now, limits);
