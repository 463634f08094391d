import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { PharmacyApi } from './pharmacy-api.js';
import { notedSteps, StepFailed, type VisitStep } from '../noted-steps.js';

/** One step of a visit, as the pharmacist would tell it. */
export interface PharmacyDocument {
  /** As read in Swedish, as a FHIR Bundle, and the country's own PDF. */
  readonly form: 'swedish' | 'fhir' | 'original';
  readonly bytes: Uint8Array;
}

/** What becomes of the dispensation in this visit. */
export type Ending = 'recorded' | 'refused' | 'settles' | 'discarded';

export interface PharmacyVisitPlan {
  readonly country: string;
  /** What stands on the patient's card. */
  readonly card: Card;
  /** Which of several candidates. */
  readonly candidate?: number;
  readonly ending: Ending;
  readonly onStep?: (step: VisitStep) => void;
  readonly onDocument?: (document: PharmacyDocument) => void;
  /** How long an unknown outcome may take to settle, milliseconds. */
  readonly patienceMs?: number;
}

/** What a pharmacist reads off the identity document, to be typed into whatever the country's mask asks for. */
export interface Card {
  readonly id: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly gender: string;
  readonly family: string;
  readonly given: string;
}

export interface MaskField { readonly key: string; readonly kind: string; readonly mandatory: boolean }

const FROM_CARD: Readonly<Record<string, (card: Card) => string>> = {
  'identifier': ({ id }) => id, 'birth-date': ({ birthDate }) => birthDate, 'gender': ({ gender }) => gender,
  'family': ({ family }) => family, 'given': ({ given }) => given,
};

/** Fills the mask as far as the card goes; what is not mandatory is left out. */
export const typed = (fields: readonly MaskField[], card: Card): Readonly<Record<string, string>> =>
  Object.fromEntries(fields.filter(({ mandatory }) => mandatory).map(({ key, kind }) => [key, FROM_CARD[kind]?.(card) ?? '']));

interface Bilingual { readonly sv: string; readonly en: string }
interface Candidate { readonly index: number; readonly family?: string; readonly given?: string; readonly birthDate?: string; readonly differs: boolean }
interface Listed { readonly key: string; readonly title?: string; readonly description?: string; readonly dispensable: { readonly answer: string; readonly reasons: readonly { readonly text: Bilingual }[] } }
interface Retrieved {
  readonly document: { readonly census: { readonly coded: number; readonly translated: number; readonly mapped: number; readonly untranslated: number; readonly missing: number } };
  readonly packages?: { readonly value: string };
}
interface Suggestion { readonly article: { readonly nplPackId: string; readonly name: string }; readonly tier: string; readonly packs?: number; readonly arithmetic: Bilingual }
interface Check { readonly id: string; readonly level: 'refuse' | 'acknowledge' | 'note'; readonly text: Bilingual }
interface Dispensation {
  readonly id: string;
  readonly counter: 'recorded' | 'waiting' | 'not-recorded' | 'taken-back';
  readonly handOver: string;
  readonly text: Bilingual;
  readonly nextStep: Bilingual;
  readonly settled: boolean;
  readonly answer?: { readonly errors: readonly { readonly code: string; readonly text?: string }[] };
}

const POLL_MS = 250;
const PATIENCE_MS = 60_000;
/** Decided by the other country at once, unless it says "pending". */
const AT_ONCE_MS = 8_000;

const EXPECTED: Readonly<Record<Ending, Dispensation['counter']>> = { recorded: 'recorded', refused: 'not-recorded', settles: 'recorded', discarded: 'recorded' };

const said = ({ counter, text, answer }: Dispensation): string =>
  `${counter}: ${text.en}${answer === undefined || answer.errors.length === 0 ? '' : ` (they said ${answer.errors.map(({ code }) => code).join(', ')})`}`;

/**
 * A visit at a Swedish pharmacy through the national API: country, identity, prescription in Swedish, product, dispensation,
 * and the truth about it. Stops at the first step that does not go as this visit is meant to go.
 */
