import { countryCode, parseCountryCode, NcpError, type CountryCode } from '@ncp/domain';
import type { TerminologyGap } from '@ncp/exchange';
import { loadCatalogue } from '@ncp/terminology';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';
import { catalogueFolderOf, withReport, type CataloguePlace } from '../terminology/catalogue-place.js';
import { gapsOfDocuments, UNTOLD } from '../terminology/document-gaps.js';
import { findSources } from '../validate/sources.js';

export interface GapsOptions extends CataloguePlace {
  readonly release?: string;
  readonly country?: string;
}

const HEADING = ['COUNT', 'COUNTRY', 'FIELD', 'CODE', 'CODE SYSTEM', 'WHY', 'RELEASE'] as const;

function showGaps(output: Output, gaps: readonly (TerminologyGap & { readonly count: number })[]): void {
  const rows = [HEADING, ...gaps.map((gap) => [String(gap.count), gap.country, gap.field, gap.code, gap.codeSystem, gap.reason, gap.release])];
  const widths = HEADING.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) output.line(row.map((cell, column) => (column === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd());
}

function countryOf(text: string | undefined): CountryCode | undefined {
  if (text === undefined) return undefined;
  if (!parseCountryCode(text).ok) throw new NcpError('NCP_CLI_USAGE', { option: '--country', needed: 'two letters' });
  return countryCode(text);
}

/** With files: what these documents would leave without a Swedish text. 65 when one of them is not there. */
async function ofDocuments(output: Output, paths: readonly string[], options: GapsOptions): Promise<ExitCode> {
  const folder = catalogueFolderOf(options);
  const { release } = options.release === undefined ? folder.inForce() : folder.read(options.release);
  const found = await gapsOfDocuments(findSources(paths), loadCatalogue(release), countryOf(options.country) ?? UNTOLD);
  showGaps(output, found.gaps);
  output.line(`${String(found.documents)} documents read with ${release.id}, ${String(found.gaps.length)} different gaps`);
  for (const { file, code } of found.notRead) output.line(`not read: ${file} (${code})`);
  output.result({ ok: true, release: release.id, ...found });
  return found.notRead.some(({ code }) => code === 'NCP_CLI_INPUT') ? EXIT.input : EXIT.ok;
}

/**
 * What the catalogue lacks, with counts: as the services met it, or as the given documents would meet it.
 * @throws NcpError NCP_CLI_NOT_RUNNING, NCP_STORE_UNAVAILABLE, NCP_TERMINOLOGY_RELEASE
 */
export async function terminologyGapsCommand(output: Output, paths: readonly string[], options: GapsOptions): Promise<ExitCode> {
  if (paths.length > 0) return ofDocuments(output, paths, options);
  const country = countryOf(options.country);
  const { release } = options;
  const gaps = await withReport(options, (store) => store.terminology.gaps({ ...(release === undefined ? {} : { release }), ...(country === undefined ? {} : { country }) }));
  showGaps(output, gaps);
  output.line(`${String(gaps.length)} different gaps, met ${String(gaps.reduce((sum, { count }) => sum + count, 0))} times`);
  output.result({ ok: true, gaps });
  return EXIT.ok;
}
