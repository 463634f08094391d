import type { Changes, ConceptChange, MappingChange, ReleaseDiff, TextChange } from '@ncp/terminology';
import type { Output } from '../output.js';

/** How many of a kind are named unless all are asked for. */
const NAMED = 20;

type Mark = '+' | '~' | '-';
const kinds = <T>({ added, changed, removed }: Changes<T>): readonly (readonly [Mark, readonly T[]])[] => [['+', added], ['~', changed], ['-', removed]];

const counts = <T>({ added, changed, removed }: Changes<T>): string => `${String(added.length)} added, ${String(changed.length)} changed, ${String(removed.length)} removed`;

const quoted = (text: string | undefined): string => (text === undefined ? 'nothing' : `"${text}"`);
const fromTo = ({ text, was }: { readonly text?: string; readonly was?: string }): string => (was === undefined ? quoted(text) : text === undefined ? quoted(was) : `${quoted(was)} is now ${quoted(text)}`);

const list = (output: Output, lines: readonly string[], all: boolean): void => {
  for (const line of all ? lines : lines.slice(0, NAMED)) output.line(line);
  if (!all && lines.length > NAMED) output.line(`      ... and ${String(lines.length - NAMED)} more (--all)`);
};

const bySet = (concepts: readonly ConceptChange[]): ReadonlyMap<string, readonly ConceptChange[]> => {
  const sets = new Map<string, ConceptChange[]>();
  for (const one of concepts) {
    const set = sets.get(one.valueSetName) ?? [];
    set.push(one);
    sets.set(one.valueSetName, set);
  }
  return sets;
};

const conceptLine = (mark: Mark, { code, ...texts }: ConceptChange | TextChange): string => `      ${mark} ${code}  ${fromTo(texts)}`;

function showConcepts(output: Output, changes: Changes<ConceptChange>, all: boolean): void {
  for (const [mark, concepts] of kinds(changes)) {
    for (const [set, members] of bySet(concepts)) {
      output.line(`    ${mark} ${set}: ${String(members.length)}`);
      list(output, members.map((one) => conceptLine(mark, one)), all);
    }
  }
}

const mappingLine = (mark: Mark, { field, from, to, was }: MappingChange): string => `      ${mark} ${field} ${from} to ${to ?? was ?? ''}${to !== undefined && was !== undefined ? `, was ${was}` : ''}`;

/** Shows what is different, each thing by name; up to a limit unless `all`. */
export function showDiff(output: Output, diff: ReleaseDiff, { all = false, names = true }: { readonly all?: boolean; readonly names?: boolean } = {}): void {
  const { valueSets, concepts, translations, mappings } = diff;
  output.line(`  value sets     ${String(valueSets.added.length)} added, ${String(valueSets.removed.length)} removed`);
  if (names) list(output, [...valueSets.added.map(({ name, oid }) => `      + ${name} ${oid}`), ...valueSets.removed.map(({ name, oid }) => `      - ${name} ${oid}`)], all);
  output.line(`  concepts       ${counts(concepts)}`);
  if (names) showConcepts(output, concepts, all);
  output.line(`  Swedish texts  ${counts(translations)}`);
  if (names) list(output, kinds(translations).flatMap(([mark, texts]) => texts.map((one) => conceptLine(mark, one))), all);
  output.line(`  mappings       ${counts(mappings)}`);
  if (names) list(output, kinds(mappings).flatMap(([mark, some]) => some.map((one) => mappingLine(mark, one))), all);
}

/** Is there any difference? */
export const isSame = ({ valueSets, concepts, translations, mappings }: ReleaseDiff): boolean =>
  [valueSets.added, valueSets.removed, ...[concepts, translations, mappings].flatMap(({ added, changed, removed }) => [added, changed, removed])].every((some) => some.length === 0);
