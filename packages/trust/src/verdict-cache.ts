import { createHash } from 'node:crypto';

interface Verdict<T> {
  readonly value: T;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Remembers good verdicts for a short time and in bounded number. Refusals are never kept: they must be able to end. */
export class VerdictCache<T> {
  readonly #verdicts = new Map<string, Verdict<T>>();
  readonly #lifeMs: number;
  readonly #size: number;

  constructor(lifeMs: number, size: number) {
    this.#lifeMs = lifeMs;
    this.#size = size;
  }

  /** Purpose and SHA-256 of the bytes judged. */
  keyOf(purpose: string, bytes: Uint8Array): string {
    return `${purpose} ${createHash('sha256').update(bytes).digest('hex')}`;
  }

  /** A verdict holds from the instant it was given: a clock that went back does not use it. */
  get(key: string, nowMs: number): T | undefined {
    const verdict = this.#verdicts.get(key);
    return verdict !== undefined && verdict.fromMs <= nowMs && nowMs < verdict.untilMs ? verdict.value : undefined;
  }

  put(key: string, value: T, { nowMs, holdsUntilMs }: { readonly nowMs: number; readonly holdsUntilMs: number }): void {
    this.#verdicts.delete(key);
    this.#verdicts.set(key, { value, fromMs: nowMs, untilMs: Math.min(nowMs + this.#lifeMs, holdsUntilMs) });
    const [oldest] = this.#verdicts.keys();
    if (this.#verdicts.size > this.#size && oldest !== undefined) this.#verdicts.delete(oldest);
  }
}
