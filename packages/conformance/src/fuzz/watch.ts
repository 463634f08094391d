/** What the reading thread tells the watching one, in memory that both see: a thread that hangs sends no messages. */
export interface Watch {
  /** Of the reading thread. */
  begin(input: Uint8Array): void;
  end(): void;
  /** Of the watching thread: milliseconds since the input under way was begun; 0 between two. */
  underWayMs(): number;
  input(): Uint8Array;
}

const HEADER = 16;
/** Nothing larger is made. */
const ROOM = 512 * 1024;

export const watchMemory = (): SharedArrayBuffer => new SharedArrayBuffer(HEADER + ROOM);

export const watchIn = (memory: SharedArrayBuffer): Watch => {
  const begun = new BigInt64Array(memory, 0, 1);
  const length = new Int32Array(memory, 8, 1);
  const room = new Uint8Array(memory, HEADER);
  return {
    begin: (input) => {
      room.set(input.subarray(0, ROOM));
      Atomics.store(length, 0, Math.min(input.length, ROOM));
      Atomics.store(begun, 0, BigInt(Date.now()));
    },
    end: () => { Atomics.store(begun, 0, 0n); },
    underWayMs: () => {
      const since = Atomics.load(begun, 0);
      return since === 0n ? 0 : Date.now() - Number(since);
    },
    input: () => room.slice(0, Atomics.load(length, 0)),
  };
};
