import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

// X.509 needs it to be there first, and the runner loads what is CommonJS in no certain order.
const reflection = createRequire(new URL('../../certs/package.json', import.meta.url)).resolve('reflect-metadata');

// Workspace packages resolve to their sources: tests need no build. Types are checked by `tsc`, not here.
const base = {
  rootDir: root,
  testEnvironment: 'node',
  setupFiles: [reflection],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': ['<rootDir>/infra/build/swc-async.mjs', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' }] },
  moduleNameMapper: {
    '^@ncp/(ncp-a|ncp-b|counter|dashboard|dispatcher|simulator)$': '<rootDir>/services/$1/src/index.ts',
    '^@ncp/certs$': '<rootDir>/certs/src/index.ts',
    '^@ncp/([a-z]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['/dist/', '/\\.ncp/'],
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/certs'],
};

const kind = (displayName, testRegex, testPathIgnorePatterns = ['/node_modules/', '/dist/']) => ({ ...base, displayName, testRegex, testPathIgnorePatterns });

export default {
  rootDir: root,
  projects: [
    kind('unit', '\\.test\\.ts$', ['/node_modules/', '/dist/', '\\.(int|sys|conf)\\.test\\.ts$']),
    kind('int', '\\.int\\.test\\.ts$'),
    { ...kind('sys', '\\.sys\\.test\\.ts$'), setupFiles: [...base.setupFiles, '<rootDir>/infra/build/jest.ports.mjs'] },
    kind('conformance', '\\.conf\\.test\\.ts$'),
  ],
  testTimeout: 60_000,
};
