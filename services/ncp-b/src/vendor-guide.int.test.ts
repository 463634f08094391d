import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTreatmentWorld, type TreatmentWorld } from '@ncp/testkit';

const GUIDE = fileURLToPath(new URL('../../../docs/vendor-guide.md', import.meta.url));
const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** The examples, as they stand, in one shell: what they say is what a vendor will see. */
(hasCurl ? describe : describe.skip)(`the vendor guide${hasCurl ? '' : ' (needs curl)'}`, () => {
  let world: TreatmentWorld;
  let folder: string;
  beforeAll(async () => {
    world = await startTreatmentWorld({ dispatcher: true });
    folder = mkdtempSync(join(tmpdir(), 'ncp-guide-'));
    mkdirSync(join(folder, '.ncp'));
    // What `./ncp start` writes, as far as the guide reads it.
    writeFileSync(join(folder, '.ncp', 'run.json'), JSON.stringify({
      services: { ncpB: { url: `${world.url}/api/v1` }, oauth: { token: world.oauth.tokenUrl } }, trust: { ca: world.pki.countries['SE']?.ca.certificate },
    }));
  });
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('runs from the first command to the last', async () => {
    const blocks = [...readFileSync(GUIDE, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
    expect(blocks.length).toBeGreaterThan(10);
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', blocks.join('\n')], {
      cwd: folder, timeout: 50_000, env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` },
    });
    for (const seen of [
      '3.1.0', 'FI ', 'nationalId: Finsk personbeteckning', '0 Aino Näytetty-Esimerkki', 'CONFIRMED', 'MedicationRequest', '%PDF-',
      'RECORDED: Det andra landet har registrerat uttaget. Lämna ut läkemedlet.', 'DISCARDED', 'NCP_API_INPUT: traits.nationalId ^\\d{6}-?\\d{4}$',
      'NCP_PEER_NO_MATCH, theirs: true.', '401 NCP_API_AUTH malformed',
    ]) expect(stdout).toContain(seen);
  });
});
