import { connect, createServer, type Server, type Socket } from 'node:net';
import { inTurn, standing, type Replica, type Standing } from './rotation.js';

/** One address that clients know, and who stands behind it. */
export interface Front {
  readonly name: string;
  readonly port: number;
  readonly replicas: readonly Replica[];
}

export interface Balancer {
  /** By front: each replica with its counts. */
  status(): Readonly<Record<string, readonly Standing[]>>;
  /** Every replica of every front has been asked once, and whether each front has one that is ready. */
  isReady(): boolean;
  /** Takes no new connection, lets open ones end for `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>;
}

export interface BalancerOptions {
  readonly host: string;
  readonly fronts: readonly Front[];
  /** Between two questions to a replica. */
  readonly lookMs?: number;
}

const LOOK_MS = 200;
const LOOK_LIMIT_MS = 1_000;
const CONNECT_MS = 1_000;

/** Opens a connection to the replica, or tells that it cannot be had. */
const reach = (host: string, port: number): Promise<Socket | undefined> => new Promise((resolve) => {
  // Each direction ends by itself, as the ends of a connection of their own would see it.
  const socket = connect({ host, port, noDelay: true, allowHalfOpen: true });
  const limit = setTimeout(() => { failed(); }, CONNECT_MS);
  const failed = (): void => {
    clearTimeout(limit);
    socket.destroy();
    resolve(undefined);
  };
  socket.once('error', failed);
  socket.once('connect', () => {
    clearTimeout(limit);
    socket.off('error', failed);
    resolve(socket);
  });
});

/** Passes bytes both ways as they come; neither looked at nor kept. What ends or breaks on one side does so on the other. */
function join(client: Socket, replica: Socket): void {
  for (const [end, other] of [[client, replica], [replica, client]] as const) {
    end.on('error', () => { end.destroy(); });
    // What the other end has not been given yet is given before it goes, unless the connection broke.
    end.once('close', (broken) => { if (broken) other.resetAndDestroy(); else other.destroySoon(); });
    end.pipe(other);
  }
}

class Serving {
  readonly #host: string;
  readonly #replicas: readonly Standing[];
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  readonly #timer: NodeJS.Timeout;
  looked = false;

  constructor(host: string, { replicas }: Front, lookMs: number) {
    this.#host = host;
    this.#replicas = replicas.map(standing);
    // Nothing is read before somebody is found who takes it.
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => { void this.#take(client); });
    this.#timer = setInterval(() => { void this.#look(); }, lookMs);
  }

  get replicas(): readonly Standing[] {
    return this.#replicas;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, this.#host, resolve);
    });
    await this.#look();
  }

  async #look(): Promise<void> {
    await Promise.all(this.#replicas.map(async (replica) => {
      const answer = await fetch(replica.ready, { signal: AbortSignal.timeout(LOOK_LIMIT_MS) }).catch(() => undefined);
      // What it says beside the status is nothing to us, but a connection is free only when it was read.
      await answer?.arrayBuffer().catch(() => undefined);
      replica.isReady = answer?.ok === true;
    }));
    this.looked = true;
  }

  async #take(client: Socket): Promise<void> {
    this.#clients.add(client);
    client.once('close', () => { this.#clients.delete(client); });
    // The client may go away while somebody is looked for.
    client.on('error', () => { client.destroy(); });
    for (const replica of inTurn(this.#replicas)) {
      replica.open += 1;
      const socket = await reach(this.#host, replica.port);
      if (socket === undefined) {
        replica.open -= 1;
        replica.unreachable += 1;
        replica.isReady = false;
        continue;
      }
      replica.taken += 1;
      socket.once('close', () => { replica.open -= 1; });
      if (client.destroyed) socket.destroy();
      else join(client, socket);
      return;
    }
    client.resetAndDestroy();
  }

  async close(graceMs: number): Promise<void> {
    clearInterval(this.#timer);
    await new Promise<void>((resolve) => {
      const limit = setTimeout(() => { for (const client of this.#clients) client.resetAndDestroy(); }, graceMs);
      this.#server.close(() => {
        clearTimeout(limit);
        resolve();
      });
    });
  }
}

/**
 * A balancer of connections for one machine: TLS goes through it untouched, it has no key and sees no content. A replica that is not
 * ready gets nothing new and keeps what it has; one that cannot be reached is passed over before a byte is lost.
 */
export async function startBalancer({ host, fronts, lookMs = LOOK_MS }: BalancerOptions): Promise<Balancer> {
  const serving = fronts.map((front) => ({ front, at: new Serving(host, front, lookMs) }));
  try {
    await Promise.all(serving.map(({ front, at }) => at.listen(front.port)));
  } catch (error) {
    await Promise.all(serving.map(({ at }) => at.close(0)));
    throw error;
  }
  return {
    status: () => Object.fromEntries(serving.map(({ front, at }) => [front.name, at.replicas])),
    isReady: () => serving.every(({ at }) => at.looked && at.replicas.some(({ isReady }) => isReady)),
    close: async (graceMs) => { await Promise.all(serving.map(({ at }) => at.close(graceMs))); },
  };
}
