import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { checkConfig } from '../config.js';
import { counterConfigSchema, dashboardConfigSchema } from '../config-schema.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const at = (name: string): string => join(root, 'infra/helm', name);

/** A Python that has Helm's engine and the schemas of Kubernetes; `.ci/run` makes one below .ncp. */
const python = [process.env['NCP_PYTHON'] ?? '', join(root, '.ncp/python/bin/python3'), 'python3']
  .find((name) => name !== '' && (name === 'python3' || existsSync(name)) && spawnSync(name, ['-c', 'import helm_python, kubernetes_validate']).status === 0);
const suite = python === undefined ? describe.skip : describe;
const lacks = python === undefined ? ' (skipped: needs the Python packages helm-python-sdk and kubernetes-validate)' : '';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly args?: readonly string[];
  readonly securityContext?: unknown;
  readonly resources?: { readonly requests?: unknown; readonly limits?: { readonly memory?: string; readonly cpu?: string } };
  readonly startupProbe?: unknown;
  readonly livenessProbe?: unknown;
  readonly readinessProbe?: unknown;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly lifecycle?: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
}
interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly securityContext: unknown;
  readonly terminationGracePeriodSeconds: number;
  readonly automountServiceAccountToken: boolean;
  readonly volumes: readonly { readonly name: string; readonly configMap?: { readonly name: string }; readonly secret?: { readonly secretName: string }; readonly emptyDir?: { readonly medium?: string } }[];
}
interface Rule { readonly from?: readonly unknown[]; readonly to?: readonly unknown[]; readonly ports: readonly { readonly port: number }[] }
interface ManifestSpec {
  readonly replicas: number;
  readonly strategy: unknown;
  readonly template: { readonly metadata: { readonly labels: Readonly<Record<string, string>> }; readonly spec: PodSpec };
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly type: string;
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: ManifestSpec;
  readonly data: Readonly<Record<string, string>>;
}

