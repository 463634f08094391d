import {
  compareInstants, iscoOfProfession, mayDo, NcpError,
  type CountryCode, type ExchangeId, type FieldFault, type ProfessionalAction, type SwedishProfessional, type Visit, type VisitState,
} from '@ncp/domain';
import type { JournalEntry } from '../../ports/index.js';
import { actorAt } from '../delivery/delivery-record.js';
import type { DocumentShelf } from './document-shelf.js';
import type { Asking, TreatmentGateway } from '../treatment-gateway.js';

/** The gateway with what it holds for the counter. */
export interface TreatmentDesk extends TreatmentGateway {
  readonly shelf: DocumentShelf;
}

/** One request through the national API: who asks, in which exchange. */
export interface Caller {
  readonly exchange: ExchangeId;
  readonly professional: SwedishProfessional;
  readonly received?: NonNullable<Asking['received']>;
}

/** Wrong fields of a request travel as the cause of NCP_API_INPUT: they are told, and never logged. */
export class WrongFields {
  readonly fields: readonly FieldFault[];
  constructor(fields: readonly FieldFault[]) {
    this.fields = fields;
  }
}

/** UC-B1 3.1. `under`: the member of the request that holds them. */
export const wrongFields = (fields: readonly FieldFault[], under?: string): NcpError =>
  new NcpError('NCP_API_INPUT', { fields: fields.length }, new WrongFields(
    under === undefined ? fields : fields.map((one) => ({ ...one, field: `${under}.${one.field}` })),
  ));

function refusalRecord({ surroundings, country: here }: TreatmentGateway, { exchange, professional }: Caller, country: CountryCode): Pick<JournalEntry, 'facts' | 'leaf'> {
  const now = surroundings.now();
  const codes = ['NCP_API_ROLE'];
  return {
    facts: { id: exchange, transaction: 'unknown', country, messageId: '', receivedAt: now, outcome: 4, codes },
    leaf: {
      time: now, kind: 'role-refused', exchange, countryA: country, countryB: here, actor: actorAt(professional),
      eventHash: '', requestHash: '', responseHash: '', outcome: 4, codes,
    },
  };
}

/**
 * Is the profession entitled to this (decisions D41, D65, D77)? A refusal is on record before it is told (UC-B7 1).
 * @throws NcpError NCP_API_ROLE, NCP_AUDIT_UNAVAILABLE
 */
export async function requireRole(gateway: TreatmentGateway, caller: Caller, { action, country }: { readonly action: ProfessionalAction; readonly country: CountryCode }): Promise<void> {
  if (mayDo(iscoOfProfession(caller.professional.professionCode).code, action)) return;
  await gateway.journal.commit(refusalRecord(gateway, caller, country));
  throw new NcpError('NCP_API_ROLE', { action });
}

/**
 * A visit of this very professional at this very pharmacy: another one does not exist for her (decisions G05).
 * @throws NcpError NCP_API_NOT_FOUND, NCP_API_VISIT_ENDED, NCP_API_STATE, NCP_STORE_UNAVAILABLE
 */
export async function visitOf(gateway: Pick<TreatmentGateway, 'visits' | 'surroundings'>, { professional }: Pick<Caller, 'professional'>, id: string, needed: readonly VisitState[] = ['OPEN', 'IDENTIFIED', 'CONFIRMED']): Promise<Visit> {
  const visit = await gateway.visits.find(id);
  if (visit === undefined || visit.professional.subject !== professional.subject || visit.professional.gln !== professional.gln) {
    throw new NcpError('NCP_API_NOT_FOUND', { what: 'visit' });
  }
  if (visit.state === 'CLOSED' || compareInstants(visit.expiresAt, gateway.surroundings.now()) <= 0) throw new NcpError('NCP_API_VISIT_ENDED', { state: visit.state });
  if (!needed.includes(visit.state)) throw new NcpError('NCP_API_STATE', { needed: needed.join(' '), state: visit.state });
  return visit;
}

/**
 * The next version of a visit.
 * @throws NcpError NCP_STORE_CONFLICT when another request of the same visit was first
 */
export async function changeVisit({ visits }: Pick<TreatmentGateway, 'visits'>, visit: Visit): Promise<Visit> {
  const next = { ...visit, version: visit.version + 1 };
  if (!(await visits.change(next))) throw new NcpError('NCP_STORE_CONFLICT', { what: 'visit' });
  return next;
}

/** What every message of a visit says of who asks. */
export const askingOf = ({ exchange, professional, received }: Caller, { country, purpose, hcp }: Visit): Asking =>
  ({ exchange, country, professional, purpose, hcp, ...(received === undefined ? {} : { received }) });
