import { pairEntries, type ReceivedError } from '@ncp/ihe';
import type { ForeignNcp, PatientId } from './foreign-ncp.js';
import { summaryContent, type SummarySection } from './summary-content.js';
import { notedSteps, StepFailed, type VisitStep } from '../noted-steps.js';

/** Whose summary a doctor asks for, and whether there should be one. */
export interface SummaryVisitPlan {
  /** Name of the person in the steps. */
  readonly key: string;
  readonly patient: PatientId;
  readonly birthDate: string;
  /** `nobody`: the person must not even be found. */
  readonly expected: 'summary' | 'nobody';
  readonly onStep?: (step: VisitStep) => void;
}

export interface SummaryVisitResult {
  readonly ok: boolean;
  readonly sections: readonly SummarySection[];
  readonly documents: readonly { readonly level: 'L3' | 'L1'; readonly id: string; readonly bytes: Uint8Array }[];
}

const told = (errors: readonly ReceivedError[]): string => errors.map((e) => `${e.code} ${e.context}`).join('; ');

/**
 * A doctor abroad reads a Swedish Patient Summary: identify, list, retrieve level 3 and level 1. Stops at the first step that
 * does not go as it should.
 */
export async function summaryVisit(ncp: ForeignNcp, plan: SummaryVisitPlan): Promise<SummaryVisitResult> {
  const documents: SummaryVisitResult['documents'][number][] = [];
  const step = notedSteps(plan.key, (done) => { plan.onStep?.(done); });
  let sections: readonly SummarySection[] = [];
  try {
    const patient = await step('identify', () => identify(ncp, plan));
    if (patient === undefined) return { ok: true, sections, documents };
    const ids = await step('list', async () => {
      const { answer } = await ncp.list(patient, '60591-5');
      const [pair, another] = pairEntries(answer);
      if (pair?.coded?.uniqueId === undefined || another !== undefined || answer.errors.length > 0) throw new Error(`no summary: ${told(answer.errors)}`);
      return { value: [['L3', pair.coded.uniqueId], ['L1', pair.pdf?.uniqueId ?? '']] as const, detail: `${pair.coded.title ?? ''}, made ${pair.coded.creationTime ?? ''}` };
    });
    for (const [level, id] of ids) {
      await step(`retrieve ${level}`, async () => {
        const { answer } = await ncp.retrieve(patient, [id]);
        const [document] = answer.documents;
        if (document === undefined) throw new Error(told(answer.errors));
        documents.push({ level, id, bytes: document.bytes });
        if (level === 'L3') sections = summaryContent(document.bytes);
        const count = level === 'L3' ? `; ${counted(sections)}` : '';
        return { value: undefined, detail: `${String(document.bytes.length)} bytes${count}` };
      });
    }
    return { ok: true, sections, documents };
  } catch (error) {
    if (error instanceof StepFailed) return { ok: false, sections, documents };
    throw error;
  }
}

async function identify(ncp: ForeignNcp, { patient, birthDate, expected }: SummaryVisitPlan): Promise<{ readonly value: PatientId | undefined; readonly detail: string }> {
  const { answer } = await ncp.identify(patient, birthDate);
  const [candidate] = answer.candidates;
  const id = candidate?.ids[0];
  const said = `${answer.error?.code ?? ''} ${answer.error?.text ?? ''}`;
  if (expected === 'nobody') {
    if (candidate !== undefined) throw new Error('was found');
    return { value: undefined, detail: `nobody is found, as it must be: ${said}` };
  }
  if (id?.root === undefined || id.extension === undefined) throw new Error(said);
  return { value: { root: id.root, extension: id.extension }, detail: `${candidate?.given ?? ''} ${candidate?.family ?? ''}, born ${candidate?.birthDate ?? ''}` };
}

const counted = (sections: readonly SummarySection[]): string => {
  const entries = sections.reduce((sum, section) => sum + section.entries.length, 0);
  return `${String(sections.length)} sections, ${String(entries)} entries, ${String(sections.filter(({ absence }) => absence !== undefined).length)} without information`;
};
