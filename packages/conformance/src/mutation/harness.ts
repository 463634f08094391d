import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * As much of the test runner as the tests of these packages use, so that one loaded file can be run again and again: loading takes
 * a second, running takes milliseconds. Stands in for `@jest/globals`; `expect` is the runner's own.
 */

type Body = () => unknown;

interface Hooks {
  readonly beforeAll: Body[];
  readonly beforeEach: Body[];
  readonly afterEach: Body[];
}

interface Suite extends Hooks {
  readonly title: string;
  readonly parent?: Suite;
  readonly members: (Suite | Test)[];
}

export interface Test {
  readonly title: string;
  readonly body: Body;
  readonly suite: Suite;
}

const suiteOf = (title: string, parent?: Suite): Suite => ({ title, members: [], beforeAll: [], beforeEach: [], afterEach: [], ...(parent === undefined ? {} : { parent }) });

const whole: Suite = suiteOf('');
let current = whole;

type Each = (table: readonly unknown[]) => (title: string, body: (...row: unknown[]) => unknown, timeout?: number) => void;
interface Definition {
  (title: string, body: Body, timeout?: number): void;
  each: Each;
  skip: Definition;
}

const ignored: Definition = Object.assign(() => undefined, { each: (() => () => undefined), skip: undefined as unknown as Definition });
ignored.skip = ignored;

const rowsOf = (table: readonly unknown[]): readonly (readonly unknown[])[] => table.map((row) => (Array.isArray(row) ? (row as readonly unknown[]) : [row]));

const eachOf = (define: (title: string, body: Body) => void): Each => (table) => (title, body) => {
  rowsOf(table).forEach((row, at) => { define(`${title} [${String(at)}]`, () => body(...row)); });
};

const definition = (define: (title: string, body: Body) => void): Definition =>
  Object.assign((title: string, body: Body) => { define(title, body); }, { each: eachOf(define), skip: ignored });

export const describe: Definition = definition((title, body) => {
  const suite = suiteOf(title, current);
  current.members.push(suite);
  const outer = current;
  current = suite;
  body();
  current = outer;
});

export const it: Definition = definition((title, body) => { current.members.push({ title, body, suite: current }); });
export const test: Definition = it;
export const beforeAll = (body: Body): void => { current.beforeAll.push(body); };
/** Never run: the process ends with the file. */
export const afterAll = (_body: Body): void => undefined;
export const beforeEach = (body: Body): void => { current.beforeEach.push(body); };
export const afterEach = (body: Body): void => { current.afterEach.push(body); };

/** From where the runner has it: `expect` is a part of it, not a package of ours. */
const from = (name: string, ...by: readonly string[]): string => by.reduce((at, one) => createRequire(at).resolve(one), createRequire(import.meta.url).resolve(name));
const jestExpect = (await import(pathToFileURL(from('@jest/globals', '@jest/expect')).href)) as { readonly default?: { readonly jestExpect: unknown }; readonly jestExpect?: unknown };
export const expect: unknown = jestExpect.jestExpect ?? jestExpect.default?.jestExpect;

const linesOf = (suite: Suite): readonly Suite[] => (suite.parent === undefined ? [suite] : [...linesOf(suite.parent), suite]);
const testsIn = (suite: Suite): readonly Test[] => suite.members.flatMap((one) => ('body' in one ? [one] : testsIn(one)));
const suitesIn = (suite: Suite): readonly Suite[] => [suite, ...suite.members.flatMap((one) => ('body' in one ? [] : suitesIn(one)))];

/** Every test that was defined, in order. */
export const definedTests = (): readonly Test[] => testsIn(whole);

/** Once, before any test: what the file sets up. */
export const setUp = async (): Promise<void> => {
  for (const suite of suitesIn(whole)) for (const hook of suite.beforeAll) await hook();
};

const TEST_MS = 20_000;

const within = async (work: unknown): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => { reject(new Error('took too long')); }, TEST_MS); });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Whether a test passes now. */
export const passes = async ({ body, suite }: Test): Promise<boolean> => {
  const suites = linesOf(suite);
  try {
    for (const one of suites) for (const hook of one.beforeEach) await hook();
    const work = body();
    // Most tests are synchronous: a timer for each would cost more than they do.
    if (work instanceof Promise) await within(work);
    for (const one of suites.toReversed()) for (const hook of one.afterEach) await hook();
    return true;
  } catch {
    return false;
  }
};
