import { compareDates, type CalendarDate, type PersonalNumber, type RecordBlock } from '@ncp/domain';
import { HSA_ID_SYSTEMS } from '../national-constants.js';
import type { FhirValue } from '../json.js';
import { malformed, nodeIn, nodesIn, optional, textIn, type FhirNode } from '../node.js';
import { LOCAL_CARE_SYSTEMS } from './care-constants.js';
import { readCareBundle } from './entry.js';
import { careDayIn, lastDayIn } from './times.js';
import { wordsIn } from './terms.js';
import { isAbout } from './whose.js';
import { unknownElements } from '../unknown.js';

const kindOf = (consent: FhirNode): RecordBlock['kind'] => {
  const codes = nodesIn(consent, 'category').flatMap((category) => nodesIn(category, 'coding'))
    .filter((coding) => textIn(coding, 'system') === LOCAL_CARE_SYSTEMS.block).map((coding) => textIn(coding, 'code'));
  const [kind] = codes;
  if (codes.length !== 1 || (kind !== 'outer' && kind !== 'inner')) throw malformed('Consent.category');
  return kind;
};

const hsaIdsOf = (provision: FhirNode): readonly string[] => nodesIn(provision, 'actor').map((actor) => {
  const reference = nodeIn(actor, 'reference');
  const identifier = reference === undefined ? undefined : nodeIn(reference, 'identifier');
  const hsaId = identifier === undefined || !HSA_ID_SYSTEMS.includes(textIn(identifier, 'system') ?? '') ? undefined : wordsIn(identifier, 'value');
  if (hsaId === undefined) throw malformed('Consent.provision.actor');
  return hsaId;
});

/** Days on which the block is in force: open where nothing is said, or nothing that names a day. */
const isInForce = (provision: FhirNode, today: CalendarDate): boolean => {
  const period = nodeIn(provision, 'period');
  const from = period === undefined ? undefined : careDayIn(period, 'start');
  const until = period === undefined ? undefined : lastDayIn(period, 'end');
  return (from === undefined || compareDates(from, today) <= 0) && (until === undefined || compareDates(until, today) >= 0);
};

const blocksIn = (consent: FhirNode, today: CalendarDate): readonly RecordBlock[] => {
  // Lifted, or never in force. Any other status may be a block.
  if (['inactive', 'rejected', 'entered-in-error'].includes(textIn(consent, 'status') ?? '')) return [];
  if (unknownElements(consent.value, consent.path, new Set()).some(({ kind }) => kind === 'modifier')) throw malformed('Consent.modifierExtension');
  const provision = nodeIn(consent, 'provision');
  if (provision === undefined || textIn(provision, 'type') !== 'deny' || nodesIn(provision, 'provision').length > 0) throw malformed('Consent.provision');
  const kind = kindOf(consent);
  const hsaIds = hsaIdsOf(provision);
  if (hsaIds.length === 0) throw malformed('Consent.provision.actor');
  const closed = nodeIn(provision, 'dataPeriod');
  const days = closed === undefined ? {} : { ...optional('from', careDayIn(closed, 'start')), ...optional('until', lastDayIn(closed, 'end')) };
  return isInForce(provision, today) ? hsaIds.map((hsaId) => ({ kind, hsaId, ...days })) : [];
};

/**
 * The patient's blocks in force on a day: a stand-in, one Consent that denies per block, its category `outer` (care giver) or
 * `inner` (care unit), `period` the days on which it is in force and `dataPeriod` the days of the records that it closes.
 * All or nothing: a block that cannot be read could be the one that closes a record (PS02).
 * @throws NcpError NCP_NATIONAL_MALFORMED; NCP_NATIONAL_WRONG_PATIENT when one is about another person
 */
export function readBlocks(bundles: readonly FhirValue[], number: PersonalNumber, today: CalendarDate): readonly RecordBlock[] {
  return bundles.flatMap((bundle) => {
    const { matches, outcomes } = readCareBundle(bundle);
    // Whatever the platform has to say about the answer, it is not simply the answer.
    if (outcomes.some((outcome) => nodesIn(outcome, 'issue').some((issue) => textIn(issue, 'severity') !== 'information'))) throw malformed('Bundle.outcome');
    return matches.flatMap(({ node }) => {
      if (node.path !== 'Consent') throw malformed('Bundle.entry');
      isAbout(node, number);
      return blocksIn(node, today);
    });
  });
}
