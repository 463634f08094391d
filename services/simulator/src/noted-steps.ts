/** One step of a visit, as a demonstration shows it. */
export interface VisitStep {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail: string;
}

/** A step did not go as it should; it is noted already, with the reason. */
export class StepFailed extends Error {}

export type Step = <T>(name: string, work: () => Promise<{ readonly value: T; readonly detail: string }>) => Promise<T>;

/** Runs the steps of a visit one by one and notes each, with its time; `whose` stands before every name. */
export const notedSteps = (whose: string, note: (step: VisitStep) => Promise<void> | void): Step => async (name, work) => {
  const begun = performance.now();
  const done = async (ok: boolean, detail: string): Promise<void> => {
    await note({ name: whose === '' ? name : `${whose} ${name}`, ok, ms: Math.round((performance.now() - begun) * 10) / 10, detail });
  };
  const answered = await work().catch((error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }));
  if ('failure' in answered) {
    await done(false, answered.failure);
    throw new StepFailed(name);
  }
  await done(true, answered.detail);
  return answered.value;
};
