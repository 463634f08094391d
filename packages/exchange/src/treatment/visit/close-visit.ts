import { isNcpError, type Visit } from '@ncp/domain';
import { changeVisit, visitOf, type Caller, type TreatmentDesk } from './visit-access.js';

/**
 * Ends a visit: nothing of the patient stays in it. Ended twice it is ended.
 * @throws NcpError NCP_API_NOT_FOUND, NCP_STORE_UNAVAILABLE, NCP_STORE_CONFLICT
 */
export async function closeVisit(desk: TreatmentDesk, caller: Caller, id: string): Promise<void> {
  let visit: Visit;
  try {
    visit = await visitOf(desk, caller, id);
  } catch (error) {
    if (isNcpError(error) && error.code === 'NCP_API_VISIT_ENDED') return;
    throw error;
  }
  await desk.shelf.clear(visit.id);
  const { traits: _traits, candidates: _candidates, confirmed: _confirmed, documents: _documents, ...rest } = visit;
  await changeVisit(desk, { ...rest, state: 'CLOSED', hcp: { ...visit.hcp, xml: '' } });
}
