import { NcpError } from '@ncp/domain';
import { concat } from './bytes.js';

/** Takes what the engine writes, up to a bound: hostile input can grow a hundredfold. */
export class Sink {
  readonly #chunks: Uint8Array[] = [];
  readonly #limit: number;
  bytes = 0;
  full = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  readonly write = (chunk: Uint8Array): number => {
    this.bytes += chunk.length;
    if (this.bytes > this.#limit) this.full = true;
    if (this.full) return -1;
    // The chunk is the engine's memory and used again.
    this.#chunks.push(chunk.slice());
    return chunk.length;
  };

  readonly close = (): boolean => true;

  /** Raises NCP_XML_SIZE where it was too much. */
  take(): Uint8Array {
    if (this.full) throw new NcpError('NCP_XML_SIZE', { bytes: this.bytes });
    return concat(this.#chunks);
  }
}
