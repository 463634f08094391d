import type { CountryCode } from '@ncp/domain';
import { keepTrace } from '@ncp/runtime';

/** Deliveries to one country that are under way at once; the rest waits behind them [local]. */
const LANE_WIDTH = 4;

export interface DeliveryLanes {
  /** Takes its turn among those of the same country. One that waits already is not taken twice. */
  enter(country: CountryCode, id: string): void;
  /** Nothing new begins; resolves when what is under way has ended. */
  close(): Promise<void>;
}

/**
 * A lane for each country, so that one that hangs holds up nobody else (QUE-10). What waits is remembered here only as a
 * hint: the database knows what is due, and the sweep brings back what a dead process had in its lanes.
 * @param work never rejects
 */
export function deliveryLanes(work: (id: string) => Promise<void>, width: number = LANE_WIDTH): DeliveryLanes {
  const lanes = new Map<CountryCode, { readonly waiting: Map<string, () => Promise<void>>; readonly running: Map<string, Promise<void>> }>();
  let closed = false;

  const laneOf = (country: CountryCode) => {
    const known = lanes.get(country) ?? { waiting: new Map<string, () => Promise<void>>(), running: new Map<string, Promise<void>>() };
    lanes.set(country, known);
    return known;
  };
  const advance = (country: CountryCode): void => {
    const { waiting, running } = laneOf(country);
    for (const [id, begin] of closed ? [] : waiting) {
      if (running.size >= width) return;
      waiting.delete(id);
      running.set(id, begin().finally(() => {
        running.delete(id);
        advance(country);
      }));
    }
  };
  return {
    enter(country, id) {
      const { waiting, running } = laneOf(country);
      if (closed || running.has(id)) return;
      // It may begin when another one ends, and belongs to the trace that brought it all the same.
      if (!waiting.has(id)) waiting.set(id, keepTrace(() => work(id)));
      advance(country);
    },
    async close() {
      closed = true;
      await Promise.all([...lanes.values()].flatMap(({ running }) => [...running.values()]));
    },
  };
}
