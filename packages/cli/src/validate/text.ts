import type { Output } from '../output.js';
import type { JudgedFile, Language, Shown } from './judge.js';

/** Words of the table; everything else comes from the registries. */
const WORDS = {
  en: { error: 'error', warning: 'warning', information: 'note', at: 'at', line: 'line', text: 'text', found: 'found', allowed: 'allowed', hint: 'hint', mend: 'mend', counts: 'error(s)', warnings: 'warning(s)' },
  sv: { error: 'fel', warning: 'varning', information: 'notis', at: 'plats', line: 'rad', text: 'text', found: 'fanns', allowed: 'får', hint: 'råd', mend: 'rätta', counts: 'fel', warnings: 'varning(ar)' },
} as const;

const ACTIONS = {
  en: { add: 'add', remove: 'remove', change: 'change', move: 'move' },
  sv: { add: 'lägg till', remove: 'ta bort', change: 'ändra', move: 'flytta' },
} as const;

const LABEL_WIDTH = 9;
const MOST_CHARACTERS = 400;

/** A document may hold anything: one line each, and no control sequences on somebody's terminal. */
const printable = (text: string): string => {
  const line = text.replace(/\s+/gu, ' ').replace(/\p{C}/gu, (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS)}…`;
};

function showFinding(output: Output, { severity, rule, at, line, text, hint, found, allowed, mend }: Shown, language: Language): void {
  const words = WORDS[language];
  const row = (label: string, value: string): void => { output.line(`  ${''.padEnd(LABEL_WIDTH)}${label.padEnd(LABEL_WIDTH)}${printable(value)}`); };
  output.line(`  ${words[severity].padEnd(LABEL_WIDTH)}${rule}`);
  row(words.at, `${at}${line === undefined ? '' : ` (${words.line} ${String(line)})`}`);
  row(words.text, text);
  if (found !== undefined) row(words.found, found);
  if (allowed !== undefined) row(words.allowed, allowed);
  row(words.hint, hint);
  if (mend !== undefined) row(words.mend, `${ACTIONS[language][mend.action]} ${mend.target}${mend.value === undefined ? '' : ` = ${mend.value}`}`);
}

/** One document for people: the verdict, then each finding with what was found, what is allowed and how to mend it. */
export function showFile(output: Output, { file, kind, errors, warnings, findings }: JudgedFile, language: Language): void {
  const words = WORDS[language];
  output.line(`${printable(file)}: ${kind}, ${String(errors)} ${words.counts}, ${String(warnings)} ${words.warnings}`);
  for (const finding of findings) showFinding(output, finding, language);
}
