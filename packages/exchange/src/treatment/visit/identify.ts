import { checkTraits, sameIdentifier, stockholmDate, type Candidate, type PatientTraits, type Visit } from '@ncp/domain';
import { identifyAbroad } from '../abroad/identify-abroad.js';
import { reachableCountry } from './open-visit.js';
import type { TreatmentGateway } from '../treatment-gateway.js';
import { askingOf, changeVisit, requireRole, visitOf, wrongFields, type Caller } from './visit-access.js';

/** A visit whose candidates are known. */
export interface IdentifiedVisit extends Visit {
  readonly traits: PatientTraits;
  readonly candidates: readonly Candidate[];
}

/** The id that she was found with stands first: it names her in everything that follows (cda-documents 2). */
function foundWith(candidate: Candidate, { identifiers }: PatientTraits): Candidate {
  const found = candidate.ids.find((id) => identifiers.some((typed) => sameIdentifier(id, typed)));
  return found === undefined ? candidate : { ...candidate, ids: [found, ...candidate.ids.filter((id) => id !== found)] };
}

/**
 * UC-B1 3-5: checks what was typed against the country's mask, asks the country, and keeps both side by side. Asked again,
 * nobody of an earlier answer can be confirmed any more.
 * @throws NcpError NCP_API_INPUT (wrong fields), NCP_API_ROLE, NCP_API_STATE, and those of `visitOf` and `identifyAbroad`
 */
export async function identify(gateway: TreatmentGateway, caller: Caller, { visit: id, given }: { readonly visit: string; readonly given: Readonly<Record<string, string>> }): Promise<IdentifiedVisit> {
  const found = await visitOf(gateway, caller, id, ['OPEN', 'IDENTIFIED']);
  await requireRole(gateway, caller, { action: 'identify', country: found.country });
  const { mask } = reachableCountry(gateway, found.country);
  const checked = checkTraits(mask.patient, given, stockholmDate(gateway.surroundings.now()));
  if (!checked.ok) throw wrongFields(checked.error, 'traits');
  const visit = found.state === 'OPEN' ? found : await forgotten(gateway, found);
  const { candidates } = await identifyAbroad(gateway, askingOf(caller, visit), checked.value);
  const identified = { ...visit, state: 'IDENTIFIED', traits: checked.value, candidates: candidates.map((one) => foundWith(one, checked.value)) } as const;
  return { ...identified, version: (await changeVisit(gateway, identified)).version };
}

async function forgotten(gateway: TreatmentGateway, { traits: _traits, candidates: _candidates, ...visit }: Visit): Promise<Visit> {
  return changeVisit(gateway, { ...visit, state: 'OPEN' });
}
