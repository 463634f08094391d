import type { DemoDay } from '../nll/seed/demo-day.js';
import type { BlockFacts, CareOfPerson } from './seed/care-of-person.js';
import { careByNumber } from './seed/care-persons.js';

/** The care providers' records, and the block service, without HTTP. */
export interface CareWorld {
  of(number: string): CareOfPerson;
  /** Somebody else's rows, for the fault of that name. */
  another(number: string): CareOfPerson;
  addBlock(number: string, block: BlockFacts): void;
  seed(demo: DemoDay): void;
}

const NOTHING: CareOfPerson = { rows: [], blocks: [], failing: [] };

export function careWorld(): CareWorld {
  let people: Map<string, CareOfPerson> = new Map();
  const of = (number: string): CareOfPerson => people.get(number) ?? NOTHING;
  return {
    of,
    another: (number) => [...people].find(([other, { rows }]) => other !== number && rows.length > 0)?.[1] ?? NOTHING,
    addBlock(number, block) { people.set(number, { ...of(number), blocks: [...of(number).blocks, block] }); },
    seed(demo) { people = new Map(careByNumber(demo)); },
  };
}
