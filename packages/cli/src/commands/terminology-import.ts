import { createHash } from 'node:crypto';
import { NcpError } from '@ncp/domain';
import { isReleaseName } from '@ncp/runtime';
import { composeRelease, diffReleases, encodeRelease, loadCatalogue, type CatalogueRelease, type Composed, type ImportProblem, type ReleaseDiff } from '@ncp/terminology';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import { readCatalogueFiles, type UnusableFile } from '../terminology/catalogue-files.js';
import { catalogueFolderOf, type CataloguePlace } from '../terminology/catalogue-place.js';
import { showDiff } from '../terminology/diff-text.js';

export interface ImportOptions extends CataloguePlace {
  /** Release to lay the files over; the one in force otherwise. */
  readonly base?: string;
  /** Name of the release; made of what it is otherwise. */
  readonly name?: string;
}

const HASH_CHARACTERS = 8;

/** `mvc-8.1.0-1f2e3d4c`: the central release, and what the content hashes to. The same files over the same base are the same release. */
const nameOf = (release: CatalogueRelease): string =>
  `${release.basis.toLowerCase().replaceAll(/[^a-z0-9.]+/g, '-')}-${createHash('sha256').update(encodeRelease(release)).digest('hex').slice(0, HASH_CHARACTERS)}`;

const SHOWN = 3;

/** Problems by kind: how many, and the first of them. */
function showProblems(output: Output, problems: readonly ImportProblem[], severity: ImportProblem['severity']): void {
  const kinds = new Map<string, ImportProblem[]>();
  for (const problem of problems) {
    if (problem.severity !== severity) continue;
    const kind = kinds.get(problem.problem) ?? [];
    kind.push(problem);
    kinds.set(problem.problem, kind);
  }
  for (const [kind, some] of kinds) {
    output.line(`${severity}: ${kind}, ${String(some.length)}`);
    for (const { file, at, subject, count } of some.slice(0, SHOWN)) output.line(`    ${[file, at, subject, count === undefined ? undefined : `${String(count)} times`].filter((part) => part !== undefined).join('; ')}`);
    if (some.length > SHOWN) output.line(`    ... and ${String(some.length - SHOWN)} more`);
  }
}

function showUnusable(output: Output, unusable: readonly UnusableFile[]): void {
  for (const { file, code, problem } of unusable) output.line(`${file}: ${code} ${problem}`);
}

function showImport(output: Output, { release, counts, sources }: Pick<Composed, 'release' | 'counts' | 'sources'>, base: string): void {
  const sum = (pick: (source: (typeof sources)[number]) => number): string => String(sources.reduce((total, source) => total + pick(source), 0));
  output.line(`read: ${String(sources.length)} files with ${sum((one) => one.valueSets)} value sets, ${sum((one) => one.concepts)} concepts, ${sum((one) => one.designations)} translations, ${sum((one) => one.mappings)} mappings; laid over ${base}`);
  output.line(`release: ${String(counts.valueSets)} value sets, ${String(counts.concepts)} concepts, ${String(counts.swedish)} Swedish texts, ${String(counts.mappings)} mappings (${release.basis})`);
  output.line(`of the concepts that documents are written with, ${String(counts.withoutSwedish)} have no Swedish text`);
}

/** What makes a composed release unusable although each file is well. */
function check(release: CatalogueRelease): readonly ImportProblem[] {
  try {
    loadCatalogue(release);
    return [];
  } catch (error) {
    if (!(error instanceof NcpError)) throw error;
    return [{ severity: 'error', problem: 'contradiction', subject: `${String(error.details['problem'])}: ${String(error.details['subject'])}` }];
  }
}

/**
 * Reads files, lays them over a release, and writes a new one with its report; nothing is put in force. 1 when the files
 * contradict each other or themselves: then nothing is written.
 * @throws NcpError NCP_CLI_INPUT, NCP_CLI_USAGE, NCP_TERMINOLOGY_RELEASE
 */
export async function terminologyImportCommand(output: Output, paths: readonly string[], options: ImportOptions): Promise<ExitCode> {
  if (options.name !== undefined && !isReleaseName(options.name)) throw new NcpError('NCP_CLI_USAGE', { option: '--name', needed: 'lower-case letters, digits, . _ + -, at most 64' });
  const folder = catalogueFolderOf(options);
  const inForce = folder.inForce().release;
  const base = options.base === undefined ? inForce : folder.read(options.base).release;
  const { sources, unusable } = readCatalogueFiles(paths);
  if (unusable.length > 0) {
    showUnusable(output, unusable);
    output.result({ ok: false, unusable });
    return EXIT.input;
  }
  const composed = composeRelease(base, sources);
  const release: CatalogueRelease = { ...composed.release, id: options.name ?? nameOf(composed.release) };
  const isWrong = composed.problems.some(({ severity }) => severity === 'error');
  const problems = isWrong ? composed.problems : [...composed.problems, ...check(release)];
  const changes: ReleaseDiff = diffReleases(inForce, release);
  const ok = !problems.some(({ severity }) => severity === 'error');
  const report = { ok, release: release.id, basis: release.basis, base: base.id, inForce: inForce.id, sources: composed.sources, counts: composed.counts, problems, changes };
  showImport(output, composed, base.id);
  showProblems(output, problems, 'error');
  showProblems(output, problems, 'warning');
  if (!ok) {
    output.line('nothing was written: files that disagree are for people to settle');
    output.result(report);
    return EXIT.negative;
  }
  output.line(`against the release in force, ${inForce.id}:`);
  showDiff(output, changes, { names: false });
  const { isNew, sha256 } = folder.write(release, report);
  output.line(isNew ? `written: ${release.id}` : `was there already: ${release.id}`);
  output.line(`In force is still ${inForce.id}. See the names: ncp terminology diff active ${release.id}. Put it in force: ncp terminology activate ${release.id}`);
  output.result({ ...report, isNew, sha256 });
  return EXIT.ok;
}