export async function pharmacyVisit(api: PharmacyApi, plan: PharmacyVisitPlan): Promise<{ readonly ok: boolean; readonly steps: readonly VisitStep[] }> {
  const steps: VisitStep[] = [];
  const step = notedSteps(plan.country, (done) => {
    steps.push(done);
    plan.onStep?.(done);
  });

  try {
    const { visit, mask } = await step('open the visit', async () => {
      const asked = await api.get<{ readonly notice: Bilingual; readonly patient: readonly MaskField[] }>(`/countries/${plan.country}/mask`);
      const opened = await api.post<{ readonly id: string }>('/visits', { country: plan.country });
      return { value: { visit: `/visits/${opened.id}`, mask: asked.patient }, detail: `the patient is told: ${asked.notice.en.slice(0, 60)}...` };
    });
    const person = await step('identify', async () => {
      const { candidates } = await api.post<{ readonly candidates: readonly Candidate[] }>(`${visit}/identify`, { traits: typed(mask, plan.card) });
      const chosen = candidates[plan.candidate ?? 0];
      if (chosen === undefined) throw new Error('nobody was found');
      return { value: chosen, detail: `${chosen.given ?? ''} ${chosen.family ?? ''}, born ${chosen.birthDate ?? ''}${candidates.length > 1 ? `; one of ${String(candidates.length)} candidates` : ''}` };
    });
    await step('confirm', async () => {
      await api.post(`${visit}/confirm`, {
        candidate: person.index, idDocumentShown: true, patientInformed: true,
        ...(person.differs ? { difference: 'Namnet stavas annorlunda i legitimationen.' } : {}),
      });
      return { value: undefined, detail: 'identity document shown, patient informed' };
    });
    const listed = await step('list', async () => {
      const { prescriptions } = await api.post<{ readonly prescriptions: readonly Listed[] }>(`${visit}/prescriptions`, {});
      const chosen = prescriptions.find(({ dispensable }) => dispensable.answer === 'yes') ?? prescriptions[0];
      if (chosen === undefined) throw new Error('no prescription');
      return { value: chosen, detail: prescriptions.map((one) => `${one.description ?? one.title ?? one.key} [${one.dispensable.answer}]`).join('; ') };
    });
    const place = `${visit}/prescriptions/${listed.key}`;
    const read = await step('read in Swedish', async () => {
      const answer = await api.post<Retrieved>(`${place}/retrieve`);
      plan.onDocument?.({ form: 'swedish', bytes: Buffer.from(JSON.stringify(answer, undefined, 2)) });
      const { coded, translated, mapped, untranslated } = answer.document.census;
      return { value: answer, detail: `${String(coded)} coded elements: ${String(translated)} translated, ${String(mapped)} mapped, ${String(untranslated)} shown as they are` };
    });
    await step('read as FHIR and PDF', async () => {
      const fhir = await api.call('POST', `${place}/retrieve`, undefined, { accept: 'application/fhir+json' });
      if (fhir.status !== 200) throw new Error(`FHIR: ${String(fhir.status)}`);
      plan.onDocument?.({ form: 'fhir', bytes: fhir.body });
      const pdf = await api.call('POST', `${place}/retrieve`, undefined, { accept: 'application/pdf' });
      if (pdf.status === 200) plan.onDocument?.({ form: 'original', bytes: pdf.body });
      return { value: undefined, detail: `Bundle of ${String(fhir.body.length)} bytes; ${pdf.status === 200 ? `original PDF of ${String(pdf.body.length)} bytes` : 'they offer no PDF'}` };
    });
    const product = await step('find a product', async () => {
      const { suggestions } = await api.get<{ readonly suggestions: readonly Suggestion[] }>(`${place}/suggestions`);
      const [first] = suggestions;
      if (first === undefined) throw new Error('nothing in the Swedish register fits');
      return { value: first, detail: `${first.article.name} (suggestion, ${first.tier}): ${first.arithmetic.en}` };
    });
    const dispensation = await step('dispense', async () => {
      const choice = { prescription: listed.key, article: product.article.nplPackId, packages: Math.min(product.packs ?? 1, Number(read.packages?.value ?? '1')) };
      const { checks } = await api.post<{ readonly checks: readonly Check[] }>(`${visit}/dispensations/prepare`, choice);
      const refused = checks.find(({ level }) => level === 'refuse');
      if (refused !== undefined) throw new Error(refused.text.en);
      // The pharmacist reads each warning, and answers for it.
      const acknowledged = checks.filter(({ level }) => level === 'acknowledge').map(({ id: check }) => check);
      const made = await api.post<Dispensation>(`${visit}/dispensations`, { ...choice, acknowledged }, { 'idempotency-key': randomUUID() });
      return { value: made, detail: `${acknowledged.length === 0 ? '' : `acknowledged: ${acknowledged.join(', ')}; `}${said(made)}` };
    });
    const told = await step('be told', () => outcome(api, dispensation.id, plan));
    if (plan.ending === 'discarded') {
      await step('discard', async () => {
        await api.post(`/dispensations/${told.id}/discard`, { reason: 'Patienten ångrade sig.' });
        const back = await until(api, told.id, ({ counter }) => counter === 'taken-back', AT_ONCE_MS);
        return { value: undefined, detail: said(back) };
      });
    }
    return { ok: true, steps };
  } catch (error) {
    if (error instanceof StepFailed) return { ok: false, steps };
    throw error;
  }
}

async function until(api: PharmacyApi, id: string, done: (one: Dispensation) => boolean, patienceMs: number): Promise<Dispensation> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const now = await api.get<Dispensation>(`/dispensations/${id}`);
    if (done(now)) return now;
    if (performance.now() > end) throw new Error(`after ${String(patienceMs / 1000)} s still ${said(now)}`);
    await pause(POLL_MS);
  }
}

/** Waits for the last word, and insists that an unknown outcome was called one until then. */
async function outcome(api: PharmacyApi, id: string, { ending, patienceMs = PATIENCE_MS }: PharmacyVisitPlan): Promise<{ readonly value: Dispensation; readonly detail: string }> {
  let waited: Dispensation | undefined;
  const last = await until(api, id, (one) => {
    if (one.counter === 'waiting' && one.answer !== undefined) waited = one;
    return one.counter !== 'waiting';
  }, ending === 'settles' ? patienceMs : AT_ONCE_MS);
  if (last.counter !== EXPECTED[ending]) throw new Error(said(last));
  if (ending === 'settles' && waited?.handOver !== 'no') throw new Error('nobody was told to wait');
  return { value: last, detail: `${waited === undefined ? '' : `first ${said(waited)}; then `}${said(last)} ${last.nextStep.en}` };
}
