import { isNcpError } from '@ncp/domain';
import { EXIT, type ExitCode } from '../exit-code.js';
import { DEFAULT_STATE, layoutIn } from '../layout.js';
import { createOutput, type Output } from '../output.js';
import { judge, unreadable, type JudgedFile, type JudgeOptions, type Language } from '../validate/judge.js';
import { judgedByText, rulesInForce } from '../validate/judged-by.js';
import { sarifOf } from '../validate/sarif.js';
import { findSources, type Source } from '../validate/sources.js';
import { showFile } from '../validate/text.js';
import { VERSION } from '../version.js';

export interface ValidateOptions {
  readonly lang?: Language;
  readonly sarif?: boolean;
  /** Of a deployment whose catalogue is asked. */
  readonly state?: string;
}

async function judgeSource({ file, bytes }: Source, options: JudgeOptions): Promise<JudgedFile> {
  try {
    return judge(file, await bytes(), options);
  } catch (error) {
    if (!isNcpError(error)) throw error;
    return unreadable(file, error, options.language);
  }
}

const PROGRESS_MS = 1000;

/** Says now and then how far it is, when there is more than one document and it takes time. */
const progressOver = (output: Output, total: number): ((done: number) => void) => {
  let last = performance.now();
  return (done) => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    output.progress(`${String(done)} of ${String(total)} documents`);
  };
};

const SUMMARY = {
  en: (documents: number, good: number): string => `${String(documents)} document(s), ${String(good)} without an error`,
  sv: (documents: number, good: number): string => `${String(documents)} dokument, ${String(good)} utan fel`,
} as const;

/**
 * Checks everything that the arguments name, one document after the other: what cannot be read or is no document has that as
 * its finding, and the others are checked all the same. 65 when something could not be read, else 1 when a rule is broken.
 */
export async function validateCommand(output: Output, paths: readonly string[], { lang = 'en', sarif = false, state = DEFAULT_STATE }: ValidateOptions = {}): Promise<ExitCode> {
  const { judgedBy, valueSets } = rulesInForce(layoutIn(state).terminology);
  const options = { language: lang, ...(valueSets === undefined ? {} : { valueSets }) };
  const sources = findSources(paths);
  const results: JudgedFile[] = [];
  const tell = progressOver(output, sources.length);
  for (const source of sources) {
    const result = await judgeSource(source, options);
    results.push(result);
    showFile(output, result, lang);
    tell(results.length);
  }
  const sum = (pick: (one: JudgedFile) => number): number => results.reduce((total, one) => total + pick(one), 0);
  const [errors, warnings, lost] = [sum((one) => one.errors), sum((one) => one.warnings), results.filter(({ kind }) => kind === 'unreadable').length];
  output.line(SUMMARY[lang](results.length - lost, results.filter((one) => one.errors === 0).length));
  output.line(judgedByText(judgedBy, lang));
  output.result(sarif
    ? sarifOf(results, { language: lang, version: VERSION, judgedBy: { ...judgedBy }, complete: lost === 0 })
    : { ok: errors === 0, documents: results.length - lost, errors, warnings, unreadable: lost, judgedBy, files: results });
  if (lost > 0) return EXIT.input;
  return errors === 0 ? EXIT.ok : EXIT.negative;
}

/** SARIF is one JSON object too: no line for people beside it. */
export const validateOutput = ({ json = false, sarif = false }: { readonly json?: boolean; readonly sarif?: boolean }): Output => createOutput(json || sarif);
