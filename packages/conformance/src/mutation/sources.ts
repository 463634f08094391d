import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { instrument } from './mutants.js';

/** Numbers of the first mutant of each file, by path within the checkout. */
export type FirstNumbers = Readonly<Record<string, number>>;

const SERVICES = new Set(['ncp-a', 'ncp-b', 'dispatcher', 'simulator', 'counter', 'dashboard']);
const HARNESS = new URL('./harness.js', import.meta.url).href;

const folderOf = (name: string): string => (name === 'certs' ? 'certs' : `${SERVICES.has(name) ? 'services' : 'packages'}/${name}`);

/** Runs our TypeScript sources as they are, those of `firsts` with every mutant in them, and our harness for the test runner. */
export const runSources = (root: URL, firsts: FirstNumbers): void => {
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === '@jest/globals' && context.parentURL?.endsWith('.ts') === true) return { url: HARNESS, format: 'module', shortCircuit: true };
      const workspace = /^@ncp\/([a-z-]+)$/.exec(specifier)?.[1];
      if (workspace !== undefined) return { url: new URL(`${folderOf(workspace)}/src/index.ts`, root).href, format: 'module-typescript', shortCircuit: true };
      if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts') === true) {
        const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
        if (existsSync(fileURLToPath(source))) return { url: source.href, format: 'module-typescript', shortCircuit: true };
      }
      return next(specifier, context);
    },
    load(url, context, next) {
      const file = url.startsWith(root.href) ? url.slice(root.href.length) : '';
      const first = firsts[file];
      if (first === undefined) return next(url, context);
      return { format: 'module-typescript', source: instrument(file, readFileSync(fileURLToPath(url), 'utf8'), first).code, shortCircuit: true };
    },
  });
};
