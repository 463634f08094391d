import type { NcpErrorCode } from '@ncp/domain';
import { utf8 } from '@ncp/xml';
import type { Gateway } from '../affiliation/gateway.js';
import { ledgerLeaf } from '../affiliation/audit-record.js';
import type { DispenseRecord, LedgerChange } from '../ports/index.js';

/** What settling needs of the gateway: the dispatcher composes it without the rest. */
export type SettlementGateway = Pick<Gateway, 'national' | 'journal' | 'ledger' | 'observer' | 'surroundings'>;

/**
 * Commits one change of a ledger row with its leaf, outside any message. False when the row was changed meanwhile: then
 * somebody else settled it and there is nothing left to do.
 * @throws NcpError NCP_AUDIT_UNAVAILABLE
 */
export async function commitSettlement(record: DispenseRecord, gateway: SettlementGateway, change: LedgerChange, conflict?: NcpErrorCode): Promise<boolean> {
  const now = gateway.surroundings.now();
  const name = change.kind === 'settle' ? change.to : change.kind;
  const committed = await gateway.journal.commit({
    ...ledgerLeaf(record, name, now, conflict === undefined ? [] : [conflict]),
    ledger: [change],
    ...(conflict === undefined ? {} : {
      conflict: {
        key: record.key, prescriptionId: record.prescriptionId, code: conflict, raisedAt: now,
        // The eD's bytes went with the request; what it said is in the call that was to be made, and the row gives that up now.
        ...(record.command === undefined ? {} : { document: utf8(record.command) }),
      },
    }),
  });
  if (committed.ok && conflict !== undefined) gateway.observer.alarm(conflict, { exchange: record.exchange, conflict: true });
  return committed.ok;
}
