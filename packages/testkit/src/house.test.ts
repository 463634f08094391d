import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Folders with a package.json of ours. */
const packages = ['.', 'certs', ...['packages', 'services'].flatMap((area) => readdirSync(join(root, area)).map((name) => join(area, name)))]
  .filter((folder) => existsSync(join(root, folder, 'package.json')));

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;

interface Approved {
  readonly version: string;
  readonly why: string;
}
const approved = JSON.parse(readFileSync(join(root, 'infra/build/approved-dependencies.json'), 'utf8')) as Readonly<Record<string, Approved>>;

/** Links of the workspace lead back into it: what is installed or built is not entered. */
const sources = (folder: string): readonly string[] =>
  globSync('**/*.{ts,mjs}', { cwd: join(root, folder), exclude: (name) => name === 'node_modules' || name === 'dist' }).map((file) => join(root, folder, file));

describe('the house', () => {
  it.each(packages)('%s depends on approved packages only, pinned to the approved version', (folder) => {
    const { dependencies = {}, devDependencies = {}, optionalDependencies = {} } = manifestOf(folder);
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      if (name.startsWith('@ncp/')) expect(version).toBe('workspace:*');
      else expect({ name, version }).toEqual({ name, version: approved[name]?.version });
    }
  });

  it('approves nothing that nobody uses', () => {
    const used = new Set(packages.flatMap((folder) => {
      const manifest = manifestOf(folder);
      return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies });
    }));
    expect(Object.keys(approved).filter((name) => !used.has(name))).toEqual([]);
  });

  it.each(packages.filter((folder) => folder !== '.'))('%s uses every dependency it declares', (folder) => {
    const text = sources(folder).map((file) => readFileSync(file, 'utf8')).join('\n');
    const { dependencies = {} } = manifestOf(folder);
    const unused = Object.keys(dependencies).filter((name) => !text.includes(`'${name}'`) && !text.includes(`'${name}/`) && !text.includes(`${name}/`));
    expect(unused).toEqual([]);
  });

  it('keeps every file under 500 lines', () => {
    const long = [...sources('packages'), ...sources('services'), ...sources('certs')]
      .filter((file) => readFileSync(file, 'utf8').split('\n').length > 500).map((file) => relative(root, file));
    expect(long).toEqual([]);
  });

  const documents = ['README.md', 'docs/architecture.md', ...packages.filter((f) => f !== '.').map((folder) => join(folder, 'README.md'))]
    .filter((file) => existsSync(join(root, file)));
  it.each(documents)('%s names only paths that exist', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const named = [...text.matchAll(/`((?:packages|services|certs|infra|docs)\/[\w./-]*[\w/])`/g)].map(([, path = '']) => path);
    const linked = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => join(dirname(file), path));
    expect([...named, ...linked].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
