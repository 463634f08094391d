import { NcpError, compareInstants, type NcpErrorCode, type OwnDocument } from '@ncp/domain';
import type { SummarySnapshot } from '../../ports/index.js';
import type { TreatmentContext } from '../context.js';
import type { SummaryService } from '../gateway.js';
import type { HandedOver } from '../hand-over-prescription.js';
import { nationalCall, todayOf, type KnownPerson } from '../person.js';
import { renderSummary } from '../render-document.js';
import { closuresHash } from './closures.js';
import { documentOf } from './list-summary.js';
import { ownHistory, tellFailed } from './read-sources.js';

export type SummaryDocumentId = Extract<OwnDocument, { kind: 'patient-summary' }>;

/**
 * One Patient Summary as its list compiled it (ITI-39, UC-A6): to the country that listed it, about the person treated, while
 * it is kept, and only when the patient has closed nothing since (decisions D25, D30). It is rendered from the snapshot, so
 * that both levels say the same, and held against the rules before anybody sees it.
 * @throws NcpError NCP_DOCUMENT_*, NCP_PS_UNAVAILABLE, NCP_STORE_*, NCP_CDA_*
 */
export async function handOverSummary(context: TreatmentContext, person: KnownPerson, document: SummaryDocumentId, documentId: string): Promise<HandedOver> {
  const { gateway, peer } = context;
  const { summaries } = gateway;
  if (summaries === undefined || (document.level === 'L1' && !gateway.policy.offerLevel1)) throw new NcpError('NCP_DOCUMENT_NOT_OFFERED');
  const snapshot = await summaries.snapshots.find(document.snapshotUuid);
  if (snapshot === undefined) throw new NcpError('NCP_DOCUMENT_UNKNOWN_ID');
  const refused = refusalOf(context, person, snapshot);
  if (refused !== undefined) throw new NcpError(refused);
  await requireNothingClosed(context, summaries, { person, snapshot });
  const model = await gateway.observer.step('map', async () => documentOf(context, summaries, snapshot));
  const bytes = await renderSummary(context, summaries, model, document.level);
  return {
    bytes,
    warnings: [...new Set(model.findings.map((finding) => finding.code))],
    exported: { country: peer.country, documentId, at: gateway.surroundings.now() },
  };
}

/** Another patient's, another country's or an old one does not exist; only our records tell which (D25). */
function refusalOf({ peer, receivedAt }: TreatmentContext, { patient }: KnownPerson, snapshot: SummarySnapshot): NcpErrorCode | undefined {
  if (snapshot.country !== peer.country) return 'NCP_DOCUMENT_OTHER_COUNTRY';
  if (snapshot.patientNationalId !== patient.nationalId) return 'NCP_DOCUMENT_OTHER_PATIENT';
  return compareInstants(snapshot.expiresAt, receivedAt) <= 0 ? 'NCP_DOCUMENT_EXPIRED' : undefined;
}

interface Fetched {
  readonly person: KnownPerson;
  readonly snapshot: SummarySnapshot;
}

/**
 * What the patient closed since the list, with a provider or at the national list, must not leave: asked again now. Who cannot
 * be asked says nothing, and then nothing leaves.
 */
async function requireNothingClosed(context: TreatmentContext, { careRecords }: SummaryService, { person, snapshot }: Fetched): Promise<void> {
  const { sources } = snapshot;
  const { observer } = context.gateway;
  const now = await observer.step('national', async () => {
    try {
      const [history, blocks] = await Promise.all([
        sources.includes('national-list') ? ownHistory(context, person) : undefined,
        sources.includes('care-records') ? careRecords?.blocks(person.patient.personalNumber, nationalCall(context, person.patient.nationalId)) : undefined,
      ]);
      return { ...(history === undefined ? {} : { prescriptions: history.prescriptions }), ...(blocks === undefined ? {} : { blocks }) };
    } catch (error) {
      tellFailed(context, 'closures', error);
      throw new NcpError('NCP_PS_UNAVAILABLE', {}, error);
    }
  });
  if (closuresHash(now, todayOf(context)) !== snapshot.closuresHash) throw new NcpError('NCP_DOCUMENT_SUPERSEDED');
}
