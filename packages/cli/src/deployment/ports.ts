import { createServer } from 'node:net';

const tryPort = (port: number): Promise<number | undefined> =>
  new Promise((settle) => {
    const server = createServer();
    server.once('error', () => { settle(undefined); });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => { settle(typeof address === 'object' && address !== null ? address.port : undefined); });
    });
  });

/** The preferred loopback port, or any free one when it is taken; the run manifest tells which. */
export async function choosePort(preferred: number): Promise<number> {
  const port = (await tryPort(preferred)) ?? (await tryPort(0));
  if (port === undefined) throw new Error('no loopback port is free');
  return port;
}
