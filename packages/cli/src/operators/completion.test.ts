import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { program } from '../program.js';
import { completionScript } from './completion.js';

/** What bash offers after these words. */
const offered = (...words: readonly string[]): readonly string[] => {
  const script = `${completionScript(program(), 'bash')}\nCOMP_WORDS=(ncp ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${String(words.length)}; _ncp; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter((line) => line !== '');
};

describe('completions', () => {
  it('bash is offered commands, then what follows them, then options', () => {
    expect(offered('au')).toEqual(['audit']);
    expect(offered('audit', '').filter((word) => !word.startsWith('--'))).toEqual(program().commands.find((one) => one.name() === 'audit')?.commands.map((one) => one.name()));
    expect(offered('kpi', 'export', '--pe')).toEqual(['--period']);
    expect(offered('kpi', 'export', '--format', 'csv', '--o')).toEqual(['--open', '--out']);
    expect(offered('completion', '')).toEqual(['bash', 'zsh', 'fish', '--help']);
  });

  it.each(['bash', 'zsh', 'fish'] as const)('%s knows every command, and nothing that a shell reads otherwise', (shell) => {
    const script = completionScript(program(), shell);
    for (const command of program().commands) expect(script).toContain(command.name());
    expect(script).not.toMatch(/`|\$\((?!compgen)/);
  });
});
