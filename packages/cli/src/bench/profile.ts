interface ProfileNode {
  readonly id: number;
  readonly children?: readonly number[];
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
  /** Own time by package. */
  readonly places: readonly Share[];
  /** Own time by function. */
  readonly functions: readonly Share[];
  /** Time in our own functions and everything they call. */
  readonly steps: readonly Share[];
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

const nameOf = (frame: ProfileNode['callFrame']): string =>
  `${frame.functionName === '' ? '(anonymous)' : frame.functionName} ${placeOf(frame)}:${frame.url.split('/').at(-1) ?? ''}:${frame.lineNumber + 1}`;

const isOurs = ({ url }: ProfileNode['callFrame']): boolean => /\/(packages|services)\/[^/]+\/dist\//.test(url) && !url.includes('/node_modules/');

/** Own time of each node of the call tree, in the profile's unit; idle time is none. */
function ownTimes({ nodes, samples, timeDeltas }: CpuProfile): ReadonlyMap<number, number> {
  const idle = new Set(nodes.filter(({ callFrame }) => IDLE.includes(callFrame.functionName)).map(({ id }) => id));
  const own = new Map<number, number>();
  for (const [index, id] of samples.entries()) if (!idle.has(id)) own.set(id, (own.get(id) ?? 0) + (timeDeltas[index] ?? 0));
  return own;
}

/** Time below each of our functions; one that calls itself counts once. Walks the tree without recursion: it may be deep. */
function inclusive({ nodes }: CpuProfile, own: ReadonlyMap<number, number>): ReadonlyMap<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const called = new Set(nodes.flatMap(({ children = [] }) => children));
  const times = new Map<string, number>();
  const open: { readonly node: ProfileNode; readonly above: ReadonlySet<string> }[] = nodes.filter(({ id }) => !called.has(id)).map((node) => ({ node, above: new Set() }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, above } = next;
    const names = isOurs(node.callFrame) ? new Set([...above, nameOf(node.callFrame)]) : above;
    for (const name of names) add(times, name, own.get(node.id) ?? 0);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) open.push({ node: child, above: names });
    }
  }
  return times;
}

/** Where the time went. */
export function summarise(profile: CpuProfile, most = 15): ProfileSummary {
  const own = ownTimes(profile);
  const [places, functions] = [new Map<string, number>(), new Map<string, number>()];
  let total = 0;
  for (const { id, callFrame } of profile.nodes) {
    const time = own.get(id) ?? 0;
    total += time;
    if (time === 0) continue;
    add(places, placeOf(callFrame), time);
    add(functions, nameOf(callFrame), time);
  }
  return { places: sharesOf(places, total, most), functions: sharesOf(functions, total, most), steps: sharesOf(inclusive(profile, own), total, 2 * most) };
}
