import { describe, expect, it } from '@jest/globals';
import { counterSessions, keepVisit, type SignedIn } from './session.js';

const MINUTE = 60_000;
const anna: SignedIn = { name: 'Anna Apotekare', organisation: '', professionCode: 'AP', accessToken: 'x', until: 1e12 };

describe('sessions of the counter', () => {
  it('WEB-05 forget their visits when they end', () => {
    let now = 0;
    const sessions = counterSessions(() => now);
    const { session } = sessions.open(anna, 'sv');
    keepVisit(session, { id: 'a' } as never);
    now = 15 * MINUTE;
    sessions.sweep();
    expect(session.visits.size).toBe(0);
  });

  it('remember no more visits than a professional has at once', () => {
    const { session } = counterSessions(() => 0).open(anna, 'sv');
    for (const id of ['a', 'b', 'c']) keepVisit(session, { id } as never, 2);
    expect([...session.visits.keys()]).toEqual(['b', 'c']);
  });
});
