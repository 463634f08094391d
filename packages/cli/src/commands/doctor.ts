import type { Check } from '../doctor/check.js';
import { checkClock, checkDatabase, checkPki, checkQueue, checkServices } from '../doctor/deployment-checks.js';
import { checkDisk, checkNode, checkPlatform, checkPorts } from '../doctor/machine-checks.js';
import { checkCatalogue } from '../doctor/terminology-check.js';
import { readManifest } from '../deployment/manifest.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { layoutIn } from '../layout.js';
import type { Output } from '../output.js';

const MARK = { ok: 'ok     ', warning: 'warning', fault: 'FAULT  ' } as const;

/** Everything at once: a fault does not keep the next look from being taken. Warnings are no reason for a bad exit. */
export async function doctorCommand(output: Output, { state }: { readonly state: string }): Promise<ExitCode> {
  const layout = layoutIn(state);
  const manifest = readManifest(layout.manifest);
  const held = new Set(manifest === undefined ? [] : Object.values(manifest.ports));
  const checks: readonly Check[] = [
    checkNode(), checkPlatform(), checkDisk(layout),
    ...(await checkPorts(held)), checkPki(layout, manifest), await checkDatabase(layout), await checkQueue(), checkCatalogue(layout),
    ...(await checkServices(layout, manifest)), await checkClock(manifest),
  ];
  for (const { name, state: found, detail, hint } of checks) {
    output.line(`${MARK[found]} ${name.padEnd(22)} ${detail}`);
    if (hint !== undefined && found !== 'ok') output.line(`        ${''.padEnd(22)} -> ${hint}`);
  }
  const count = (found: Check['state']): number => checks.filter((check) => check.state === found).length;
  const [faults, warnings] = [count('fault'), count('warning')];
  output.line(faults + warnings === 0 ? 'nothing is wrong' : `${faults} fault(s), ${warnings} warning(s)`);
  output.result({ ok: faults === 0, checks });
  return faults === 0 ? EXIT.ok : EXIT.negative;
}
