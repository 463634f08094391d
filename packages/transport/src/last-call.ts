import type { ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import { Server as TlsServer, TLSSocket } from 'node:tls';

/** How long a connection must have been still before a server that leaves closes it. */
const STILL_MS = 500;
const LOOK_EVERY_MS = 50;

const ANSWERING = Number.POSITIVE_INFINITY;

/**
 * How a server leaves without breaking anybody off. Whoever writes on a connection in the moment we close it gets a reset and cannot
 * know whether he was heard, so a connection is closed only after it has been still for a while: one that was just opened, or just
 * answered, still gets its request answered, and that answer is its last (FLT-02).
 */
export class LastCall {
  readonly #server: Server;
  /** When each connection fell still, by the monotonic clock. */
  readonly #stillSince = new Map<TLSSocket, number>();
  readonly #running = new Set<ServerResponse>();
  #leaving = false;

  constructor(server: Server) {
    this.#server = server;
    server.on('secureConnection', (socket) => {
      this.#stillSince.set(socket, performance.now());
      socket.once('close', () => { this.#stillSince.delete(socket); });
    });
  }

  /** An answer begins. */
  begin(response: ServerResponse): void {
    const { socket } = response;
    this.#running.add(response);
    if (this.#leaving) response.shouldKeepAlive = false;
    if (socket instanceof TLSSocket) this.#stillSince.set(socket, ANSWERING);
    response.once('close', () => {
      this.#running.delete(response);
      if (socket instanceof TLSSocket && this.#stillSince.has(socket)) this.#stillSince.set(socket, performance.now());
    });
  }

  /** Is an answer being given on the connection whose head has gone? */
  hasBegun(socket: TLSSocket): boolean {
    return [...this.#running].some((response) => response.socket === socket && response.headersSent);
  }

  /** Every answer whose head has not gone yet ends its connection from now on. Where it has gone, it promised another one: that is the last. */
  dismiss(): void {
    this.#leaving = true;
    for (const response of this.#running) response.shouldKeepAlive = false;
  }

  /** Takes no new connection; resolves when every connection has ended, at the latest after `graceMs`, when `cut` is called. */
  async leave(graceMs: number, cut: () => void): Promise<void> {
    this.dismiss();
    const look = setInterval(() => { this.#closeStill(); }, LOOK_EVERY_MS);
    const limit = setTimeout(cut, graceMs);
    // The close of an HTTP server would break off connections that have no request at this moment.
    await new Promise<void>((resolve) => { TlsServer.prototype.close.call(this.#server, () => { resolve(); }); this.#closeStill(); });
    clearInterval(look);
    clearTimeout(limit);
    // What is left of the HTTP server is its timer.
    this.#server.close();
  }

  #closeStill(): void {
    const now = performance.now();
    for (const [socket, since] of this.#stillSince) if (now - since >= STILL_MS) socket.destroy();
  }
}
