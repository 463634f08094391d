import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('../..', import.meta.url));

// Only the rules that need types; everything else is oxlint's.
const LAYERS_0_TO_2 = ['domain', 'xml', 'terminology', 'summary', 'soap', 'saml', 'ihe', 'audit', 'cda', 'fhir', 'exchange'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/*.test.ts', '**/fixtures/**', '**/test/**', '**/*.mjs', '**/*.d.ts'] },
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: root } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
    },
  },
  {
    files: LAYERS_0_TO_2.map((name) => `packages/${name}/src/**/*.ts`),
    rules: {
      'no-restricted-globals': ['error', ...['Date', 'process', 'setTimeout', 'setInterval', 'Buffer', 'performance', 'crypto', 'fetch'].map((name) => ({
        name, message: 'Layers 0-2 do no I/O and have no clock (R1): take it as a parameter.',
      }))],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Randomness is a parameter in layers 0-2 (R1).' }],
    },
  },
);
