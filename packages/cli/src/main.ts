#!/usr/bin/env node
import { CommanderError } from 'commander';
import { exitCodeOf, EXIT } from './exit-code.js';
import { describeFailure } from './output.js';
import { program } from './program.js';

// A reader that has seen enough, such as head, must not keep a command from cleaning up.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what is wrong, or shown the help that was asked for.
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
