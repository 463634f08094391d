import { describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import { choosePorts, isPortFree, PORT_NAMES } from './ports.js';

const listening = (port = 0): Promise<{ readonly server: Server; readonly port: number }> => new Promise((resolve, reject) => {
  const server = createServer().once('error', reject).listen(port, '127.0.0.1', () => {
    const address = server.address();
    resolve({ server, port: typeof address === 'object' && address !== null ? address.port : 0 });
  });
});
const closed = (server: Server): Promise<void> => new Promise((resolve) => { server.close(() => { resolve(); }); });
const freePort = async (): Promise<number> => {
  const { server, port } = await listening();
  await closed(server);
  return port;
};

describe('choosePorts', () => {
  it('takes what was wanted when nobody is there', async () => {
    const wanted = { ncpA: await freePort(), nll: await freePort() };
    expect(await choosePorts(wanted)).toMatchObject(wanted);
  });

  it('takes another when somebody is', async () => {
    const { server, port } = await listening();
    try {
      expect(await isPortFree(port)).toBe(false);
      const { ncpA } = await choosePorts({ ncpA: port });
      expect(ncpA).not.toBe(port);
      expect(await isPortFree(ncpA)).toBe(true);
    } finally {
      await closed(server);
    }
  });

  it('gives no port twice', async () => {
    const port = await freePort();
    const chosen = await choosePorts({ ncpA: port, nll: port, ncpAHealth: port, dispatcherHealth: port });
    expect(new Set(Object.values(chosen)).size).toBe(PORT_NAMES.length);
  });
});
