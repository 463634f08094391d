import { describe, expect, it } from '@jest/globals';
import { Sessions, SESSION_LIMITS, type BrowserSession, type Identity } from './session.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('sessions', () => {
  const start = (limits = SESSION_LIMITS): { readonly sessions: Sessions<Identity, BrowserSession>; pass(ms: number): void; who(hours?: number): Identity } => {
    let now = 0;
    return {
      sessions: new Sessions<Identity, BrowserSession>((bare) => bare, () => now, limits), pass: (ms) => { now += ms; },
      who: (hours = 24) => ({ name: 'Anna Apotekare', until: now + hours * HOUR }),
    };
  };

  it('WEB-05 end after 15 minutes without anybody, and not before', () => {
    const { sessions, pass, who } = start();
    const { name } = sessions.open(who(), 'sv');
    pass(15 * MINUTE - 1);
    expect(sessions.find(name)).toBeDefined();
    pass(15 * MINUTE - 1);
    expect(sessions.find(name)).toBeDefined();
    pass(15 * MINUTE);
    expect(sessions.find(name)).toBeUndefined();
  });

  it('WEB-05 end after 8 hours whatever happens, or with the access token', () => {
    const { sessions, pass, who } = start();
    const [long, short] = [sessions.open(who(), 'sv').name, sessions.open(who(4), 'sv').name];
    const alive: [boolean, boolean][] = [];
    for (let minutes = 0; minutes < 8 * 60; minutes += 10) {
      alive.push([sessions.find(long) !== undefined, sessions.find(short) !== undefined]);
      pass(10 * MINUTE);
    }
    expect(alive.filter(([first]) => first)).toHaveLength(48);
    expect(alive.filter(([, second]) => second)).toHaveLength(24);
    expect(sessions.find(long)).toBeUndefined();
  });

  it('WEB-05 are not kept alive by what happens without the professional', () => {
    const { sessions, pass, who } = start();
    const { name } = sessions.open(who(), 'sv');
    pass(10 * MINUTE);
    expect(sessions.find(name, false)).toBeDefined();
    pass(5 * MINUTE);
    expect(sessions.find(name, false)).toBeUndefined();
  });

  it('WEB-05 are two for two browsers, each with its own name and token', () => {
    const { sessions, who } = start();
    const [one, two] = [sessions.open(who(), 'sv'), sessions.open(who(), 'sv')];
    expect(new Set([one.name, two.name, one.session.csrf, two.session.csrf]).size).toBe(4);
    sessions.end(one.name);
    expect([sessions.find(one.name), sessions.find(two.name)]).toEqual([undefined, two.session]);
  });

  it('leave nothing behind: what was begun in them ends with them', () => {
    const { sessions, pass, who } = start();
    const { session } = sessions.open(who(), 'sv');
    let closed = 0;
    session.closers.add(() => { closed += 1; });
    pass(15 * MINUTE);
    sessions.sweep();
    expect(closed).toBe(1);
  });

  it('are bounded in number: the one that was seen longest ago goes', () => {
    const { sessions, pass, who } = start({ ...SESSION_LIMITS, sessions: 2 });
    const first = sessions.open(who(), 'sv');
    pass(1);
    const second = sessions.open(who(), 'sv');
    pass(1);
    expect(sessions.find(first.name)).toBeDefined();
    sessions.open(who(), 'sv');
    expect([sessions.find(first.name), sessions.find(second.name)]).toEqual([first.session, undefined]);
  });

  it('are found under no other name', () => {
    const { sessions, who } = start();
    sessions.open(who(), 'sv');
    for (const name of [undefined, '', 'x', 'x'.repeat(5000)]) expect(sessions.find(name)).toBeUndefined();
  });
});
