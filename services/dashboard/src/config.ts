import { dirname, isAbsolute, resolve } from 'node:path';
import { NcpError } from '@ncp/domain';
import { dashboardConfigSchema, productionFaults, readConfigTree, settingsOf, withPassword, withTrustFiles, type DashboardConfig, type Setting } from '@ncp/runtime';

/** Environment over file; the dashboard takes no more from outside. */
const OVERRIDES = {
  NCP_DASHBOARD_PORT: ['dashboard', 'port'], DATABASE_URL: ['dashboard', 'database', 'url'], DATABASE_PASSWORD_FILE: ['dashboard', 'database', 'passwordFile'],
  NCP_HEALTH_HOST: ['health', 'host'], NCP_LOG_LEVEL: ['log', 'level'],
} as const;

/**
 * The dashboard's own file: it knows no key of the gateway.
 * @throws NcpError NCP_CONFIG_FILE, NCP_CONFIG_INVALID (details.faults: every fault as `path: expected`)
 */
export function loadDashboardConfig(path: string, environment: NodeJS.ProcessEnv = process.env): DashboardConfig {
  const parsed = dashboardConfigSchema.safeParse(readConfigTree(path, environment, OVERRIDES));
  const faults = parsed.success ? faultsOf(parsed.data) : parsed.error.issues.map((issue) => `${issue.path.map(String).join('.') || '(root)'}: ${issue.message}`);
  if (!parsed.success || faults.length > 0) throw new NcpError('NCP_CONFIG_INVALID', { file: path, faults });
  return withAbsolutePaths(parsed.data, dirname(resolve(path)));
}

/** What the dashboard itself works with, and where each value came from. @throws NcpError NCP_CONFIG_FILE */
export const ownSettings = (config: DashboardConfig, path: string, environment: NodeJS.ProcessEnv = process.env): readonly Setting[] =>
  settingsOf({ inForce: config, file: readConfigTree(path, {}, {}), environment, overrides: OVERRIDES });

const faultsOf = (config: DashboardConfig): readonly string[] =>
  productionFaults(config, { 'dashboard.oauth.issuer': config.dashboard.oauth.issuer }).map(({ path, expected }) => `${path}: ${expected}`);

function withAbsolutePaths(config: DashboardConfig, base: string): DashboardConfig {
  const at = (file: string): string => (isAbsolute(file) ? file : resolve(base, file));
  const { dashboard } = config;
  const { ca } = dashboard.oauth;
  return {
    ...config,
    dashboard: {
      ...dashboard, database: withPassword(dashboard.database, at), tls: { cert: at(dashboard.tls.cert), key: at(dashboard.tls.key) },
      countryCertificates: dashboard.countryCertificates.map((one) => ({ ...one, file: at(one.file) })),
      certificates: dashboard.certificates.map(({ file, ...rest }) => ({ ...rest, file: at(file) })),
      trust: dashboard.trust.map((one) => withTrustFiles(one, at)),
      oauth: { ...dashboard.oauth, ...(ca === undefined ? {} : { ca: at(ca) }) },
    },
  };
}
