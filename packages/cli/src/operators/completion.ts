import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A command with what may follow it. */
interface Place {
  /** `ncp`, `ncp kpi`, `ncp kpi export`. */
  readonly path: string;
  readonly words: readonly string[];
}

/** Names and options are ours: letters, digits and hyphens, nothing that a shell reads otherwise. */
function placesOf(command: Command, path: string): readonly Place[] {
  const options = [...command.options.flatMap(({ long }) => long ?? []), '--help'];
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  return [{ path, words: [...command.commands.map((below) => below.name()), ...choices, ...options] }, ...command.commands.flatMap((below) => placesOf(below, `${path} ${below.name()}`))];
}

const bash = (places: readonly Place[]): string => `_ncp() {
  local cur=\${COMP_WORDS[COMP_CWORD]} at=ncp word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$at $word" in
      ${places.slice(1).map(({ path }) => `"${path}"`).join(' | ')}) at="$at $word" ;;
    esac
  done
  case "$at" in
${places.map(({ path, words }) => `    "${path}") COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$cur")) ;;`).join('\n')}
  esac
}
complete -o default -F _ncp ncp ./ncp
`;

const fish = (places: readonly Place[]): string => places.flatMap(({ path, words }) => {
  const [, first, second] = path.split(' ');
  const seen = [first, second].flatMap((word) => (word === undefined ? [] : [`__fish_seen_subcommand_from ${word}`]));
  const when = first === undefined ? '__fish_use_subcommand' : seen.join('; and ');
  return words.map((word) => (word.startsWith('--') ? `complete -c ncp -n '${when}' -l ${word.slice(2)}` : `complete -c ncp -f -n '${when}' -a ${word}`));
}).join('\n').concat('\n');

/** A script that a shell reads to complete commands and options; made of the commands as they are. */
export function completionScript(ncp: Command, shell: Shell): string {
  const places = placesOf(ncp, 'ncp');
  switch (shell) {
    case 'bash': return bash(places);
    case 'zsh': return `#compdef ncp\nautoload -U +X bashcompinit && bashcompinit\n${bash(places)}`;
    case 'fish': return fish(places);
  }
}
