import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../layout.js';
import { namedCases } from './case-ids.js';

export interface TestFile {
  /** From the root of the checkout. */
  readonly path: string;
  readonly project: 'unit' | 'conformance' | 'int' | 'sys';
  readonly text: string;
}

const PROJECTS = { conf: 'conformance', int: 'int', sys: 'sys' } as const;

const projectOf = (path: string): TestFile['project'] => {
  const [, kind] = /\.(conf|int|sys)\.test\.ts$/.exec(path) ?? [];
  return kind === 'conf' || kind === 'int' || kind === 'sys' ? PROJECTS[kind] : 'unit';
};

/** Every test file of the house. */
export const testFiles = (): readonly TestFile[] =>
  globSync('{packages,services,certs}/**/*.test.ts', { cwd: ROOT, exclude: (path) => /(^|\/)(node_modules|dist)(\/|$)/.test(String(path)) })
    .toSorted().map((path) => ({ path, project: projectOf(path), text: readFileSync(join(ROOT, path), 'utf8') }));

/** Cases and titles that several test files share. */
export const sharedTests = (): readonly string[] =>
  globSync('packages/{*/{test,fixtures},testkit/src}/**/*.ts', { cwd: ROOT, exclude: (path) => /(^|\/)(node_modules|dist)(\/|$)/.test(String(path)) })
    .toSorted().map((path) => readFileSync(join(ROOT, path), 'utf8'));

/** Those that name one of the cases. */
export const filesNaming = (ids: readonly string[], files: readonly TestFile[]): readonly TestFile[] => {
  const wanted = new Set(ids);
  return files.filter(({ text }) => namedCases(text).some((id) => wanted.has(id)));
};
