import { checkDocument, documentKind, restoreDiscard, type DocumentFinding, type Mend, type ValueSetSource } from '@ncp/cda';
import { ERROR_REGISTRY, isNcpError, type NcpError } from '@ncp/domain';
import { linesOf, parseXml, utf8 } from '@ncp/xml';

export type Language = 'sv' | 'en';

/** A finding as it is shown. */
export interface Shown {
  readonly severity: 'error' | 'warning' | 'information';
  /** Rule id, or the code of the error that kept the document from being checked: `ncp explain` knows both. */
  readonly rule: string;
  /** XPath in the document. */
  readonly at: string;
  /** Line of the file, from 1. */
  readonly line?: number;
  readonly text: string;
  readonly hint: string;
  readonly found?: string;
  readonly allowed?: string;
  /** What would put it right, where that is one change. */
  readonly mend?: Mend;
  /** What the report of the official rules calls it. */
  readonly reference?: string;
}

export interface JudgedFile {
  readonly file: string;
  /** `ep-l3`, `ed-l3`, `discard` ...; `unknown` when it is no document of the release, `unreadable` when it is none at all. */
  readonly kind: string;
  readonly errors: number;
  readonly warnings: number;
  readonly findings: readonly Shown[];
}

const judged = (file: string, kind: string, findings: readonly Shown[]): JudgedFile => ({
  file, kind, findings,
  errors: findings.filter(({ severity }) => severity === 'error').length,
  warnings: findings.filter(({ severity }) => severity === 'warning').length,
});

const shown = ({ severity, rule, at, text, hint, found, allowed, mend, reference }: DocumentFinding, language: Language): Shown => ({
  severity, rule, at, text: text[language], hint: hint[language], mend,
  ...(found === undefined ? {} : { found }), ...(allowed === undefined ? {} : { allowed }), ...(reference === undefined ? {} : { reference }),
});

/** What came instead of a document, by its first bytes: nobody has to open the file to see it. */
const natureOf = (bytes: Uint8Array): string | undefined => {
  const begins = (...magic: readonly number[]): boolean => magic.every((byte, index) => bytes[index] === byte);
  if (bytes.length === 0) return '0 bytes';
  if (begins(...utf8('%PDF-'))) return 'PDF';
  if (begins(0x50, 0x4b, 0x03, 0x04)) return 'ZIP';
  if (begins(0x1f, 0x8b)) return 'gzip';
  if (begins(0x7b) || begins(0x5b)) return 'JSON?';
  return bytes.subarray(0, 512).includes(0) ? 'binary' : undefined;
};

const numbersIn = ({ details }: NcpError): string | undefined => {
  const parts = Object.entries(details).filter(([name]) => name !== 'file').map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(' ') : String(value)}`);
  return parts.length === 0 ? undefined : parts.join(', ');
};

const NEWLINE = 10;

/** Some refusals know the line, others the byte. */
const lineOf = ({ details: { line, at } }: NcpError, bytes: Uint8Array | undefined): number | undefined => {
  if (typeof line === 'number') return line;
  return typeof at === 'number' && bytes !== undefined ? bytes.subarray(0, at).reduce((lines, byte) => lines + (byte === NEWLINE ? 1 : 0), 1) : undefined;
};

/** The one finding of what could not be checked at all. */
const refusal = (error: NcpError, language: Language, bytes?: Uint8Array): Shown => {
  const { text, hint } = ERROR_REGISTRY[error.code];
  const found = (bytes === undefined ? undefined : natureOf(bytes)) ?? numbersIn(error);
  const line = lineOf(error, bytes);
  const at = error.details['at'];
  return {
    severity: 'error', rule: error.code, at: typeof at === 'string' ? at : '/', text: text[language], hint: hint[language],
    ...(line === undefined ? {} : { line }),
    ...(found === undefined ? {} : { found }),
  };
};

/** A discard is checked as the dispensation it takes back (decisions D47). */
function checked(bytes: Uint8Array, valueSets: ValueSetSource | undefined): { readonly kind: string; readonly findings: readonly DocumentFinding[] } {
  const root = parseXml(bytes);
  const options = valueSets === undefined ? {} : { valueSets };
  const kind = documentKind(root);
  if (kind !== undefined) return { kind, findings: checkDocument(root, options) };
  try {
    return { kind: 'discard', findings: checkDocument(restoreDiscard(bytes), options) };
  } catch (error) {
    if (!isNcpError(error)) throw error;
    return { kind: 'unknown', findings: checkDocument(root, options) };
  }
}

const withLines = (bytes: Uint8Array, findings: readonly Shown[]): readonly Shown[] => {
  if (findings.length === 0) return findings;
  const lines = linesOf(bytes, findings.map(({ at }) => at));
  return findings.map((finding) => {
    const line = lines.get(finding.at);
    return line === undefined ? finding : { ...finding, line };
  });
};

export interface JudgeOptions {
  readonly language?: Language;
  readonly valueSets?: ValueSetSource;
}

/** Findings of one document; one that cannot be read has the reason as its only finding. */
export function judge(file: string, bytes: Uint8Array, { language = 'en', valueSets }: JudgeOptions = {}): JudgedFile {
  try {
    const { kind, findings } = checked(bytes, valueSets);
    return judged(file, kind, withLines(bytes, findings.map((finding) => shown(finding, language))));
  } catch (error) {
    if (!isNcpError(error)) throw error;
    return judged(file, 'unknown', [refusal(error, language, bytes)]);
  }
}

/** A file of which nothing is known. */
export const unreadable = (file: string, error: NcpError, language: Language = 'en'): JudgedFile => judged(file, error.code === 'NCP_CLI_INPUT' ? 'unreadable' : 'unknown', [refusal(error, language)]);
