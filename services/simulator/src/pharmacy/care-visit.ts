import { typed, type Card, type MaskField, type PharmacyDocument } from './pharmacy-visit.js';
import { ApiRefusal, type PharmacyApi } from './pharmacy-api.js';
import { notedSteps, StepFailed, type VisitStep } from '../noted-steps.js';

export interface CareVisitPlan {
  readonly country: string;
  readonly card: Card;
  readonly onStep?: (step: VisitStep) => void;
  readonly onDocument?: (document: PharmacyDocument) => void;
}

interface Bilingual { readonly sv: string; readonly en: string }
interface Section { readonly key: string; readonly label: Bilingual; readonly entries: readonly unknown[] }
interface Retrieved {
  readonly document: {
    readonly sections: readonly Section[];
    readonly findings: readonly unknown[];
    readonly census: { readonly coded: number; readonly translated: number; readonly mapped: number; readonly untranslated: number };
  };
}
interface Bundle { readonly type?: string; readonly entry?: readonly { readonly resource?: { readonly resourceType?: string } }[] }

/** The people at the two systems: care may read a summary, a pharmacy may not (decisions D77). */
export interface CareVisitors {
  readonly doctor: PharmacyApi;
  readonly pharmacist: PharmacyApi;
}

/** A visit is opened, the patient found and confirmed; gives its path. */
async function confirmed(api: PharmacyApi, { country, card }: CareVisitPlan): Promise<string> {
  const { patient } = await api.get<{ readonly patient: readonly MaskField[] }>(`/countries/${country}/mask`);
  const { id } = await api.post<{ readonly id: string }>('/visits', { country });
  const { candidates } = await api.post<{ readonly candidates: readonly { readonly index: number; readonly differs: boolean }[] }>(`/visits/${id}/identify`, { traits: typed(patient, card) });
  const [person] = candidates;
  if (person === undefined) throw new Error('nobody was found');
  await api.post(`/visits/${id}/confirm`, {
    candidate: person.index, idDocumentShown: true, patientInformed: true, ...(person.differs ? { difference: 'Namnet stavas annorlunda i legitimationen.' } : {}),
  });
  return `/visits/${id}`;
}

/** A Swedish doctor reads a foreign Patient Summary in Swedish, as a FHIR document and as the original. False: a step went wrong. */
export async function careVisit({ doctor, pharmacist }: CareVisitors, plan: CareVisitPlan): Promise<boolean> {
  const step = notedSteps(plan.country, (done) => { plan.onStep?.(done); });
  try {
    const visit = await step('find the patient', async () => {
      const path = await confirmed(doctor, plan);
      return { value: path, detail: `${plan.card.given} ${plan.card.family}, born ${plan.card.birthDate}` };
    });
    const key = await step('list the summary', async () => {
      const { summaries: [first] } = await doctor.post<{ readonly summaries: readonly { readonly key: string; readonly title?: string }[] }>(`${visit}/patient-summary`, {});
      if (first === undefined) throw new Error('no summary');
      return { value: first.key, detail: first.title ?? 'a patient summary' };
    });
    const place = `${visit}/patient-summary/${key}/retrieve`;
    await step('read in Swedish', async () => {
      const answer = await doctor.post<Retrieved>(place);
      plan.onDocument?.({ form: 'swedish', bytes: Buffer.from(JSON.stringify(answer, undefined, 2)) });
      const { sections, census: { coded, translated, mapped, untranslated }, findings } = answer.document;
      const clinical = sections.filter(({ key, entries }) => key.startsWith('section.') && entries.length > 0);
      return {
        value: undefined,
        detail: `${clinical.map(({ label, entries }) => `${label.sv} ${String(entries.length)}`).join(', ')}; ${String(coded)} coded elements: ${String(translated)} translated, `
          + `${String(mapped)} mapped, ${String(untranslated)} shown as they are; ${String(findings.length)} remarks`,
      };
    });
    await step('read as FHIR and PDF', async () => {
      const fhir = await doctor.call('POST', place, undefined, { accept: 'application/fhir+json' });
      const bundle = fhir.json as Bundle;
      if (fhir.status !== 200 || bundle.type !== 'document') throw new Error(`FHIR: ${String(fhir.status)} ${bundle.type ?? ''}`);
      plan.onDocument?.({ form: 'fhir', bytes: fhir.body });
      const pdf = await doctor.call('POST', place, undefined, { accept: 'application/pdf' });
      if (pdf.status === 200) plan.onDocument?.({ form: 'original', bytes: pdf.body });
      const kinds = Map.groupBy(bundle.entry ?? [], ({ resource }) => resource?.resourceType ?? '');
      return { value: undefined, detail: `document Bundle of ${[...kinds].map(([kind, all]) => `${String(all.length)} ${kind}`).join(', ')}; ${pdf.status === 200 ? `original PDF of ${String(pdf.body.length)} bytes` : 'they offer no PDF'}` };
    });
    await step('refuse a pharmacy', async () => {
      const path = await confirmed(pharmacist, plan);
      const refusal = await pharmacist.post(`${path}/patient-summary`, {}).then(() => undefined, (error: unknown) => error);
      if (!(refusal instanceof ApiRefusal) || refusal.status !== 403) throw new Error('was not refused');
      return { value: undefined, detail: `${refusal.problem.code}: ${refusal.problem.text.en}` };
    });
    return true;
  } catch (error) {
    // The step told what went wrong.
    if (error instanceof StepFailed) return false;
    throw error;
  }
}
