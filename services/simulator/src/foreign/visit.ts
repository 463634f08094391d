import { pairEntries, type ReceivedError } from '@ncp/ihe';
import type { ForeignNcp, PatientId } from './foreign-ncp.js';
import { notedSteps, StepFailed, type VisitStep } from '../noted-steps.js';

export type { VisitStep } from '../noted-steps.js';

/** One step of a visit, as a person at the counter would tell it. */
export interface VisitDocument {
  readonly kind: 'ePrescription' | 'eDispensation';
  readonly level: 'L3' | 'L1';
  readonly id: string;
  readonly bytes: Uint8Array;
}

export interface VisitResult {
  readonly ok: boolean;
  readonly steps: readonly VisitStep[];
  readonly documents: readonly VisitDocument[];
}

export interface VisitPlan {
  readonly patient: PatientId;
  readonly birthDate: string;
  /** Packs handed over, and what is in one, in the unit of the ePrescription. */
  readonly handOver: { readonly packages: number; readonly packSize: string };
  readonly onStep?: (step: VisitStep) => void | Promise<void>;
}

const told = (errors: readonly ReceivedError[]): string => errors.map((e) => `${e.code} ${e.context}`).join('; ');

/**
 * The whole visit of the demonstration: identify, list, retrieve both levels, dispense, list again, discard, list again.
 * Stops at the first step that does not go as a good visit goes.
 */
export async function visit(ncp: ForeignNcp, plan: VisitPlan): Promise<VisitResult> {
  const steps: VisitStep[] = [];
  const documents: VisitDocument[] = [];
  const step = notedSteps('', async (done) => {
    steps.push(done);
    await plan.onStep?.(done);
  });
  const listed = (name: string, expected: number): Promise<readonly string[]> => step(name, async () => {
    const { answer } = await ncp.list(patient);
    const pairs = pairEntries(answer);
    if (pairs.length !== expected) throw new Error(`${String(pairs.length)} offered, ${String(expected)} expected; ${told(answer.errors)}`);
    return {
      value: pairs.flatMap((pair) => [pair.coded?.uniqueId ?? '', pair.pdf?.uniqueId ?? '']),
      detail: expected === 0 ? `nothing to dispense (${told(answer.errors)})` : pairs.map((pair) => pair.coded?.description ?? '').join(', '),
    };
  });

  let { patient } = plan;
  try {
    patient = await step('identify', async () => {
      const { answer } = await ncp.identify(plan.patient, plan.birthDate);
      const [candidate] = answer.candidates;
      const id = candidate?.ids[0];
      if (candidate === undefined || id?.root === undefined || id.extension === undefined) throw new Error(`${answer.error?.code ?? ''} ${answer.error?.text ?? ''}`);
      return { value: { root: id.root, extension: id.extension }, detail: `${candidate.given ?? ''} ${candidate.family ?? ''}, born ${candidate.birthDate ?? ''}` };
    });
    const [level3 = '', level1 = ''] = await listed('list', 1);
    for (const [level, id] of [['L3', level3], ['L1', level1]] as const) {
      await step(`retrieve ${level}`, async () => {
        const { answer } = await ncp.retrieve(patient, [id]);
        const [document] = answer.documents;
        if (document === undefined) throw new Error(told(answer.errors));
        documents.push({ kind: 'ePrescription', level, id, bytes: document.bytes });
        return { value: undefined, detail: `${id}, ${String(document.bytes.length)} bytes` };
      });
    }
    const [prescription] = documents;
    const prepared = await step('dispense', async () => {
      const made = ncp.prepareDispensation(prescription?.bytes ?? new Uint8Array(), plan.handOver);
      const { answer } = await ncp.dispense(patient, made);
      if (answer.status !== 'Success') throw new Error(told(answer.errors));
      const id = `${made.id.root}^${made.id.extension ?? ''}`;
      documents.push({ kind: 'eDispensation', level: 'L3', id, bytes: made.document });
      return { value: made, detail: `recorded as ${id}` };
    });
    await listed('list after dispensing', 0);
    await step('discard', async () => {
      const { answer } = await ncp.discard(patient, prepared);
      if (answer.status !== 'Success') throw new Error(told(answer.errors));
      return { value: undefined, detail: 'taken back' };
    });
    await listed('list after discard', 1);
    return { ok: true, steps, documents };
  } catch (error) {
    if (error instanceof StepFailed) return { ok: false, steps, documents };
    throw error;
  }
}
