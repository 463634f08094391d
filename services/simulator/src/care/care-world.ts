import type { DemoDay } from '../nll/seed/demo-day.js';
import type { BlockFacts, CareOfPerson } from './seed/care-of-person.js';
import { careByNumber } from './seed/care-persons.js';

/** The care providers' records, and the block service, without HTTP. */
export interface CareWorld {
  of(number: string): CareOfPerson;
  /** Somebody else who has records, for the fault of that name. */
  another(number: string): { readonly number: string; readonly person: CareOfPerson };
  addBlock(number: string, block: BlockFacts): void;
  seed(demo: DemoDay): void;
}

const NOTHING: CareOfPerson = { rows: [], blocks: [], failing: [] };

export function careWorld(): CareWorld {
  let people: Map<string, CareOfPerson> = new Map();
  const of = (number: string): CareOfPerson => people.get(number) ?? NOTHING;
  return {
    of,
    another(number) {
      const [other = '', person = NOTHING] = [...people].find(([known, { rows }]) => known !== number && rows.length > 0) ?? [];
      return { number: other, person };
    },
    addBlock(number, block) { people.set(number, { ...of(number), blocks: [...of(number).blocks, block] }); },
    seed(demo) { people = new Map(careByNumber(demo)); },
  };
}
