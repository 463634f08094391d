import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../layout.js';
import type { Topic } from './topic.js';

const FOLDER = 'docs/runbooks';

interface Runbook {
  readonly alert: string;
  /** As people open it, from the checkout. */
  readonly file: string;
  readonly text: string;
}

/** One page for each alert; none where the documents were not brought along. */
function runbooks(): readonly Runbook[] {
  const folder = join(ROOT, FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith('.md')).toSorted()
    .map((name) => ({ alert: name.slice(0, -'.md'.length), file: `${FOLDER}/${name}`, text: readFileSync(join(folder, name), 'utf8') }));
}

/** A page names codes as `NCP_X`, or all that begin alike as `NCP_X_*`. */
const names = (text: string, code: string): boolean =>
  [...text.matchAll(/`(NCP_[A-Z_]+)(\*?)`/g)].some(([, name = '', more]) => (more === '*' ? code.startsWith(name) : code === name));

/** The pages that say what to do about a code. */
export const runbooksFor = (code: string): readonly string[] => runbooks().filter(({ text }) => names(text, code)).map(({ file }) => file);

/** The alerts themselves: each page begins with its alert in one sentence, Swedish and then English. */
export const alertTopics = (): readonly Topic[] => runbooks().map(({ alert, file, text }) => {
  const [sv = '', en = ''] = [...text.matchAll(/^\*([^*].*)\*$/gm)].map(([, sentence = '']) => sentence);
  return { id: alert, kind: 'alert', text: { sv, en }, more: [['runbook', file]] };
});
