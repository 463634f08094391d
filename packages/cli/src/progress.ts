import { DefaultRenderer, Listr, ListrLogger, ProcessOutput } from 'listr2';

/** One long step of a command. What `run` returns is shown behind the title when it is done. */
export interface Step {
  readonly title: string;
  run(say: (text: string) => void): Promise<string | undefined>;
}

/** A narrower terminal breaks the lines that spinners redraw. */
const LEAST_COLUMNS = 60;

/** The library looks at standard output only; ours may well be a file while a person watches standard error. */
class SpinnersOnStandardError extends DefaultRenderer {
  static override nonTTY = true;
}

/** To standard error: standard output belongs to results. */
const logger = (): ListrLogger => new ListrLogger({ useIcons: false, processOutput: new ProcessOutput(process.stderr, process.stderr) });

const seconds = (sinceMs: number): string => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;

/**
 * Runs steps beside each other and shows each as it goes: with spinners on a terminal, as plain lines elsewhere.
 * All of them end before this does, so that nothing is started behind the caller's back; then the first failure is thrown.
 */
export async function runTogether(steps: readonly Step[]): Promise<void> {
  const failures: unknown[] = [];
  const begun = performance.now();
  const tasks = steps.map(({ title, run }) => async (show: (text: string) => void): Promise<string> => {
    try {
      const result = await run(show);
      return `${title}${result === undefined ? '' : `: ${result}`} (${seconds(begun)})`;
    } catch (error) {
      failures.push(error);
      throw error;
    }
  });
  if (process.stderr.isTTY && process.stderr.columns >= LEAST_COLUMNS) await withSpinners(steps, tasks);
  else await withLines(steps, tasks);
  if (failures.length > 0) throw failures[0];
}

type Task = (show: (text: string) => void) => Promise<string>;

async function withSpinners(steps: readonly Step[], tasks: readonly Task[]): Promise<void> {
  await new Listr(
    tasks.map((task, at) => ({
      title: steps[at]?.title ?? '',
      task: async (_context, wrapper): Promise<void> => {
        wrapper.title = await task((text) => { wrapper.output = text; });
      },
    })),
    { concurrent: true, exitOnError: false, registerSignalListeners: false, renderer: SpinnersOnStandardError, rendererOptions: { logger: logger(), showErrorMessage: false, collapseErrors: false } },
  ).run();
}

async function withLines(steps: readonly Step[], tasks: readonly Task[]): Promise<void> {
  const line = (text: string): void => { process.stderr.write(`${text}\n`); };
  await Promise.allSettled(tasks.map(async (task, at) => {
    try {
      line(`  done    ${await task((text) => { line(`          ${text}`); })}`);
    } catch (error) {
      line(`  FAILED  ${steps[at]?.title ?? ''}`);
      throw error;
    }
  }));
}
