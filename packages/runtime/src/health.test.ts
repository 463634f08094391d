import { describe, expect, it } from '@jest/globals';
import { startHealthServer, type ReadinessCheck } from './health.js';
import { createMetrics } from './metrics.js';

async function probe(checks: readonly ReadinessCheck[], path: string): Promise<{ status: number; text: string }> {
  const server = await startHealthServer({ port: 0 }, createMetrics(), checks);
  try {
    const answer = await fetch(`http://127.0.0.1:${String(server.port)}${path}`);
    return { status: answer.status, text: await answer.text() };
  } finally {
    await server.close();
  }
}

describe('startHealthServer', () => {
  it('is ready only when every check is', async () => {
    const good: ReadinessCheck = { name: 'database', check: async () => undefined };
    const bad: ReadinessCheck = { name: 'audit', check: () => Promise.reject(new Error('199008202385')) };
    expect((await probe([good], '/readyz')).status).toBe(200);
    const answer = await probe([good, bad], '/readyz');
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.text)).toEqual({ ready: false, checks: { database: true, audit: false } });
  });

  it('tells of its sources and stays ready without them', async () => {
    const server = await startHealthServer({ port: 0 }, createMetrics(), [], () => ({ 'care-records': 'silent' }));
    const answer = await fetch(`http://127.0.0.1:${String(server.port)}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([200, { ready: true, checks: {}, sources: { 'care-records': 'silent' } }]);
    await server.close();
  });

  it('is not ready once it is withdrawn, and lives on', async () => {
    const server = await startHealthServer({ port: 0 }, createMetrics(), [{ name: 'database', check: async () => undefined }]);
    server.withdraw();
    const answer = await fetch(`http://127.0.0.1:${String(server.port)}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([503, { ready: false, leaving: true, checks: { database: true } }]);
    expect((await fetch(`http://127.0.0.1:${String(server.port)}/livez`)).status).toBe(200);
    await server.close();
  });

  it('lives and tells its metrics', async () => {
    expect((await probe([], '/livez')).status).toBe(200);
    expect((await probe([], '/metrics')).text).toContain('ncp_exchanges_total');
    expect((await probe([], '/other')).status).toBe(404);
  });
});
