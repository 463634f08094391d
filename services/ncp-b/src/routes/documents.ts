import { isNcpError, type Article } from '@ncp/domain';
import {
  fetchPrescription, fetchPrescriptionOriginal, fetchSummary, fetchSummaryOriginal, listPrescriptions, listSummaries, suggestFor, type FetchedOriginal, type FetchedPrescription, type FetchedSummary, type TreatmentDesk,
} from '@ncp/exchange';
import { prescriptionBundle, summaryBundle, writeFhirJson, type OriginalDocuments } from '@ncp/fhir';
import { encodeBase64, hex, sha256, utf8 } from '@ncp/xml';
import { articleAnswer } from '../answers/article-answer.js';
import { prescriptionAnswer, prescriptionListAnswer, suggestionsAnswer, summaryAnswer, summaryListAnswer } from '../answers/document-answer.js';
import { FHIR, PDF } from '../api/operations.js';
import { answered, type Handlers, type Reply } from '../call.js';

/** Packs of one search by name. */
const NAMED = 50;

const digest = (text: string): string => hex(sha256(utf8(text)));
const pdf = ({ pdf: bytes, findings }: FetchedOriginal): Reply => ({ kind: 'bytes', type: PDF, bytes, findings });

/** Structured form and, where the country has it, the PDF: both travel in the bundle (decisions D74). */
async function originalsOf({ bytes, document }: FetchedPrescription | FetchedSummary, original: () => Promise<FetchedOriginal>): Promise<OriginalDocuments> {
  const level3 = encodeBase64(bytes);
  if (document.level1 === undefined) return { level3 };
  try {
    const { pdf: bytes, findings } = await original();
    // Whoever takes the bundle apart later sees no mark beside a PDF: one that does not say whom it is about stays out.
    return findings.length === 0 ? { level3, level1: encodeBase64(bytes) } : { level3 };
  } catch (error) {
    // What they will not or cannot give as PDF does not take the prescription away; the refusal is on record.
    if (isNcpError(error) && error.code !== 'NCP_IHE_WRONG_PATIENT' && error.code !== 'NCP_AUDIT_UNAVAILABLE') return { level3 };
    throw error;
  }
}

const contextOf = ({ directory, surroundings }: TreatmentDesk, { visit }: FetchedPrescription | FetchedSummary): { readonly digest: typeof digest; readonly homeCommunityId: string; readonly retrievedAt: string; readonly highIsLastDispensingDay: boolean } => {
  const { homeCommunityId, quirks } = directory.profile(visit.country);
  return { digest, homeCommunityId, retrievedAt: surroundings.now(), highIsLastDispensingDay: quirks.includes('ivl-high-is-last-dispensing-day') };
};

function found({ register }: TreatmentDesk, { name, atc, varunummer, nplPackId }: { readonly name?: string | undefined; readonly atc?: string | undefined; readonly varunummer?: string | undefined; readonly nplPackId?: string | undefined }): readonly Article[] {
  if (name !== undefined) return register.byName(name, NAMED);
  if (atc !== undefined) return register.byAtc(atc);
  const one = varunummer === undefined ? register.byPackId(nplPackId ?? '') : register.byVarunummer(varunummer);
  return one === undefined ? [] : [one];
}

/** What the other country has of the patient, and what Sweden has to give for it. */
export const documentRoutes: Handlers<'listPrescriptions' | 'retrievePrescription' | 'suggestProducts' | 'searchProducts' | 'listSummaries' | 'retrieveSummary'> = {
  async listPrescriptions({ desk }, { caller, params: { visit = '' }, body: { documentFields } }) {
    return answered(prescriptionListAnswer(caller.exchange, await listPrescriptions(desk, caller, { visit, given: documentFields }), desk.surroundings.now()));
  },

  async retrievePrescription({ desk }, { caller, params: { visit = '', document: key = '' }, media }) {
    const wanted = { visit, key };
    if (media === PDF) return pdf(await fetchPrescriptionOriginal(desk, caller, wanted));
    const fetched = await fetchPrescription(desk, caller, wanted);
    if (media !== FHIR) return answered(prescriptionAnswer(caller.exchange, fetched));
    const originals = await originalsOf(fetched, () => fetchPrescriptionOriginal(desk, caller, wanted));
    return { kind: 'text', type: FHIR, text: writeFhirJson(prescriptionBundle(fetched.prescription, fetched.read, originals, contextOf(desk, fetched))) };
  },

  async suggestProducts({ desk }, { caller, params: { visit = '', document: key = '' } }) {
    return answered(suggestionsAnswer(await suggestFor(desk, caller, { visit, key })));
  },

  searchProducts: async ({ desk }, { query }) => answered({ products: found(desk, query).map(articleAnswer) }),

  async listSummaries({ desk }, { caller, params: { visit = '' }, body: { documentFields } }) {
    return answered(summaryListAnswer(caller.exchange, await listSummaries(desk, caller, { visit, given: documentFields })));
  },

  async retrieveSummary({ desk }, { caller, params: { visit = '', document: key = '' }, media }) {
    const wanted = { visit, key };
    if (media === PDF) return pdf(await fetchSummaryOriginal(desk, caller, wanted));
    const fetched = await fetchSummary(desk, caller, wanted);
    if (media !== FHIR) return answered(summaryAnswer(caller.exchange, fetched));
    const originals = await originalsOf(fetched, () => fetchSummaryOriginal(desk, caller, wanted));
    return { kind: 'text', type: FHIR, text: writeFhirJson(summaryBundle(fetched.patient, fetched.read, originals, contextOf(desk, fetched))) };
  },
};
