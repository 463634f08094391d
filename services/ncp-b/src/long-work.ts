import { randomUUID } from 'node:crypto';
import { NcpError, type SwedishProfessional } from '@ncp/domain';
import type { Clock } from '@ncp/runtime';
import type { z } from 'zod';
import type { operation } from './api/problems.js';
import type { Change } from './events.js';
import type { Problem } from './problem-of.js';

type OperationAnswer = z.input<typeof operation>;

/** Work that goes on behind a 202. In memory: the visit itself remembers what came of it. */
export interface LongWork {
  /** @throws NcpError NCP_HTTP_BUSY when the pharmacy has too much of it running */
  begin(wish: WorkWish): OperationAnswer;
  /** @throws NcpError NCP_API_NOT_FOUND for one that is old, unknown, or somebody else's */
  find(professional: SwedishProfessional, id: string): Change & { readonly data: OperationAnswer };
}

export interface WorkWish {
  readonly kind: OperationAnswer['kind'];
  readonly visit: string;
  readonly professional: SwedishProfessional;
  readonly work: () => Promise<unknown>;
  /** What a failure is told as. */
  readonly problem: (error: unknown) => Promise<Problem>;
}

const LIFE_MS = 15 * 60_000;
const RUNNING_PER_PHARMACY = 32;
const MAX_KEPT = 2_000;

interface Kept {
  readonly owner: string;
  readonly gln: string;
  readonly begunMs: number;
  version: number;
  answer: OperationAnswer;
}

const ownerOf = ({ subject, gln }: SwedishProfessional): string => JSON.stringify([subject, gln]);

export function longWork(clock: Clock): LongWork {
  const kept = new Map<string, Kept>();
  const tidy = (): void => {
    for (const [id, { begunMs, answer }] of kept) {
      if (answer.state !== 'running' && (clock.epochMs() - begunMs >= LIFE_MS || kept.size > MAX_KEPT)) kept.delete(id);
    }
  };
  const end = (one: Kept, rest: Pick<OperationAnswer, 'state' | 'result' | 'problem'>): void => {
    one.answer = { ...one.answer, ...rest, endedAt: clock.now() };
    one.version += 1;
  };
  return {
    begin({ kind, visit, professional, work, problem }) {
      tidy();
      const running = [...kept.values()].filter(({ gln, answer }) => gln === professional.gln && answer.state === 'running').length;
      if (running >= RUNNING_PER_PHARMACY) throw new NcpError('NCP_HTTP_BUSY');
      const answer: OperationAnswer = { id: randomUUID(), kind, state: 'running', visit, startedAt: clock.now() };
      const one: Kept = { owner: ownerOf(professional), gln: professional.gln, begunMs: clock.epochMs(), version: 1, answer };
      kept.set(answer.id, one);
      work().then((result) => { end(one, { state: 'done', result }); }, async (error: unknown) => { end(one, { state: 'failed', problem: await problem(error) }); }).catch(() => { end(one, { state: 'failed' }); });
      return answer;
    },
    find(professional, id) {
      tidy();
      const one = kept.get(id);
      if (one === undefined || one.owner !== ownerOf(professional)) throw new NcpError('NCP_API_NOT_FOUND', { what: 'operation' });
      return { version: one.version, data: one.answer, last: one.answer.state !== 'running' };
    },
  };
}
