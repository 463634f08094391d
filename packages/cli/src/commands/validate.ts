import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { checkDocument, documentKind, restoreDiscard, type DocumentFinding } from '@ncp/cda';
import { ERROR_REGISTRY, isNcpError, NcpError } from '@ncp/domain';
import { parseXml, utf8 } from '@ncp/xml';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Output } from '../output.js';

/** One line of the findings table. */
interface Shown {
  readonly severity: string;
  readonly rule: string;
  readonly at: string;
  readonly text: string;
  readonly hint: string;
  readonly found?: string;
  readonly allowed?: string;
}

export interface ValidatedFile {
  readonly file: string;
  /** `ep-l3`, `ed-l3`, `discard` ...; `unknown` when it is no document of the release. */
  readonly kind: string;
  readonly errors: number;
  readonly warnings: number;
  readonly findings: readonly Shown[];
}

const STDIN = '-';

/** The files of a folder, by name; anything else stands for itself. @throws NcpError NCP_CLI_INPUT */
function filesIn(path: string): readonly string[] {
  if (path === STDIN) return [path];
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.toLowerCase().endsWith('.xml')).toSorted().map((name) => join(path, name));
  } catch (error) {
    throw new NcpError('NCP_CLI_INPUT', { file: path }, error);
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return file === STDIN ? utf8(await readAll(process.stdin)) : new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new NcpError('NCP_CLI_INPUT', { file }, error);
  }
}

const shown = ({ severity, rule, at, text, hint, found, allowed }: DocumentFinding): Shown => ({
  severity, rule, at, text: text.en, hint: hint.en, ...(found === undefined ? {} : { found }), ...(allowed === undefined ? {} : { allowed }),
});

/** A discard is checked as the dispensation it takes back (decisions D47). */
function checked(bytes: Uint8Array): { readonly kind: string; readonly findings: readonly Shown[] } {
  const root = parseXml(bytes);
  const kind = documentKind(root);
  if (kind !== undefined) return { kind, findings: checkDocument(root).map(shown) };
  try {
    return { kind: 'discard', findings: checkDocument(restoreDiscard(bytes)).map(shown) };
  } catch (error) {
    if (!isNcpError(error)) throw error;
    return { kind: 'unknown', findings: checkDocument(root).map(shown) };
  }
}

/** Findings of one document; one that cannot be read has the reason as its only finding. */
export function validate(file: string, bytes: Uint8Array): ValidatedFile {
  const result = (kind: string, findings: readonly Shown[]): ValidatedFile => ({
    file, kind, findings,
    errors: findings.filter(({ severity }) => severity === 'error').length,
    warnings: findings.filter(({ severity }) => severity !== 'error').length,
  });
  try {
    const { kind, findings } = checked(bytes);
    return result(kind, findings);
  } catch (error) {
    if (!isNcpError(error)) throw error;
    const { text, hint } = ERROR_REGISTRY[error.code];
    return result('unknown', [{ severity: 'error', rule: error.code, at: '/', text: text.en, hint: hint.en }]);
  }
}

function show(output: Output, { file, kind, errors, warnings, findings }: ValidatedFile): void {
  output.line(`${file}: ${kind}, ${errors} error(s), ${warnings} warning(s)`);
  for (const { severity, rule, at, text, hint, found, allowed } of findings) {
    output.line(`  ${severity.padEnd(8)} ${rule}`);
    output.line(`           at    ${at}`);
    output.line(`           text  ${text}`);
    if (found !== undefined) output.line(`           found ${found}`);
    if (allowed !== undefined) output.line(`           allow ${allowed}`);
    output.line(`           hint  ${hint}`);
  }
}

/** @throws NcpError NCP_CLI_INPUT when a file or folder cannot be read */
export async function validateCommand(output: Output, paths: readonly string[]): Promise<ExitCode> {
  const results: ValidatedFile[] = [];
  for (const file of paths.flatMap(filesIn)) {
    const result = validate(file, await bytesOf(file));
    results.push(result);
    show(output, result);
  }
  const errors = results.reduce((sum, { errors: count }) => sum + count, 0);
  output.line(`${results.length} document(s), ${results.filter((one) => one.errors === 0).length} without an error`);
  output.result({ ok: errors === 0, documents: results.length, errors, files: results });
  return errors === 0 ? EXIT.ok : EXIT.negative;
}
