import type { Profile } from '../deployment/profile.js';
import { startDeployment } from '../deployment/start.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';

export async function startCommand(output: Output, options: { readonly state: string; readonly clock?: string; readonly profile?: Profile }): Promise<ExitCode> {
  const deployment = await startDeployment(options);
  const { manifest, file, database, processes, started, ms } = deployment;
  const { ncpA, ncpB, counter, dashboard, oauth, nll, dispatcher, balancer } = manifest.services;
  output.line();
  output.line(`NCP-A       ${ncpA.url}   health ${ncpA.health}`);
  output.line(`            ${Object.entries(ncpA.paths).map(([name, path]) => `${name} ${path}`).join('   ')}`);
  if (ncpB !== undefined) output.line(`NCP-B       ${ncpB.url}   health ${ncpB.health}`);
  if (counter !== undefined) output.line(`counter     ${counter.url}   in a browser that trusts ${manifest.trust.ca}; sign in as Anna Apotekare`);
  if (dashboard !== undefined) output.line(`dashboard   ${dashboard.url}   for operators, in the same browser; sign in as Olle Operatör`);
  output.line(`dispatcher  health ${dispatcher.health}`);
  for (const one of [...(ncpA.replicas ?? []), ...(ncpB?.replicas ?? [])]) output.line(`            ${one.name.padEnd(9)} ${one.url}   health ${one.health}`);
  for (const one of dispatcher.replicas ?? []) output.line(`            ${one.name.padEnd(12)} health ${one.health}`);
  if (balancer !== undefined) output.line(`balancer    ${balancer.status}`);
  output.line(`NLL         ${nll.url}   control ${nll.control}   (simulated)`);
  if (oauth !== undefined) output.line(`sign-in     ${oauth.issuer}   (simulated)`);
  output.line(`database    ${database.kind}, ${database.place}`);
  if (manifest.clock !== undefined) output.line(`clock       began at ${manifest.clock}`);
  output.line(`manifest    ${file}`);
  output.line(`countries   ${Object.keys(manifest.countries).join(', ')}; ${manifest.persons.length} sample persons`);
  output.line();
  const names = Object.keys(started);
  output.line(names.length === 0 ? `everything was running already (${ms} ms)` : `ready in ${(ms / 1000).toFixed(1)} s; ${names.join(', ')} started`);
  output.line(manifest.statement);
  output.result({
    ok: true, manifest: file, already: names.length === 0, started, ms, services: manifest.services,
    database: { kind: database.kind, place: database.place },
    processes: processes.map(({ name, pid, log }) => ({ name, pid, log })),
  });
  return EXIT.ok;
}
