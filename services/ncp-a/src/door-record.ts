import { ERROR_REGISTRY, SWEDEN, type NcpErrorCode } from '@ncp/domain';
import type { Gateway } from '@ncp/exchange';
import type { TransportEvent } from '@ncp/transport';

/** Something that was turned away before there was a message: of the transport, or of the address it was sent to. `reason` is a code of either, or one of ours. */
export interface DoorRefusal extends Omit<TransportEvent, 'kind'> {
  readonly kind: TransportEvent['kind'] | 'address-refused';
}

const MINUTE_MS = 60_000;

const KINDS: Readonly<Record<DoorRefusal['kind'], NcpErrorCode>> = {
  'handshake-refused': 'NCP_TRUST_UNTRUSTED', 'peer-refused': 'NCP_TRUST_UNTRUSTED', 'connection-refused': 'NCP_HTTP_BUSY', 'request-refused': 'NCP_HTTP_BUSY',
  'malformed': 'NCP_HTTP_REQUEST', 'address-refused': 'NCP_HTTP_REQUEST', 'write-timeout': 'NCP_HTTP_TIMEOUT',
};
const isOurs = (reason: string): reason is NcpErrorCode => Object.hasOwn(ERROR_REGISTRY, reason);
const codeOf = ({ kind, reason }: DoorRefusal): NcpErrorCode => (isOurs(reason) ? reason : KINDS[kind]);

interface Counted {
  readonly refusal: DoorRefusal;
  /** Since the last leaf. */
  more: number;
}

/**
 * Leaves of what never became a message (RS 3 b, AUD-05). The first of a kind, reason and country is on record at once; of the others
 * how many there were, once a minute: whoever knocks a thousand times a second writes no thousand leaves.
 */
export class DoorRecord {
  readonly #gateway: Pick<Gateway, 'journal' | 'surroundings' | 'observer'>;
  readonly #counted = new Map<string, Counted>();
  readonly #timer: NodeJS.Timeout;
  #last: Promise<unknown> = Promise.resolve();

  constructor(gateway: Pick<Gateway, 'journal' | 'surroundings' | 'observer'>, minuteMs: number = MINUTE_MS) {
    this.#gateway = gateway;
    this.#timer = setInterval(() => { this.#turn(); }, minuteMs).unref();
  }

  note(refusal: DoorRefusal): void {
    const key = `${refusal.kind} ${refusal.reason} ${refusal.country ?? ''}`;
    const known = this.#counted.get(key);
    if (known !== undefined) {
      known.more += 1;
      return;
    }
    this.#counted.set(key, { refusal, more: 0 });
    this.#write(refusal, 1);
  }

  /** What was counted is on record when it resolves. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#turn();
    await this.#last;
  }

  #turn(): void {
    for (const [key, one] of this.#counted) {
      if (one.more === 0) this.#counted.delete(key);
      else this.#write(one.refusal, one.more);
      one.more = 0;
    }
  }

  /** One after the other, and what fails is told: nothing waits for it, for nothing was released. */
  #write(refusal: DoorRefusal, times: number): void {
    const { journal, surroundings, observer } = this.#gateway;
    const code = codeOf(refusal);
    const { kind, reason, country = SWEDEN } = refusal;
    this.#last = this.#last.then(async () => {
      const [id, time] = [surroundings.exchangeId(), surroundings.now()];
      const { ok } = await journal.commit({
        facts: { id, transaction: 'unknown', country, messageId: '', receivedAt: time, outcome: 12, codes: [code] },
        leaf: {
          time, kind, exchange: id, countryA: SWEDEN, countryB: country, actor: `${reason} ${String(times)}`, eventHash: '', requestHash: '', responseHash: '', outcome: 12, codes: [code],
        },
      });
      if (!ok) observer.alarm('NCP_AUDIT_UNAVAILABLE', { refused: code });
    }).catch(() => { observer.alarm('NCP_AUDIT_UNAVAILABLE', { refused: code }); });
  }
}
