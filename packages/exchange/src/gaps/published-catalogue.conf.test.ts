import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { composeRelease, loadCatalogue, readSource, STARTER_RELEASE, type Catalogue } from '@ncp/terminology';
import { GatewayBench } from '../../fixtures/gateway-bench.js';
import { EP_ROOT, RX } from '../../fixtures/sample.js';

const root = process.env['NCP_CONFORMANCE_DIR'] ?? fileURLToPath(new URL('../../../../../shared/conformance', import.meta.url));
const suite = existsSync(join(root, 'valuesets')) ? describe : describe.skip;

const published = (release: string): Catalogue => {
  const folder = join(root, 'valuesets', `mvc-${release}`);
  return loadCatalogue({ ...composeRelease(STARTER_RELEASE, readdirSync(folder).map((name) => readSource(name, readFileSync(join(folder, name), 'utf8')))).release, id: release });
};

suite('with a published catalogue in force (skipped without NCP_CONFORMANCE_DIR)', () => {
  const retrieved = async (catalogue?: Catalogue) => {
    const bench = new GatewayBench();
    if (catalogue !== undefined) Object.defineProperty(bench, 'gateway', { value: { ...bench.gateway, catalogue } });
    const { status, documents } = await bench.retrieve([`${EP_ROOT}^${RX}.1.L3`]);
    return { status, gaps: bench.gaps, documents: documents.map((bytes) => Buffer.from(bytes).toString('utf8')) };
  };

  it.each(['8.0.0', '8.1.0'])('%s: a Swedish prescription is the same document, letter by letter, and nothing is missing', async (release) => {
    const [before, after] = [await retrieved(), await retrieved(published(release))];
    expect(after).toEqual(before);
    expect([after.status, after.documents.length, after.gaps]).toEqual(['Success', 1, []]);
  });
});
