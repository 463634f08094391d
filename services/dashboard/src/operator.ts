import type { LetterKeys } from '@ncp/store';
import { Sessions, SESSION_LIMITS, type BrowserSession, type Identity, type IssuedIdentity, type SessionLimits } from '@ncp/web';

/** Roles of operators, each with what the ones before it may do (decisions G07). */
export const ROLES = ['viewer', 'operator', 'security', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Operator extends Identity {
  /** By which she is named in records. */
  readonly subject: string;
  readonly role: Role;
}
export interface OperatorSession extends BrowserSession<Operator> {
  /** Keys that open the answers to what this browser asked for, by act; they live as long as the session, in memory alone. */
  readonly letters: Map<string, LetterKeys>;
}
export type OperatorSessions = Sessions<Operator, OperatorSession>;

const isRole = (text: string): text is Role => ROLES.some((role) => role === text);

/** Undefined: whoever has no role here may not come in. Of several roles the widest counts. */
export function operatorOf({ claim, claims, until }: Pick<IssuedIdentity, 'claim' | 'claims' | 'until'>): Operator | undefined {
  const role = claims('roles').filter(isRole).toSorted((a, b) => ROLES.indexOf(b) - ROLES.indexOf(a))[0];
  const subject = claim('sub');
  return role === undefined || subject === '' ? undefined : { name: claim('name'), subject, role, until };
}

/** What begins the subject of everybody whom the development issuer knows; nobody else's may begin so. */
const DEVELOPMENT_SUBJECT = 'sim-';

/** Outside a demonstration the seeded accounts of development are nobody, whoever vouches for them (decisions G07). */
export const identifyIn = (mode: 'demo' | 'production') => (issued: Pick<IssuedIdentity, 'claim' | 'claims' | 'until'>): Operator | undefined => {
  const operator = operatorOf(issued);
  return mode === 'production' && operator?.subject.startsWith(DEVELOPMENT_SUBJECT) === true ? undefined : operator;
};

/** What can be done here, and the role that it takes; a wider role may do it too. */
export const ACTIONS = {
  'see-traffic': 'viewer', 'see-audit': 'viewer', 'see-trust': 'viewer', 'see-terminology': 'viewer', 'see-queue': 'operator', 'see-configuration': 'operator', 'verify-audit': 'operator',
  'review-log': 'security', 'read-patient-log': 'security', 'see-acts': 'admin',
} as const satisfies Readonly<Record<string, Role>>;
export type Action = keyof typeof ACTIONS;

/** May somebody with this role do what needs that one? */
export const mayAct = (role: Role, needed: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(needed);

export const operatorSessions = (now: () => number, limits: SessionLimits = SESSION_LIMITS): OperatorSessions => new Sessions((bare) => ({ ...bare, letters: new Map() }), now, limits);
