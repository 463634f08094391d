import { createServer } from 'node:net';
import { NcpError } from '@ncp/domain';

const HOST = '127.0.0.1';

/** The port number if nobody listens there; 0 asks for any. */
const tryPort = (port: number): Promise<number | undefined> =>
  new Promise((settle) => {
    const server = createServer();
    server.once('error', () => { settle(undefined); });
    server.listen(port, HOST, () => {
      const address = server.address();
      server.close(() => { settle(typeof address === 'object' && address !== null ? address.port : undefined); });
    });
  });

export const isPortFree = async (port: number): Promise<boolean> => (await tryPort(port)) !== undefined;

/** Where the processes of a deployment listen when nobody else does (decisions 3.2). */
export const PREFERRED_PORTS = {
  ncpA: 8443, ncpB: 8444, dashboard: 8445, counter: 8446, nll: 9080, oauth: 9082,
  ncpAHealth: 9101, ncpBHealth: 9102, dispatcherHealth: 9103, dashboardHealth: 9104, counterHealth: 9105,
  // Only where several replicas stand behind a balancer.
  ncpA1: 18443, ncpA2: 28443, ncpB1: 18444, ncpB2: 28444, ncpA2Health: 9111, ncpB2Health: 9112, dispatcher2Health: 9113, balancer: 9109, redis: 16379,
  abroadFI: 9441, abroadDK: 9442, abroadPT: 9443, abroadControl: 9440,
} as const;
/** Deployments that start in the same moment beside each other would want the same ports: each is told another distance. */
const OFFSET = Number(process.env['NCP_PORT_OFFSET'] ?? '0');
export type PortName = keyof typeof PREFERRED_PORTS;
export type Ports = Readonly<Record<PortName, number>>;

export const PORT_NAMES: readonly PortName[] = Object.keys(PREFERRED_PORTS) as PortName[];
const ATTEMPTS = 20;

/** Any free loopback port. @throws NcpError NCP_CLI_PORT */
export async function anyPort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new NcpError('NCP_CLI_PORT');
  return port;
}

/**
 * For each name the wanted loopback port, or any free one when it is taken; no two alike. The run manifest tells which.
 * `wanted` has the ports of the last start, so that clients find the deployment where it was.
 * @throws NcpError NCP_CLI_PORT
 */
export async function choosePorts(wanted: Partial<Ports> = {}): Promise<Ports> {
  const chosen = new Map<PortName, number>();
  for (const name of PORT_NAMES) {
    const port = await choose(wanted[name] ?? PREFERRED_PORTS[name] + OFFSET, new Set(chosen.values()));
    if (port === undefined) throw new NcpError('NCP_CLI_PORT', { port: name });
    chosen.set(name, port);
  }
  // Every name of the table was given one.
  return Object.fromEntries(chosen) as Ports;
}

async function choose(wanted: number, taken: ReadonlySet<number>): Promise<number | undefined> {
  if (!taken.has(wanted) && (await isPortFree(wanted))) return wanted;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = await tryPort(0);
    if (port !== undefined && !taken.has(port)) return port;
  }
  return undefined;
}
