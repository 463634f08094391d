import { randomUUID } from 'node:crypto';
import { isNcpError, NcpError, type SwedishProfessional } from '@ncp/domain';
import type { PromisedWork, PromisedWorks } from '@ncp/exchange';
import { errorFields, type Clock, type Logger } from '@ncp/runtime';
import type { z } from 'zod';
import type { operation } from './api/problems.js';
import type { Asked } from './asked.js';
import type { Change } from './events.js';
import type { Problem } from './problem-of.js';

export type OperationAnswer = z.input<typeof operation>;

/**
 * Work that goes on behind a `202`. It is kept in the database: any replica tells of it, and one that is asked about work whose
 * replica has died goes on with it, under the token of who asks.
 */
export interface LongWork {
  /** @throws NcpError NCP_HTTP_BUSY when the pharmacy has too much of it running, NCP_STORE_UNAVAILABLE */
  begin(wish: WorkWish): Promise<OperationAnswer>;
  /** @throws NcpError NCP_API_NOT_FOUND for one that is old, unknown, or somebody else's; NCP_STORE_UNAVAILABLE */
  find(professional: SwedishProfessional, id: string): Promise<Change & { readonly data: OperationAnswer }>;
  /** Lets what runs end for so long; the rest is given back, for another replica to go on with. */
  close(graceMs: number): Promise<void>;
}

export interface WorkWish {
  readonly kind: OperationAnswer['kind'];
  readonly visit: string;
  readonly asked: Asked;
  readonly professional: SwedishProfessional;
}

export interface WorkParts {
  readonly promised: PromisedWorks;
  readonly clock: Clock;
  readonly log: Logger;
  /** What the request without `Prefer` would have been answered with; throws what it would have been refused for. */
  readonly perform: (asked: Asked, professional: SwedishProfessional) => Promise<unknown>;
  /** What a failure is told as. */
  readonly problem: (error: unknown, asked: Asked, professional: SwedishProfessional) => Promise<Problem>;
}

const RUNNING_PER_PHARMACY = 32;
/** A quarter of a hold. */
const RENEW_MS = 2_000;
/** Work that has ended its process so often is not tried again. */
const MOST_ATTEMPTS = 3;

/** Everything of it that is sealed. */
interface Content {
  readonly owner: string;
  readonly asked: Asked;
  readonly answer: OperationAnswer;
}

const ownerOf = ({ subject, gln }: SwedishProfessional): string => JSON.stringify([subject, gln]);
const contentOf = ({ content }: PromisedWork): Content => JSON.parse(content) as Content;
const changeOf = (answer: OperationAnswer): Change & { readonly data: OperationAnswer } =>
  ({ version: answer.state === 'running' ? 1 : 2, data: answer, last: answer.state !== 'running' });

export function longWork({ promised, clock, log, perform, problem }: WorkParts): LongWork {
  /** This process, among the replicas and among its own lives. */
  const holder = randomUUID();
  const running = new Map<string, Promise<void>>();
  let renewing: NodeJS.Timeout | undefined;
  let closing = false;

  const renew = (): void => {
    // What cannot be renewed lapses, and another replica goes on with it: then our end of it is not taken.
    promised.renew(holder, [...running.keys()]).catch((error: unknown) => { log.warn('work not renewed', errorFields(error)); });
  };
  const outcomeOf = async ({ asked }: Content, professional: SwedishProfessional, tooOften: boolean): Promise<Pick<OperationAnswer, 'state' | 'result' | 'problem'>> => {
    try {
      if (tooOften) throw new NcpError('NCP_INTERNAL', { step: asked.operation });
      return { state: 'done', result: await perform(asked, professional) };
    } catch (error) {
      return { state: 'failed', problem: await problem(error, asked, professional) };
    }
  };
  const go = async (id: string, content: Content, professional: SwedishProfessional, tooOften: boolean): Promise<void> => {
    try {
      const outcome = await outcomeOf(content, professional, tooOften);
      const ours = await promised.end({ id, holder }, JSON.stringify({ ...content, answer: { ...content.answer, ...outcome, endedAt: clock.now() } } satisfies Content));
      if (!ours) log.warn('work taken over meanwhile', { step: content.asked.operation });
    } catch (error) {
      // Nobody renews it any more: it lapses, and is done again by whoever is asked about it.
      log.error('work without an end', { step: content.asked.operation, ...errorFields(error) });
    }
  };
  const start = (id: string, content: Content, professional: SwedishProfessional, tooOften = false): void => {
    renewing ??= setInterval(renew, RENEW_MS).unref();
    running.set(id, go(id, content, professional, tooOften).finally(() => {
      running.delete(id);
      if (running.size > 0) return;
      clearInterval(renewing);
      renewing = undefined;
    }));
  };
  const takeOver = async (id: string, professional: SwedishProfessional): Promise<void> => {
    const taken = await promised.take({ id, holder });
    if (taken === undefined) return;
    log.warn('work taken over', { step: contentOf(taken).asked.operation, count: taken.attempts });
    start(id, contentOf(taken), professional, taken.attempts > MOST_ATTEMPTS);
  };

  return {
    async begin({ kind, visit, asked, professional }) {
      const id = randomUUID();
      const answer: OperationAnswer = { id, kind, state: 'running', visit, startedAt: clock.now() };
      const content: Content = { owner: ownerOf(professional), asked, answer };
      if (!(await promised.begin({ id, holder, gln: professional.gln, content: JSON.stringify(content) }, RUNNING_PER_PHARMACY))) throw new NcpError('NCP_HTTP_BUSY');
      start(id, content, professional);
      return answer;
    },
    async find(professional, id) {
      const found = await promised.find(id);
      const content = found === undefined ? undefined : contentOf(found);
      if (found === undefined || content?.owner !== ownerOf(professional)) throw new NcpError('NCP_API_NOT_FOUND', { what: 'operation' });
      if (found.state === 'lapsed' && !closing && !running.has(id)) await takeOver(id, professional);
      return changeOf(content.answer);
    },
    async close(graceMs) {
      closing = true;
      let limit: NodeJS.Timeout | undefined;
      await Promise.race([Promise.all(running.values()), new Promise<void>((resolve) => { limit = setTimeout(resolve, graceMs); })]);
      clearTimeout(limit);
      clearInterval(renewing);
      if (running.size === 0) return;
      const given = await promised.giveBack(holder).catch((error: unknown) => (isNcpError(error) ? 0 : Promise.reject(error)));
      log.warn('work given back', { count: given });
    },
  };
}
