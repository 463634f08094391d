import { CLASS_CODES, NcpError, sameIdentifier, type DocumentPlace, type InstanceIdentifier } from '@ncp/domain';
import { decodeAdhocResponse, encodeAdhocQuery, listOutcome, pairEntries, type DocumentPair, type QueryClassCode, type ReceivedEntry, type ReceivedError, type ReceivedList } from '@ncp/ihe';
import { ask } from './ask.js';
import type { Understood } from './conversation.js';
import { refusalOf } from './peer-refusal.js';
import type { TreatmentAsking, TreatmentGateway } from '../treatment-gateway.js';

/** What a country lists of one family of documents. */
export interface ListedAbroad {
  readonly pairs: readonly DocumentPair[];
  /** Entries that cannot be fetched or are of another kind: told, the others are usable (UC-B2 4). */
  readonly unreadable: number;
  readonly warnings: readonly ReceivedError[];
  /** They said that nothing is registered. */
  readonly none: boolean;
}

/**
 * UC-B2: asks a country for the documents of a person (ITI-38).
 * @throws NcpError NCP_PEER_NO_CONSENT, NCP_PEER_REFUSED, NCP_IHE_WRONG_PATIENT and those of `identifyAbroad`
 */
export async function listAbroad(gateway: TreatmentGateway, asking: TreatmentAsking, classCode: QueryClassCode): Promise<ListedAbroad> {
  return ask(gateway, asking, {
    service: 'query', transaction: 'ITI-38',
    audited: { service: classCode === CLASS_CODES.patientSummary ? 'list-summaries' : 'list-prescriptions', classCodes: [classCode] },
    body: encodeAdhocQuery({ patient: asking.patient, classCodes: [classCode] }),
  }, ({ body }) => listed(decodeAdhocResponse(body), asking.patient, classCode));
}

/** Where the document of an entry is fetched; undefined when the entry does not say enough. */
export function placeOf(entry: ReceivedEntry, country: { readonly homeCommunityId: string }): DocumentPlace | undefined {
  const { uniqueId, repositoryId, home = country.homeCommunityId } = entry;
  return uniqueId === undefined || repositoryId === undefined ? undefined : { uniqueId, repositoryId, homeCommunityId: home };
}

const NOTHING = { pairs: [], unreadable: 0, warnings: [], none: true } as const;

function listed(list: ReceivedList, patient: InstanceIdentifier, classCode: QueryClassCode): Understood<ListedAbroad> {
  // One entry about somebody else, and nothing of the answer is believed (UC-B2 3).
  if (list.entries.some((entry) => entry.patient !== undefined && !sameIdentifier(entry.patient, patient))) throw new NcpError('NCP_IHE_WRONG_PATIENT', { at: 'list' });
  const outcome = listOutcome(list);
  switch (outcome.kind) {
    case 'refused': throw refusalOf(outcome.error);
    case 'none': return { value: NOTHING, codes: [classCode === CLASS_CODES.patientSummary ? 'NCP_PS_NONE' : 'NCP_EP_NONE'] };
    case 'entries': {
      const usable = outcome.entries.filter((entry) => isUsable(entry, classCode));
      const pairs = pairEntries({ entries: usable, associations: list.associations });
      return {
        value: { pairs, unreadable: outcome.entries.length - usable.length, warnings: outcome.warnings, none: false },
        documents: usable.flatMap(({ uniqueId = '' }) => uniqueId),
      };
    }
  }
}

/** Names its patient, can be fetched, and is what was asked for; an entry that leaves its class out is taken at its format. */
const isUsable = ({ patient, missing, classCode: named }: ReceivedEntry, classCode: QueryClassCode): boolean =>
  patient !== undefined && missing.length === 0 && (named === undefined || named === classCode);
