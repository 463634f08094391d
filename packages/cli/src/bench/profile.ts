import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface Share {
  readonly name: string;
  /** Part of the time in which the process did something. */
  readonly share: number;
}
export interface ProfileSummary {
  readonly places: readonly Share[];
  readonly functions: readonly Share[];
}

const IDLE: readonly string[] = ['(idle)', '(root)'];
const PLACES: readonly (readonly [pattern: RegExp, name: (match: RegExpExecArray) => string])[] = [
  [/node_modules\/\.pnpm\/[^/]+\/node_modules\/((?:@[^/]+\/)?[^/]+)/, ([, name = '']) => name],
  [/\/(packages|services)\/([^/]+)\/dist\//, ([, kind = '', name = '']) => `${kind}/${name}`],
  [/^(node:(?:internal\/)?[a-z_0-9]+)/, ([, name = '']) => name],
  [/^wasm:/, () => 'libxml2 (wasm)'],
];

/** The package that a function belongs to; what has no file is named by the engine, as `(garbage collector)`. */
export function placeOf({ functionName, url }: ProfileNode['callFrame']): string {
  for (const [pattern, name] of PLACES) {
    const match = pattern.exec(url);
    if (match !== null) return name(match);
  }
  return functionName.startsWith('(') ? functionName : 'native';
}

const sharesOf = (times: ReadonlyMap<string, number>, total: number, most: number): readonly Share[] =>
  [...times].map(([name, time]) => ({ name, share: total === 0 ? 0 : time / total })).toSorted((a, b) => b.share - a.share).slice(0, most);

const add = (times: Map<string, number>, name: string, time: number): void => { times.set(name, (times.get(name) ?? 0) + time); };

/** Where the time went: own time of functions, by package and by function. */
export function summarise({ nodes, samples, timeDeltas }: CpuProfile, most = 15): ProfileSummary {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const [places, functions] = [new Map<string, number>(), new Map<string, number>()];
  let total = 0;
  for (const [index, id] of samples.entries()) {
    const frame = byId.get(id);
    const time = timeDeltas[index] ?? 0;
    if (frame === undefined || IDLE.includes(frame.functionName)) continue;
    total += time;
    const place = placeOf(frame);
    add(places, place, time);
    add(functions, `${frame.functionName === '' ? '(anonymous)' : frame.functionName} ${place}:${frame.url.split('/').at(-1) ?? ''}:${frame.lineNumber + 1}`, time);
  }
  return { places: sharesOf(places, total, most), functions: sharesOf(functions, total, most) };
}

/** The newest profile that a process left in a folder. */
export function readProfile(folder: string): { readonly file: string; readonly profile: CpuProfile } | undefined {
  const file = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile')).toSorted().at(-1);
  if (file === undefined) return undefined;
  const path = join(folder, file);
  return { file: path, profile: JSON.parse(readFileSync(path, 'utf8')) as CpuProfile };
}
