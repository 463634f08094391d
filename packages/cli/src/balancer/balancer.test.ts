import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { startBalancer, type Balancer } from './balancer.js';
import { inTurn, standing, type Replica, type Standing } from './rotation.js';

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listening = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return portOf(server);
};

/** A process that says who it is and gives back what it gets. */
interface Echo {
  readonly replica: Replica;
  ready: boolean;
  readonly open: Set<Socket>;
  close(): void;
}

const cleanUp: (() => unknown)[] = [];
afterEach(async () => { for (const one of cleanUp.splice(0).toReversed()) await one(); });

async function echo(name: string): Promise<Echo> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket);
    socket.on('error', () => undefined).once('close', () => { open.delete(socket); });
    socket.write(`${name}:`);
    socket.pipe(socket);
  });
  const health = createHttpServer((_, response) => { response.writeHead(made.ready ? 200 : 503).end('{}'); });
  const port = await listening(server);
  const made: Echo = {
    replica: { name, port, ready: `http://127.0.0.1:${String(await listening(health))}/readyz` }, ready: true, open,
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
  cleanUp.push(() => { made.close(); health.closeAllConnections(); health.close(); });
  return made;
}

async function balance(...replicas: readonly Echo[]): Promise<{ readonly balancer: Balancer; readonly port: number; readonly standings: () => readonly Standing[] }> {
  const probe = createServer();
  const port = await listening(probe);
  probe.close();
  await once(probe, 'close');
  const balancer = await startBalancer({ host: '127.0.0.1', fronts: [{ name: 'front', port, replicas: replicas.map(({ replica }) => replica) }], lookMs: 20 });
  cleanUp.push(() => balancer.close(0));
  return { balancer, port, standings: () => balancer.status()['front'] ?? [] };
}

/** Opens a connection and tells who answers. */
async function call(port: number): Promise<{ readonly socket: Socket; readonly who: string }> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  cleanUp.push(() => { socket.destroy(); });
  const said = await new Promise<string>((resolve) => {
    socket.once('data', (bytes: Buffer) => { resolve(bytes.toString()); }).once('close', () => { resolve('nobody:'); });
  });
  return { socket, who: said.split(':')[0] ?? '' };
}
/** Resolves when the connection is gone, broken or not. */
const gone = (socket: Socket): Promise<void> => new Promise((resolve) => { socket.once('close', () => { resolve(); }).resume(); });
const looked = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 120); });

describe('the balancer', () => {
  it('gives each new connection to who has fewest', async () => {
    const { port, standings, balancer } = await balance(await echo('a'), await echo('b'));
    expect(balancer.isReady()).toBe(true);
    const who = [];
    for (let count = 0; count < 6; count += 1) who.push((await call(port)).who);
    expect(who.toSorted()).toEqual(['a', 'a', 'a', 'b', 'b', 'b']);
    expect(standings().map(({ open, taken }) => [open, taken])).toEqual([[3, 3], [3, 3]]);
  });

  it('passes bytes both ways as they are, also when one end has said all it has to say', async () => {
    const { port, standings } = await balance(await echo('a'));
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const sent = randomBytes(5_000_000);
    socket.end(sent);
    expect(Buffer.compare(await buffer(socket), Buffer.concat([Buffer.from('a:'), sent]))).toBe(0);
    await looked();
    expect(standings().map(({ open }) => open)).toEqual([0]);
  });

  it('gives nothing new to one that is not ready; what it has goes on', async () => {
    const [a, b] = [await echo('a'), await echo('b')];
    const { port, standings } = await balance(a, b);
    const first = await call(port);
    const leaving = first.who === 'a' ? a : b;
    leaving.ready = false;
    await looked();
    for (let count = 0; count < 3; count += 1) expect((await call(port)).who).not.toBe(first.who);
    first.socket.write('still there');
    expect(String((await once(first.socket, 'data'))[0])).toBe('still there');
    leaving.ready = true;
    await looked();
    expect((await call(port)).who).toBe(first.who);
    expect(standings().every(({ isReady }) => isReady)).toBe(true);
  });

  it('passes over one that cannot be reached before a byte is lost', async () => {
    const [a, b] = [await echo('a'), await echo('b')];
    const { port, standings } = await balance(a, b);
    a.close();
    const who = await Promise.all(Array.from({ length: 4 }, async () => (await call(port)).who));
    expect(who).toEqual(['b', 'b', 'b', 'b']);
    expect(standings().find(({ name }) => name === 'a')?.unreachable).toBeGreaterThan(0);
  });

  it('lets those refuse in their own words who are not ready, when nobody is, and ends what nobody takes', async () => {
    const a = await echo('a');
    const { port, balancer } = await balance(a);
    a.ready = false;
    await looked();
    expect(balancer.isReady()).toBe(false);
    expect((await call(port)).who).toBe('a');
    a.close();
    expect((await call(port)).who).toBe('nobody');
  });

  it('breaks a connection whose other end broke', async () => {
    const a = await echo('a');
    const { port } = await balance(a);
    const { socket } = await call(port);
    const closed = gone(socket);
    for (const end of a.open) end.resetAndDestroy();
    await closed;
  });

  it('lets open connections end when it is closed, and cuts what lasts', async () => {
    const { port, balancer } = await balance(await echo('a'));
    const [short, long] = [await call(port), await call(port)];
    const closed = balancer.close(200);
    await expect(call(port).then(({ who }) => who)).resolves.toBe('nobody');
    short.socket.write('x');
    expect(String((await once(short.socket, 'data'))[0])).toBe('x');
    short.socket.end();
    const cut = gone(long.socket);
    await Promise.all([closed, cut]);
  });
});

describe('whose turn it is', () => {
  const one = (name: string, more: Partial<Standing> = {}): Standing => ({ ...standing({ name, port: 1, ready: '' }), isReady: true, ...more });
  it('is first that of the ready, then of who has fewest open, then of who has had fewest', () => {
    const names = (...all: readonly Standing[]): readonly string[] => inTurn(all).map(({ name }) => name);
    expect(names(one('a', { isReady: false }), one('b', { open: 9 }))).toEqual(['b', 'a']);
    expect(names(one('a', { open: 2 }), one('b', { open: 1 }))).toEqual(['b', 'a']);
    expect(names(one('a', { taken: 2 }), one('b', { taken: 1 }))).toEqual(['b', 'a']);
  });
});
