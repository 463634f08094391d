import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Peer } from '@ncp/exchange';

/** An IPv4 address that arrived over an IPv6 socket is the same address. */
export const addressOf = (socket: Socket): string => (socket.remoteAddress ?? '').replace(/^::ffff:/, '');

class Tally {
  readonly #counts = new Map<string, number>();

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  add(key: string, by: 1 | -1): void {
    const count = this.of(key) + by;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }
}

/** Who is connected, and how much of what is allowed they use. Peers are counted by country, strangers by address. */
export class PeerBook {
  readonly #sockets = new Set<Socket>();
  readonly #peers = new Map<TLSSocket, Peer>();
  readonly #connections = new Tally();
  readonly #requests = new Tally();
  readonly #open = new Tally();
  readonly #admitted = new Tally();
  readonly #busy = new WeakSet<TLSSocket>();

  /** A connection without certificate yet; false when its address has too many of them. */
  arrive(socket: Socket, maxWaiting: number): boolean {
    const address = addressOf(socket);
    if (this.#open.of(address) - this.#admitted.of(address) >= maxWaiting) return false;
    this.#open.add(address, 1);
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#open.add(address, -1);
      this.#sockets.delete(socket);
    });
    return true;
  }

  /** A connection whose certificate was admitted; false when the peer has too many. */
  admit(socket: TLSSocket, peer: Peer, maxConnections: number): boolean {
    if (this.#connections.of(peer.country) >= maxConnections) return false;
    this.#peers.set(socket, peer);
    this.#connections.add(peer.country, 1);
    this.#admitted.add(peer.address, 1);
    socket.once('close', () => {
      this.#peers.delete(socket);
      this.#connections.add(peer.country, -1);
      this.#admitted.add(peer.address, -1);
    });
    return true;
  }

  peerOf(socket: TLSSocket): Peer | undefined {
    return this.#peers.get(socket);
  }

  /** All admitted connections, to be judged again. */
  get connected(): readonly (readonly [TLSSocket, Peer])[] {
    return [...this.#peers];
  }

  /** Closes every connection, also those that never shook hands. */
  closeAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** A request begins: `pipelined` when one is still being answered on the connection, `busy` when the peer has too many. */
  begin(socket: TLSSocket, peer: Peer, maxRequests: number): 'begun' | 'busy' | 'pipelined' {
    if (this.#busy.has(socket)) return 'pipelined';
    if (this.#requests.of(peer.country) >= maxRequests) return 'busy';
    this.#busy.add(socket);
    this.#requests.add(peer.country, 1);
    return 'begun';
  }

  end(socket: TLSSocket, peer: Peer): void {
    this.#busy.delete(socket);
    this.#requests.add(peer.country, -1);
  }
}
