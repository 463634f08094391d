import { ACTIONS } from '../operator.js';
import type { Pages } from '../pages.js';
import { queueState, queueView, type QueuePage } from '../views/queue.js';

export function queueRoutes({ page, live, sources: { desk } }: Pages): void {
  const read = async (): Promise<QueuePage> => {
    const [queues, outbox] = await Promise.all([desk.inForce.queues(), desk.outbox()]);
    return { queues, outbox };
  };
  page('/queue', async (frame) => queueView(frame, await read()), ACTIONS['see-queue']);
  live('/queue/events', async (frame) => queueState(frame, await read()), ACTIONS['see-queue']);
}
