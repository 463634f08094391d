import { dirname, isAbsolute, resolve } from 'node:path';
import { NcpError } from '@ncp/domain';
import { counterConfigSchema, productionFaults, readConfigTree, type CounterConfig } from '@ncp/runtime';

/** Environment over file; the counter takes no more from outside. */
const OVERRIDES = { NCP_COUNTER_PORT: ['counter', 'port'], NCP_HEALTH_HOST: ['health', 'host'], NCP_LOG_LEVEL: ['log', 'level'], OTEL_EXPORTER_OTLP_ENDPOINT: ['tracing', 'endpoint'] } as const;

/**
 * The counter's part of the gateway's configuration: its own block, the clock and the log. It knows no database, no key of the
 * gateway and no country: what it shows comes from the API.
 * @throws NcpError NCP_CONFIG_FILE, NCP_CONFIG_INVALID (details.faults: every fault as `path: expected`)
 */
export function loadCounterConfig(path: string, environment: NodeJS.ProcessEnv = process.env): CounterConfig {
  const parsed = counterConfigSchema.safeParse(readConfigTree(path, environment, OVERRIDES));
  const faults = parsed.success ? faultsOf(parsed.data) : parsed.error.issues.map((issue) => `${issue.path.map(String).join('.') || '(root)'}: ${issue.message}`);
  if (!parsed.success || faults.length > 0) throw new NcpError('NCP_CONFIG_INVALID', { file: path, faults });
  return withAbsolutePaths(parsed.data, dirname(resolve(path)));
}

const faultsOf = (config: CounterConfig): readonly string[] =>
  productionFaults(config, { 'counter.oauth.issuer': config.counter.oauth.issuer }).map(({ path, expected }) => `${path}: ${expected}`);

function withAbsolutePaths(config: CounterConfig, base: string): CounterConfig {
  const at = (file: string): string => (isAbsolute(file) ? file : resolve(base, file));
  const { counter } = config;
  const { ca } = counter.oauth;
  return {
    ...config,
    counter: {
      ...counter, tls: { cert: at(counter.tls.cert), key: at(counter.tls.key) }, api: { ...counter.api, ca: at(counter.api.ca) },
      oauth: { ...counter.oauth, ...(ca === undefined ? {} : { ca: at(ca) }) },
    },
  };
}
