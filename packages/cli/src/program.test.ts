import { describe, expect, it } from '@jest/globals';
import { CommanderError, type Command } from 'commander';
import { program } from './program.js';

const COMMANDS = ['demo', 'test', 'start', 'stop', 'certs', 'validate', 'explain', 'country', 'conformance', 'fuzz', 'audit', 'keys', 'terminology', 'dispense', 'trace', 'trust', 'bench', 'doctor', 'kpi', 'patient-log', 'config', 'completion', 'migrate'];

const quiet = (command: Command): Command => {
  command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  for (const below of command.commands) quiet(below);
  return command;
};
const failureOf = async (...args: readonly string[]): Promise<CommanderError> => {
  try {
    await quiet(program()).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error;
  }
  throw new Error('went through');
};

describe('the ncp command', () => {
  it('knows its commands, each with a description', () => {
    const commands = program().commands;
    expect(commands.map((command) => command.name())).toEqual(COMMANDS);
    for (const command of commands) expect(command.description()).not.toBe('');
  });

  it.each(COMMANDS)('%s --help ends well', async (name) => { expect(await failureOf(name, '--help')).toMatchObject({ exitCode: 0 }); });

  const WRONG: readonly (readonly string[])[] = [
    ['dispense'], ['dispense', 'trace', 'close', '1'], ['dispense', 'retry', '--note', 'x'], ['dispense', 'close', '1', '--note', 'why', '--found', 'perhaps'],
    [], ['nothing'], ['demo', '--nothing'], ['validate'], ['validate', '--sarif', '--json', 'a.xml'], ['validate', '--lang', 'de', 'a.xml'], ['explain'], ['audit'], ['bench', 'everything'], ['bench', 'retrieve', '--seconds', '0'], ['start', '--clock', 'yesterday'], ['start', '--clock', '2026-06-12T14:00'], ['kpi', 'export'], ['patient-log', '--as', 'x'], ['patient-log', '--reason', 'curiosity', '--as', 'x'], ['completion', 'tcsh'], ['config'], ['audit', 'checkpoint'], ['audit', 'prove', 'x'], ['kpi', 'export', '--period', '2026-Q3', '--format', 'pdf'],
  ];
  it('names an unknown command, and the one that looks like it', async () => {
    for (const args of [['countrey'], ['countrey', '--state', 'x'], ['countrey', 'FI']]) {
      expect(await failureOf(...args)).toMatchObject({ code: 'commander.unknownCommand', message: expect.stringMatching(/unknown command 'countrey'\s+\(Did you mean country\?\)/) });
    }
  });

  it.each(WRONG.map((args) => [args.join(' '), args] as const))('refuses "%s"', async (_title, args) => {
    expect((await failureOf(...args)).exitCode).not.toBe(0);
  });
});
