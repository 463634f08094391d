import { isNcpError, isOpenDelivery, type Delivery, type Instant } from '@ncp/domain';
import type { Deliveries } from '@ncp/exchange';
import type { Store } from '@ncp/store';
import { deliveryLanes, type DeliveryLanes } from './delivery-lanes.js';
import { isOutboxId } from './job.js';
import { safeReason } from './queue.js';
import type { DispatchReport } from './report.js';

/** The next step of one delivery, composed from the use case of `exchange`; it finds out by itself whether one is due. */
export type Deliver = (id: string) => Promise<Delivery | undefined>;

export interface DeliverDeps {
  readonly store: Pick<Store, 'outbox'> & { readonly deliveries: Pick<Deliveries, 'find' | 'due'> };
  readonly now: () => Instant;
  readonly deliver: Deliver;
  readonly report: DispatchReport;
}

export interface Deliverer {
  /** A reminder: an outbox row, or a delivery. */
  remind(id: string): Promise<void>;
  /** Everything that is due, whoever forgot it (QUE-01). */
  sweep(limit: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Sends what waits for another country, a lane for each (QUE-10). A reminder that comes twice, late or beside another does
 * nothing (QUE-04, -08, -09): the use case reads the row, one process at a time, and knows whether its time has come.
 */
export function createDeliverer({ store, now, deliver, report }: DeliverDeps): Deliverer {
  const work = async (id: string): Promise<void> => {
    try {
      const delivery = await deliver(id);
      report.job('deliver-dispensation', delivery === undefined ? 'nothing-to-do' : 'done');
    } catch (error) {
      // The row stays as it is and due; the sweep comes back to it.
      report.alarm(isNcpError(error) ? error.code : 'NCP_QUEUE_JOB', { kind: 'deliver-dispensation', delivery: id, reason: safeReason(error) });
    }
  };
  const lanes: DeliveryLanes = deliveryLanes(work);
  const enter = (delivery: Delivery | undefined): void => {
    if (delivery !== undefined && isOpenDelivery(delivery.state)) lanes.enter(delivery.country, delivery.id);
    else report.job('deliver-dispensation', 'nothing-to-do');
  };
  return {
    async remind(id) {
      if (!isOutboxId(id)) {
        enter(await store.deliveries.find(id));
        return;
      }
      const row = await store.outbox.row(id);
      enter(row === undefined ? undefined : await store.deliveries.find(row.subject));
      // From here on the delivery's own plan is the reminder.
      await store.outbox.settle([id], now());
    },
    async sweep(limit) {
      for (const delivery of await store.deliveries.due(now(), limit)) enter(delivery);
    },
    close: () => lanes.close(),
  };
}
