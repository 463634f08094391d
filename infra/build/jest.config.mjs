import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

// Workspace packages resolve to their sources: tests need no build. Types are checked by `tsc`, not here.
const base = {
  rootDir: root,
  testEnvironment: 'node',
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
    { ...kind('sys', '\\.sys\\.test\\.ts$'), setupFiles: ['<rootDir>/infra/build/jest.ports.mjs'] },
    kind('conformance', '\\.conf\\.test\\.ts$'),
  ],
  testTimeout: 60_000,
};
