import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JudgedFile, Language, Shown } from './judge.js';

/**
 * SARIF 2.1.0 (OASIS), as tools that show findings beside a file read it. Such reports are made to be passed on, so what was
 * found in a document, which may be about a person, is left out; `--json` has it.
 */

const LEVELS = { error: 'error', warning: 'warning', information: 'note' } as const;
const LANGUAGES = { sv: 'sv-SE', en: 'en-US' } as const;

interface Message { readonly text: string }

export interface SarifRule {
  readonly id: string;
  readonly shortDescription: Message;
  readonly help: Message;
}

export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: (typeof LEVELS)[keyof typeof LEVELS];
  readonly message: Message;
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: { readonly uri: string; readonly index: number }; readonly region?: { readonly startLine: number } };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string; readonly kind: 'element' }[];
  }[];
}

export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly SarifRule[]; readonly properties: Readonly<Record<string, unknown>> } };
    readonly invocations: readonly { readonly executionSuccessful: boolean }[];
    readonly artifacts: readonly { readonly location: { readonly uri: string }; readonly properties: { readonly kind: string } }[];
    readonly results: readonly SarifResult[];
    readonly columnKind: 'utf16CodeUnits';
    readonly language: string;
  }[];
}

const uriOf = (file: string): string => {
  if (file === '-') return 'stdin';
  return isAbsolute(file) ? pathToFileURL(file).href : file.split(sep).map(encodeURIComponent).join('/');
};

/** The first finding of each rule describes it. */
const rulesOf = (findings: readonly Shown[]): ReadonlyMap<string, { readonly index: number; readonly rule: SarifRule }> => {
  const rules = new Map<string, { readonly index: number; readonly rule: SarifRule }>();
  for (const { rule, text, hint } of findings) {
    if (!rules.has(rule)) rules.set(rule, { index: rules.size, rule: { id: rule, shortDescription: { text }, help: { text: hint } } });
  }
  return rules;
};

const messageOf = ({ text, hint, allowed }: Shown): string => [text, ...(allowed === undefined ? [] : [`[${allowed}]`]), hint].join(' ');

export interface SarifOptions {
  readonly language: Language;
  readonly version: string;
  /** Which release of rules and value sets judged. */
  readonly judgedBy: Readonly<Record<string, unknown>>;
  /** Could every file be read? */
  readonly complete: boolean;
}

export function sarifOf(files: readonly JudgedFile[], { language, version, judgedBy, complete }: SarifOptions): SarifLog {
  const rules = rulesOf(files.flatMap(({ findings }) => findings));
  const results = files.flatMap(({ file, findings }, index) => findings.map((finding): SarifResult => ({
    ruleId: finding.rule, ruleIndex: rules.get(finding.rule)?.index ?? -1, level: LEVELS[finding.severity], message: { text: messageOf(finding) },
    locations: [{
      physicalLocation: { artifactLocation: { uri: uriOf(file), index }, ...(finding.line === undefined ? {} : { region: { startLine: finding.line } }) },
      logicalLocations: [{ fullyQualifiedName: finding.at, kind: 'element' }],
    }],
  })));
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'ncp validate', version, rules: [...rules.values()].map(({ rule }) => rule), properties: judgedBy } },
      invocations: [{ executionSuccessful: complete }],
      artifacts: files.map(({ file, kind }) => ({ location: { uri: uriOf(file) }, properties: { kind } })),
      results,
      columnKind: 'utf16CodeUnits',
      language: LANGUAGES[language],
    }],
  };
}