const rendered = python === undefined ? undefined : spawnSync(python, [at('render.py'), at('ncpeh'), at('example-values.yaml')], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
const manifests = (rendered?.stdout ? JSON.parse(rendered.stdout) : []) as readonly Manifest[];
const of = (kind: string): readonly Manifest[] => manifests.filter((one) => one.kind === kind);
const named = (kind: string, name: string): Manifest['spec'] => {
  const found = of(kind).find(({ metadata }) => metadata.name === `ncpeh-${name}`);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found.spec;
};
const SERVICES = ['ncp-a', 'ncp-b', 'dispatcher', 'dashboard', 'counter'];
const pods = (): readonly (readonly [string, PodSpec])[] => [...of('Deployment'), ...of('Job')].map(({ metadata, spec }) => [metadata.name, spec.template.spec]);

suite(`the Helm chart${lacks}`, () => {
  it('renders, and every manifest fits the schemas of Kubernetes, unknown members included', () => {
    expect([rendered?.status, rendered?.stderr]).toEqual([0, '']);
    expect(of('Deployment').map(({ metadata }) => metadata.name).sort()).toEqual(SERVICES.map((name) => `ncpeh-${name}`).sort());
  });

  it('refuses to be installed without what is the operator\'s', () => {
    const { status, stderr } = spawnSync(python ?? '', [at('render.py'), at('ncpeh'), at('ncpeh/values.yaml')], { encoding: 'utf8' });
    expect(status).not.toBe(0);
    for (const place of ['/images/registry', '/database/host', '/config/ncp']) expect(stderr).toContain(place);
  });

  it.each(SERVICES)('%s: several replicas, one new one ready before an old one ends, and a disruption budget', (name) => {
    const { replicas, strategy, selector, template } = named('Deployment', name);
    expect(replicas).toBeGreaterThanOrEqual(2);
    expect(strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } });
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(named('PodDisruptionBudget', name)).toMatchObject({ maxUnavailable: 1, selector });
  });

  it('every container runs as nobody of importance, on a root it cannot write, with bounds', () => {
    for (const [, pod] of pods()) {
      expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } } });
      for (const { securityContext, resources, image } of [...pod.containers, ...pod.initContainers]) {
        expect(securityContext).toEqual({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, privileged: false, capabilities: { drop: ['ALL'] } });
        expect(resources).toMatchObject({ requests: { cpu: expect.any(String), memory: expect.any(String) }, limits: { cpu: expect.any(String), memory: expect.any(String) } });
        expect(image).toMatch(/^registry\.example\.se\/ncpeh\/(ncp-a|ncp-b|dispatcher|dashboard|counter|tools):0\.1\.0$/);
      }
    }
  });

  it.each(SERVICES)('%s: probes ask whether it lives and whether it is ready, and it drains before it ends', (name) => {
    const { containers: [container], terminationGracePeriodSeconds } = named('Deployment', name).template.spec;
    expect(container).toMatchObject({
      startupProbe: { httpGet: { path: '/livez', port: 'health' } }, livenessProbe: { httpGet: { path: '/livez', port: 'health' } },
      readinessProbe: { httpGet: { path: '/readyz', port: 'health' } },
    });
    // Either the process gives notice itself or the pod waits; then up to 16 s, and the cluster must wait longer.
    const [config] = of('ConfigMap');
    const { shutdown } = parse(config?.data['ncp.yaml'] ?? '') as { readonly shutdown: { readonly noticeMs: number } };
    expect(container?.args?.includes('/etc/ncp/ncp.yaml') === true ? shutdown.noticeMs / 1000 : container?.lifecycle?.preStop.sleep.seconds).toBe(5);
    expect(terminationGracePeriodSeconds).toBeGreaterThan(5 + 16);
  });

  it('the balancer passes TLS through: a port of TCP to the process, and no ingress that would end it', () => {
    for (const name of ['ncp-a', 'ncp-b']) expect(named('Service', name)).toMatchObject({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [{ targetPort: 'tls', protocol: 'TCP' }] });
    for (const name of ['dashboard', 'counter']) expect(named('Service', name)).toMatchObject({ type: 'ClusterIP', sessionAffinity: 'ClientIP' });
    expect(manifests.filter(({ kind }) => ['Ingress', 'HTTPRoute', 'Secret'].includes(kind))).toEqual([]);
  });

  it('secrets are files in memory, each service its own, and none in an environment or an argument', () => {
    for (const [name, pod] of pods()) {
      expect(pod.volumes.flatMap(({ secret }) => secret?.secretName ?? [])).toEqual([name]);
      expect(pod.volumes.find((volume) => volume.name === 'secrets')).toMatchObject({ emptyDir: { medium: 'Memory' } });
      for (const { env = [], args = [] } of pod.containers) {
        for (const { name: variable, value } of env) if (/pass|secret|key/i.test(variable)) expect(value).toMatch(/^\/run\/secrets\/ncp\//);
        expect([...env.map(({ value }) => value), ...args].filter((value) => /\/\/[^/]*:[^/]*@/.test(value))).toEqual([]);
      }
    }
    const urls = SERVICES.map((name) => named('Deployment', name).template.spec.containers[0]?.env?.find((one) => one.name === 'DATABASE_URL')?.value ?? '');
    expect(urls.map((url) => /\/\/(\w+)@/.exec(url)?.[1])).toEqual(['ncp_a', 'ncp_b', 'ncp_dispatcher', 'ncp_dashboard', undefined]);
  });

  it('tables are made before anything new starts, by a job with the owner\'s role that nothing else has', () => {
    const [job] = of('Job');
    expect(job?.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
    expect(job?.spec.template.spec.containers[0]?.args?.join(' ')).toContain('migrate --database postgres://ncp_owner@');
    expect(JSON.stringify(of('Deployment'))).not.toContain('ncp_owner');
  });

  it('the database is spoken to over TLS alone, its certificate held against the authority and the name', () => {
    const tls = 'db.example.se:5432/ncp?sslmode=verify-full&sslrootcert=/etc/ncp/database-ca.crt';
    const environment = [...of('Deployment'), ...of('Job')].flatMap(({ spec }) => spec.template.spec.containers).flatMap(({ env = [], args = [] }) => [...env.map(({ value }) => value), ...args]);
    const urls = environment.filter((value) => value.startsWith('postgres:'));
    expect(urls.map((url) => url.replace(/^.*@/, ''))).toEqual(Array.from({ length: 5 }, () => tls));
    const [config] = of('ConfigMap');
    const tree = (name: string): unknown => parse(config?.data[name] ?? '');
    expect(tree('ncp.yaml')).toMatchObject({ database: { url: `postgres://${tls}` } });
    expect(tree('dashboard.yaml')).toMatchObject({ dashboard: { database: { url: `postgres://${tls}` } } });
    // Before the first installation there is only what the operator laid down: the job has the authority from there.
    const job = of('Job')[0]?.spec.template.spec;
    expect(job?.containers[0]?.volumeMounts).toContainEqual({ name: 'config', mountPath: '/etc/ncp', readOnly: true });
    expect(job?.volumes.find(({ name }) => name === 'config')).toMatchObject({ configMap: { name: 'ncpeh-public' } });
  });

  it('everything is closed but what each service needs; no rule lets everybody in or out', () => {
    expect(named('NetworkPolicy', 'closed')).toMatchObject({ policyTypes: ['Ingress', 'Egress'], podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'ncpeh' } } });
    expect(named('NetworkPolicy', 'closed')).not.toHaveProperty('ingress');
    for (const { spec } of of('NetworkPolicy')) {
      for (const rule of spec.ingress ?? []) expect([(rule.from ?? []).length > 0, rule.ports.length > 0]).toEqual([true, true]);
      for (const rule of spec.egress ?? []) expect([(rule.to ?? []).length > 0, rule.ports.length > 0]).toEqual([true, true]);
    }
    const reaches = (name: string, port: number): boolean => (named('NetworkPolicy', name).egress ?? []).some(({ ports }) => ports.some((one) => one.port === port));
    const DATABASE = 5432;
    expect(SERVICES.filter((name) => reaches(name, DATABASE))).toEqual(['ncp-a', 'ncp-b', 'dispatcher', 'dashboard']);
    expect(SERVICES.filter((name) => reaches(name, 6379))).toEqual(['dispatcher']);
    expect(SERVICES.filter((name) => reaches(name, 6514))).toEqual(['dispatcher']);
    const dials = (cidr: string): readonly string[] => SERVICES.filter((name) => (named('NetworkPolicy', name).egress ?? []).some(({ to }) => JSON.stringify(to).includes(cidr)));
    expect([dials('192.0.2.60/32'), dials('192.0.2.61/32')]).toEqual([['ncp-a', 'ncp-b', 'dispatcher'], ['ncp-b', 'dispatcher']]);
    expect((named('NetworkPolicy', 'dispatcher').ingress ?? []).flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual([9103]);
  });

  it('its configuration is one that the services take in production', () => {
    const [config] = of('ConfigMap');
    const tree = (name: string): unknown => parse(config?.data[name] ?? '');
    expect(checkConfig(tree('ncp.yaml'))).not.toHaveProperty('faults');
    expect(dashboardConfigSchema.safeParse(tree('dashboard.yaml')).error?.issues ?? []).toEqual([]);
    expect(counterConfigSchema.safeParse(tree('counter.yaml')).error?.issues ?? []).toEqual([]);
    for (const name of ['ncp.yaml', 'dashboard.yaml', 'counter.yaml']) expect(tree(name)).toMatchObject({ health: { host: '0.0.0.0' } });
    expect(readFileSync(at('example-values.yaml'), 'utf8')).not.toMatch(/mode: demo/);
  });
});
