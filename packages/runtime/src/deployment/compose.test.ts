import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { checkConfig, ENVIRONMENT_OVERRIDES, loadConfig, readConfigTree } from '../config.js';
import { counterConfigSchema, dashboardConfigSchema } from '../config-schema.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));

interface Service {
  readonly image: string;
  readonly profiles?: readonly string[];
  readonly user?: string;
  readonly read_only?: boolean;
  readonly privileged?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: unknown;
  readonly build?: { readonly target: string };
  readonly command?: readonly string[];
  readonly stop_grace_period?: string;
}
const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
};
const services = Object.entries(compose.services);
const service = (name: string): Service => compose.services[name] ?? { image: '' };
/** As Compose hands it over when nothing is set on the machine. */
const environmentOf = (name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(service(name).environment ?? {}).map(([variable, value]) => [variable, value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')]));
const OURS = ['ncp-a', 'ncp-b', 'dispatcher', 'dashboard', 'counter'];

const program = ['docker-compose'].find((name) => spawnSync(name, ['version']).status === 0);
const withCompose = program === undefined ? it.skip : it;
const lacks = program === undefined ? ' (skipped: needs docker-compose)' : '';

describe('docker-compose.yml', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-compose-'));
  afterAll(() => { rmSync(folder, { recursive: true }); });

  withCompose(`is what Compose itself takes, with every profile${lacks}`, async () => {
    const profiles = ['watch', 'simulator', 'backup'].flatMap((name) => ['--profile', name]);
    const { stdout } = await run(program ?? '', [...profiles, '--file', join(root, 'docker-compose.yml'), 'config', '--services']);
    expect(stdout.trim().split('\n').sort()).toEqual(services.map(([name]) => name).sort());
  }, 60_000);

  it('holds database, queue, all services, monitoring and an audit repository; the parties outside only when asked for', () => {
    const of = (profile: string | undefined): readonly string[] => services.filter(([, { profiles = [undefined] }]) => profiles.includes(profile as never)).map(([name]) => name).sort();
    expect(of(undefined)).toEqual(['postgres', 'redis', 'migrate', ...OURS].sort());
    expect(of('watch')).toEqual(['audit-repository', 'collector', 'grafana', 'prometheus']);
    expect(of('simulator')).toEqual(['abroad', 'nll', 'sign-in']);
    expect(services.filter(([, { build }]) => build?.target === 'simulator').map(([name]) => name).sort()).toEqual(['abroad', 'nll', 'sign-in']);
  });

  it.each(services)('%s has a read-only root, no right to gain and none to begin with, and an image of one version', (name, { read_only, cap_drop, cap_add = [], security_opt, privileged, image, user = '' }) => {
    expect({ read_only, cap_drop, security_opt, privileged }).toEqual({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], privileged: undefined });
    expect(image).toMatch(/:(\$\{NCP_VERSION:-)?v?\d+\.\d+/);
    // PostgreSQL's image becomes another user itself; the syslog receiver is told by its image.
    if (name !== 'postgres') expect(cap_add).toEqual([]);
    if (!['postgres', 'audit-repository'].includes(name)) expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it('every part that others wait for says how it is; images of ours say it themselves', () => {
    expect(services.filter(([name, { healthcheck, profiles = [] }]) => healthcheck === undefined && !OURS.includes(name) && profiles.length === 0).map(([name]) => name)).toEqual(['migrate']);
  });

  it('each of ours is given the time that it needs to end', () => {
    for (const name of OURS) expect(Number.parseInt(service(name).stop_grace_period ?? '', 10)).toBeGreaterThan(5 + 16);
  });

  it('secrets are files: none in an environment, a URL or a command, each declared one is used and each used one declared', () => {
    for (const [, { environment = {}, command = [] }] of services) {
      for (const [variable, value] of Object.entries(environment)) {
        if (/pass|secret|key|token/i.test(variable)) expect(`${variable}=${value}`).toMatch(/_FILE=\/run\/secrets\/|^PGPASSFILE=\/run\/secrets\//);
        expect(value).not.toMatch(/\/\/[^/]*:[^/]*@/);
      }
      expect([command].flat().join(' ')).not.toMatch(/\/\/[^/]*:[^/]*@|password=(?!\/run)/i);
    }
    const used = new Set(services.flatMap(([, { secrets = [] }]) => secrets));
    expect([...used].sort()).toEqual(Object.keys(compose.secrets).sort());
    for (const [name, { file }] of Object.entries(compose.secrets)) expect(file).toBe(`\${NCP_CONFIG_DIR:-./.ncp/compose}/secrets/${name}`);
  });

  it('each service has its own role in the database and no secret of another', () => {
    const roles = { 'ncp-a': 'ncp_a', 'ncp-b': 'ncp_b', 'dispatcher': 'ncp_dispatcher', 'dashboard': 'ncp_dashboard' };
    for (const [name, role] of Object.entries(roles)) {
      const { environment, secrets = [] } = service(name);
      expect(environment).toMatchObject({ DATABASE_URL: `postgres://${role}@postgres:5432/ncp`, DATABASE_PASSWORD_FILE: `/run/secrets/${role}_password` });
      expect(secrets.filter((one) => one.startsWith('ncp_') && one.endsWith('_password'))).toEqual([`${role}_password`]);
    }
    expect(service('counter').secrets).toEqual(['counter_server_key']);
    expect(service('dashboard').secrets).not.toContain('key_encryption_key');
    expect(services.filter(([, { secrets = [] }]) => secrets.includes('ncp_owner_password')).map(([name]) => name)).toEqual(['postgres', 'migrate']);
  });

  it('database and queue are reached from inside only; the counter has no way to them', () => {
    for (const name of ['postgres', 'redis']) expect(service(name)).toMatchObject({ networks: ['data'] });
    for (const name of ['postgres', 'redis', 'collector', 'audit-repository', 'prometheus']) expect(service(name).ports).toBeUndefined();
    expect(compose.networks).toMatchObject({ data: { internal: true }, watch: { internal: true } });
    expect(service('counter').networks).not.toContain('data');
  });

  describe('the configurations that go with it', () => {
    const at = (name: string): string => join(root, 'infra/compose/public', name);
    /** Files of secrets named anywhere in a configuration. */
    const secretsIn = (value: unknown): readonly string[] =>
      typeof value === 'string' ? (value.startsWith('/run/secrets/') ? [value.slice('/run/secrets/'.length)] : []) : typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretsIn) : [];

    it.each(['ncp-a', 'ncp-b', 'dispatcher'])('ncp.yaml is one for %s', (name) => {
      const tree = readConfigTree(at('ncp.yaml'), environmentOf(name), ENVIRONMENT_OVERRIDES);
      expect(checkConfig(tree)).not.toHaveProperty('faults');
      expect(secretsIn(tree).filter((one) => compose.secrets[one] === undefined)).toEqual([]);
      const { mode: _, ...production } = parse(readFileSync(at('ncp.yaml'), 'utf8')) as Record<string, unknown>;
      // Between it and production stand the addresses of the simulated parties, and nothing else.
      const simulated = ['national.baseUrl', 'national.tokenUrl', 'ncpB.oauth.issuer', 'ncpB.oauth.jwksUrl'];
      expect(checkConfig({ ...production, database: { url: 'postgres://db/ncp' } })).toEqual({ faults: simulated.map((path) => ({ path, expected: 'https in production' })) });
    });

    it('the passwords come from the mounted files', () => {
      mkdirSync(join(folder, 'secrets'));
      writeFileSync(join(folder, 'secrets/ncp_a_password'), 'one\n');
      const config = loadConfig(at('ncp.yaml'), { ...environmentOf('ncp-a'), DATABASE_PASSWORD_FILE: join(folder, 'secrets/ncp_a_password') });
      expect(config.database.url).toBe('postgres://ncp_a:one@postgres:5432/ncp');
      expect(config.health?.host).toBe('0.0.0.0');
    });

    it('dashboard.yaml and counter.yaml are theirs, and name only secrets that they have', () => {
      const overrides = { DATABASE_URL: ['dashboard', 'database', 'url'] } as const;
      const dashboard = readConfigTree(at('dashboard.yaml'), environmentOf('dashboard'), overrides);
      const counter = readConfigTree(at('counter.yaml'), {}, {});
      expect(dashboardConfigSchema.safeParse(dashboard).error?.issues ?? []).toEqual([]);
      expect(counterConfigSchema.safeParse(counter).error?.issues ?? []).toEqual([]);
      expect(service('dashboard').secrets).toEqual(expect.arrayContaining([...secretsIn(dashboard)]));
      expect(service('counter').secrets).toEqual(expect.arrayContaining([...secretsIn(counter)]));
    });

    it('Prometheus asks every process, by the rules and labels of infra/observability', () => {
      interface Scrape { readonly rule_files: readonly string[]; readonly scrape_configs: readonly { readonly job_name: string; readonly static_configs: readonly { readonly targets: readonly string[]; readonly labels: { readonly service: string } }[] }[] }
      const [here, there] = ['infra/compose/prometheus.yaml', 'infra/observability/prometheus.yaml'].map((name) => parse(readFileSync(join(root, name), 'utf8')) as Scrape);
      const jobs = (scrape: Scrape | undefined) => scrape?.scrape_configs.map(({ job_name, static_configs }) => [job_name, static_configs.map(({ labels }) => labels.service)]);
      expect(jobs(here)).toEqual(jobs(there));
      expect(here?.scrape_configs[0]?.static_configs.map(({ targets: [target = ''], labels }) => target.startsWith(`${labels.service}:`))).toEqual(OURS.map(() => true));
      expect(here?.rule_files.map((name) => name.replace('/etc/prometheus/ncp', 'infra/observability')).map((name) => readFileSync(join(root, name)).length > 0)).toEqual([true]);
    });
  });
});
