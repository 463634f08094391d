import { MemoryLedger } from '../../fixtures/memory-ledger.js';
import { describeTreatmentStore } from '../../fixtures/treatment-store-suite.js';

describeTreatmentStore('in memory', async () => {
  const { journal, deliveries, visits } = new MemoryLedger();
  return { journal, deliveries, visits, close: async () => undefined };
});
