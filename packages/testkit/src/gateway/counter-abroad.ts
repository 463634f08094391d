import { pairEntries, type RegistryAnswer } from '@ncp/ihe';
import type { ForeignNcp, PatientId } from '@ncp/simulator';

export type Prepared = ReturnType<ForeignNcp['prepareDispensation']>;
export type HandOver = Parameters<ForeignNcp['prepareDispensation']>[1];

/** What the sender of a dispensation or a discard knows after its message. */
export interface CounterTold {
  /** `recorded` and `refused` are claims; `pending` (2201) and `nothing`, a dead connection, claim nothing (RS P3). */
  readonly kind: 'recorded' | 'refused' | 'pending' | 'nothing';
  /** Each error as `<wire code> <our code>`. */
  readonly codes: readonly string[];
}

const PENDING = '2201';

/** `<text> [<code>] exchange=<id>` (decisions D24). */
const ourCode = (context: string): string => /\[([A-Z0-9_]+)\] exchange=/.exec(context)?.[1] ?? '';

const toldIn = (answer: RegistryAnswer): CounterTold => {
  const codes = answer.errors.map((error) => `${error.code} ${ourCode(error.context)}`);
  if (answer.errors.some((error) => error.code === PENDING)) return { kind: 'pending', codes };
  return { kind: answer.status === 'Success' ? 'recorded' : 'refused', codes };
};

export interface CounterOptions {
  readonly patient: PatientId;
  /** Called between two attempts of `sendUntilFinal` and `discardUntilFinal`. */
  readonly settle: () => Promise<void>;
}

const ATTEMPTS = 8;

/** A pharmacy counter abroad with one Swedish patient: fetches, hands over, reports, withdraws, repeats. */
export interface CounterAbroad {
  readonly ncp: ForeignNcp;
  readonly patient: PatientId;
  /** Ids of the coded documents on offer, in the order of the list. */
  offers(): Promise<readonly string[]>;
  /** The ePrescription at that place of the list; default the first. */
  prescription(place?: number): Promise<Uint8Array>;
  handOver(prescription: Uint8Array, how?: Partial<HandOver>): Prepared;
  /** One message. Never throws for what happens on the way. */
  send(prepared: Prepared): Promise<CounterTold>;
  discard(prepared: Prepared): Promise<CounterTold>;
  /** The same bytes again until the answer is final, as RS 4.1 wants. */
  sendUntilFinal(prepared: Prepared): Promise<CounterTold>;
  discardUntilFinal(prepared: Prepared): Promise<CounterTold>;
}

export function counterAbroad(ncp: ForeignNcp, { patient, settle }: CounterOptions): CounterAbroad {
  const told = async (message: Promise<{ readonly answer: RegistryAnswer }>): Promise<CounterTold> => {
    try {
      return toldIn((await message).answer);
    } catch {
      // The connection died under it, or its answer did: the sender knows nothing.
      return { kind: 'nothing', codes: [] };
    }
  };
  const untilFinal = async (attempt: () => Promise<CounterTold>): Promise<CounterTold> => {
    const heard: string[] = [];
    for (let count = 0; count < ATTEMPTS; count += 1) {
      const last = await attempt();
      if (last.kind === 'recorded' || last.kind === 'refused') return last;
      heard.push(`${last.kind} ${last.codes.join()}`);
      await settle();
    }
    throw new Error(`never final: ${heard.join('; ')}`);
  };
  const offers = async (): Promise<readonly string[]> => {
    const { answer } = await ncp.list(patient);
    return pairEntries(answer).map((pair) => pair.coded?.uniqueId ?? '');
  };
  const counter: CounterAbroad = {
    ncp, patient, offers,
    async prescription(place = 0) {
      const id = (await offers())[place];
      if (id === undefined) throw new Error('nothing offered');
      const { answer } = await ncp.retrieve(patient, [id]);
      const [document] = answer.documents;
      if (document === undefined) throw new Error(`nothing retrieved: ${JSON.stringify(answer.errors)}`);
      return document.bytes;
    },
    handOver: (prescription, how = {}) => ncp.prepareDispensation(prescription, { packages: 1, ...how }),
    send: (prepared) => told(ncp.dispense(patient, prepared)),
    discard: (prepared) => told(ncp.discard(patient, prepared)),
    sendUntilFinal: (prepared) => untilFinal(() => counter.send(prepared)),
    discardUntilFinal: (prepared) => untilFinal(() => counter.discard(prepared)),
  };
  return counter;
}
