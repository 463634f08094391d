import { accessSync, constants } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { checkConfig, ENVIRONMENT_OVERRIDES, readConfigTree, settingsOf, type Setting } from '@ncp/runtime';
import { EXIT, type ExitCode } from '../exit-code.js';
import { layoutIn } from '../layout.js';
import type { Output } from '../output.js';

export interface ConfigFinding {
  /** Dotted path in the file. */
  readonly path: string;
  /** What was expected there; never the value. */
  readonly expected: string;
  readonly hint: string;
}

/** Members that name a file or a folder (README, Configuration). */
const FILE_MEMBER = /^(?:cert|key|ca|folder|publicKey|products|[A-Za-z]+File)$/;
const FILE_LIST = /^(?:anchors|intermediates|tlsPins|crls|signers)$/;

type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every file that the tree names, whatever else is wrong with it. */
function filesIn(value: unknown, path: readonly string[]): readonly (readonly [path: string, file: string])[] {
  const [name = '', list = ''] = [path.at(-1), path.at(-2)];
  if (typeof value === 'string') return FILE_MEMBER.test(name) || FILE_LIST.test(list) ? [[path.join('.'), value]] : [];
  if (Array.isArray(value)) return value.flatMap((member, index) => filesIn(member, [...path, String(index)]));
  return isTree(value) ? Object.entries(value).flatMap(([key, member]) => filesIn(member, [...path, key])) : [];
}

const isReadable = (file: string): boolean => {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
};

const variableFor = (path: string): string | undefined => Object.entries(ENVIRONMENT_OVERRIDES).find(([, place]) => place.join('.') === path)?.[0];

/** Everything that is wrong at once, and what would be in force. @throws NcpError NCP_CONFIG_FILE when it is no YAML file */
export function examineConfig(file: string, environment: NodeJS.ProcessEnv): { readonly findings: readonly ConfigFinding[]; readonly settings: readonly Setting[] } {
  const tree = readConfigTree(file, environment, ENVIRONMENT_OVERRIDES);
  const checked = checkConfig(tree);
  const base = dirname(resolve(file));
  const hintFor = (path: string): string => {
    const variable = variableFor(path);
    return `correct ${path} in ${file}${variable === undefined ? '' : `, or ${variable} in the environment`}; the README lists every setting`;
  };
  const faults = 'faults' in checked ? checked.faults.map(({ path, expected }) => ({ path, expected, hint: hintFor(path) })) : [];
  const missing = filesIn(tree, []).filter(([, name]) => !isReadable(isAbsolute(name) ? name : join(base, name)))
    .map(([path, name]) => ({ path, expected: 'a file or folder that this user can read', hint: `${isAbsolute(name) ? name : join(base, name)}: make it, correct its rights, or correct ${path}` }));
  const settings = 'faults' in checked ? [] : settingsOf({ inForce: checked.config, file: readConfigTree(file, {}, {}), environment, overrides: ENVIRONMENT_OVERRIDES });
  return { findings: [...faults, ...missing], settings };
}

/** Exit 1 with every fault, or 0 with what is in force and where it comes from; of secrets only the names of their files. */
export function configCheckCommand(output: Output, { state, config }: { readonly state: string; readonly config?: string }): ExitCode {
  const file = config ?? join(layoutIn(state).configs, 'ncp-a.yaml');
  const { findings, settings } = examineConfig(file, process.env);
  for (const { path, expected, hint } of findings) {
    output.line(`FAULT  ${path}: ${expected}`);
    output.line(`       -> ${hint}`);
  }
  for (const { path, value, origin, variable } of settings) output.line(`${path.padEnd(44)} ${value}   (${variable ?? origin})`);
  output.line(findings.length === 0 ? `${file} is in order` : `${String(findings.length)} fault(s) in ${file}`);
  output.result({ ok: findings.length === 0, file, findings, settings });
  return findings.length === 0 ? EXIT.ok : EXIT.negative;
}
