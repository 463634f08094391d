/** One value in force and where it came from. Of a secret only the name of its file is a value (decisions G08). */
export interface Setting {
  /** Dotted path in the configuration file; members of a list by their code or name. */
  readonly path: string;
  readonly value: string;
  readonly origin: 'file' | 'environment' | 'default';
  /** The variable that laid it over the file. */
  readonly variable?: string;
}

type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

const HIDDEN = '(hidden)';
/** Connection strings and addresses may carry a password: in the authority, or in the query. */
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i;
/** A value under such a name would be a secret itself; ours are names of files. */
const SECRET_NAME = /(secret|password|passphrase|token|credential)$/i;

function shown(path: readonly string[], value: unknown): string {
  const name = path.at(-1) ?? '';
  const text = String(value);
  if (SECRET_NAME.test(name)) return HIDDEN;
  if (typeof value !== 'string') return text;
  const isConnection = path.includes('database') || path.includes('queue');
  if (!ADDRESS.test(text)) return isConnection ? HIDDEN : text;
  const url = URL.parse(text);
  if (url === null) return HIDDEN;
  const user = url.username === '' ? '' : `${decodeURIComponent(url.username)}@`;
  return `${url.protocol}//${user}${url.host}${url.pathname}${url.search === '' ? '' : `?${HIDDEN}`}`;
}

const nameOf = (member: unknown, index: number): string => {
  const named = isTree(member) ? member['code'] ?? member['name'] : undefined;
  return typeof named === 'string' ? named : String(index + 1);
};

interface Leaf {
  readonly path: readonly string[];
  /** The same place in the file, where lists count from 0. */
  readonly place: readonly (string | number)[];
  readonly value: unknown;
}

function leavesOf(value: unknown, path: readonly string[], place: readonly (string | number)[]): readonly Leaf[] {
  if (Array.isArray(value)) {
    if (value.some((member) => typeof member === 'object')) return value.flatMap((member, index) => leavesOf(member, [...path, nameOf(member, index)], [...place, index]));
    return [{ path, place, value: value.map((member) => shown(path, member)).join(', ') }];
  }
  if (isTree(value)) return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name], [...place, name]));
  return value === undefined ? [] : [{ path, place, value }];
}

const standsIn = (file: unknown, place: readonly (string | number)[]): boolean => {
  let at: unknown = file;
  for (const step of place) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return false;
    at = Reflect.get(at, step);
  }
  return true;
};

export interface SettingSources {
  /** Validated, with every default filled in. */
  readonly inForce: unknown;
  /** What stands in the file alone. */
  readonly file: unknown;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Variable to the place it overrides. */
  readonly overrides: Readonly<Record<string, readonly string[]>>;
}

/** Every value that is in force, in the order of the configuration. */
export function settingsOf({ inForce, file, environment, overrides }: SettingSources): readonly Setting[] {
  const laid = Object.entries(overrides).filter(([name]) => (environment[name] ?? '') !== '');
  return leavesOf(inForce, [], []).map(({ path, place, value }) => {
    const variable = laid.find(([, over]) => over.join('.') === place.join('.'))?.[0];
    return {
      path: path.join('.'), value: shown(path, value),
      ...(variable === undefined ? { origin: standsIn(file, place) ? 'file' as const : 'default' as const } : { origin: 'environment' as const, variable }),
    };
  });
}
