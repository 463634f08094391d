import { instantFromEpoch } from '@ncp/domain';
import { BUILT_IN, type CatalogueFolder, type StoredRelease } from '@ncp/runtime';
import { countRelease, diffReleases } from '@ncp/terminology';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import { catalogueFolderOf, withReport, type CataloguePlace } from '../terminology/catalogue-place.js';
import { isSame, showDiff } from '../terminology/diff-text.js';

/** The release in force, by the name that commands take. */
const ACTIVE = 'active';

const named = (folder: CatalogueFolder, name: string): StoredRelease => (name === ACTIVE ? folder.inForce() : folder.read(name));

/** Puts a release in force; running services take it within seconds. @throws NcpError NCP_TERMINOLOGY_RELEASE, NCP_CDA_CATALOGUE */
export async function terminologyActivateCommand(output: Output, name: string, options: CataloguePlace): Promise<ExitCode> {
  const folder = catalogueFolderOf(options);
  const before = folder.active()?.release ?? BUILT_IN;
  const active = folder.activate(name, instantFromEpoch(Date.now()));
  output.line(`in force: ${active.release} (was ${before}). Running services take it within seconds; what they are doing they finish with the release they began with.`);
  output.result({ ok: true, ...active, before });
  return EXIT.ok;
}

/** Names what is different between two releases. @throws NcpError NCP_TERMINOLOGY_RELEASE */
export async function terminologyDiffCommand(output: Output, names: readonly [string, string], options: CataloguePlace & { readonly all?: boolean }): Promise<ExitCode> {
  const folder = catalogueFolderOf(options);
  const [from, to] = [named(folder, names[0]).release, named(folder, names[1]).release];
  const diff = diffReleases(from, to);
  output.line(`from ${from.id} to ${to.id}${isSame(diff) ? ': no difference' : ''}`);
  showDiff(output, diff, { all: options.all === true });
  output.result({ ok: true, ...diff });
  return EXIT.ok;
}

/** The latest release of each process; undefined where the database cannot be asked. */
const inUse = (options: CataloguePlace): Promise<readonly { readonly service: string; readonly release: string; readonly at: string }[] | undefined> =>
  withReport(options, (store) => store.terminology.inUse()).catch(() => undefined);

/** Every release there is, which one is in force, and which each service has taken. @throws NcpError NCP_TERMINOLOGY_RELEASE */
export async function terminologyListCommand(output: Output, options: CataloguePlace): Promise<ExitCode> {
  const folder = catalogueFolderOf(options);
  const active = folder.active()?.release ?? BUILT_IN;
  const releases = [BUILT_IN, ...folder.names()].map((name) => {
    const { release, sha256 } = folder.read(name);
    return { name, id: release.id, basis: release.basis, sha256, inForce: name === active, counts: countRelease(release) };
  });
  for (const { name, basis, inForce, counts } of releases) {
    output.line(`${inForce ? '*' : ' '} ${name}  ${basis}: ${String(counts.valueSets)} value sets, ${String(counts.concepts)} concepts, ${String(counts.swedish)} Swedish texts, ${String(counts.mappings)} mappings`);
  }
  const services = await inUse(options);
  for (const { service, release, at } of services ?? []) output.line(`  ${service} took ${release} at ${at}`);
  output.result({ ok: true, inForce: active, releases, ...(services === undefined ? {} : { services }) });
  return EXIT.ok;
}
