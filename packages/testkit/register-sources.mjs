// Preload for child processes of tests: runs our TypeScript sources as they are, without a build.
import { existsSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

// Tests start the same sources many times over.
enableCompileCache();

const root = new URL('../../', import.meta.url);
const SERVICES = new Set(['ncp-a', 'ncp-b', 'dispatcher', 'simulator']);

const workspaceSource = (name) => {
  const folder = name === 'certs' ? 'certs' : `${SERVICES.has(name) ? 'services' : 'packages'}/${name}`;
  return new URL(`${folder}/src/index.ts`, root).href;
};

registerHooks({
  resolve(specifier, context, next) {
    const workspace = /^@ncp\/([a-z-]+)$/.exec(specifier)?.[1];
    if (workspace !== undefined) return { url: workspaceSource(workspace), format: 'module-typescript', shortCircuit: true };
    if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      if (existsSync(fileURLToPath(source))) return { url: pathToFileURL(fileURLToPath(source)).href, format: 'module-typescript', shortCircuit: true };
    }
    return next(specifier, context);
  },
});
