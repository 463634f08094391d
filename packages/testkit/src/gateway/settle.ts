import { setTimeout as pause } from 'node:timers/promises';
import { addMs, type CountryCode, type DispenseKey } from '@ncp/domain';
import { reconcileDispensation, type DispenseRecord, type NationalList, type Observer, type SettlementGateway } from '@ncp/exchange';
import { nationalList } from '@ncp/national';
import { newExchangeId, systemClock } from '@ncp/runtime';
import { httpClient } from '@ncp/transport';
import type { Store } from '@ncp/store';
import { randomUUID } from 'node:crypto';
import type { GatewayWorld } from './world.js';

/** Notes alarms and lets everything else pass. */
export const quietObserver = (alarms: string[] = []): Observer => ({
  step: (_, work) => work(),
  ended: () => undefined,
  alarm: (code) => { alarms.push(code); },
});

export interface Reconciler {
  readonly alarms: readonly string[];
  /** What the dispatcher does, as if the waiting times had passed: settles everything that is open now. */
  settleAll(): Promise<void>;
  settle(key: DispenseKey): Promise<DispenseRecord | undefined>;
  close(): void;
}

const AHEAD_MS = 3_600_000;

/** The dispatcher's reconciler with a clock that runs ahead of every lease and schedule, for tests. */
export function reconcilerAhead(world: GatewayWorld, store: Store): Reconciler {
  const alarms: string[] = [];
  const http = httpClient();
  const clock = systemClock();
  const national: NationalList = nationalList({
    baseUrl: world.nll.baseUrl, http, clock, random: Math.random, newRequestId: randomUUID, sleep: (ms) => pause(ms),
    token: { url: world.nll.tokenUrl, clientId: world.config.national.clientId, clientSecret: world.clientSecret },
  });
  const gateway: SettlementGateway = {
    national, journal: store.journal, ledger: store.ledger, observer: quietObserver(alarms),
    surroundings: { now: () => addMs(clock.now(), AHEAD_MS), exchangeId: () => newExchangeId(clock.epochMs()), uuid: randomUUID },
  };
  return {
    alarms,
    settle: (key) => reconcileDispensation(key, gateway),
    async settleAll() {
      for (const record of await store.ledger.due(addMs(clock.now(), AHEAD_MS), 100)) await reconcileDispensation(record.key, gateway);
    },
    close: () => { http.close(); },
  };
}

/** The ledger row of a document, whatever its state. */
export const rowOf = async (store: Store, country: CountryCode, id: { readonly root: string; readonly extension?: string }): Promise<DispenseRecord | undefined> =>
  (await store.ledger.findByDocument(country, id.root, id.extension ?? ''))[0];
