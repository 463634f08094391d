import type { AuditVerdict } from '@ncp/store';
import { verifyDeployment } from '../commands/audit-verify.js';
import { childLines } from '../child-lines.js';
import { serviceEntry } from '../layout.js';
import type { Output } from '../output.js';

export interface DemoStep {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly detail: string;
}
export interface DemoDocument {
  readonly kind: string;
  readonly level: string;
  readonly file: string;
}

/** The national list's view of one person, as the visit tells it. */
export interface ListView {
  readonly when: string;
  readonly person: string;
  readonly prescriptions: readonly { readonly product: string; readonly status: string; readonly uttagAllowed: number; readonly uttagRemaining: number; readonly remaining: string; readonly unit: string }[];
  readonly uttag: readonly { readonly status: string; readonly deducted: string; readonly country: string }[];
}

/** A Patient Summary, as the visit found it. */
export interface SummaryView {
  readonly person: string;
  readonly sections: readonly { readonly code: string; readonly title: string; readonly entries: readonly string[]; readonly absence?: string }[];
}

interface VisitEvent {
  readonly step?: DemoStep;
  readonly document?: DemoDocument;
  readonly nll?: ListView;
  readonly summary?: SummaryView;
}

const amount = (value: string, unit: string): string => `${value} ${unit}`.trim();

function shown(view: ListView): readonly string[] {
  const prescriptions = view.prescriptions.map((one) =>
    `${one.product}: ${one.status}, ${one.uttagRemaining} of ${one.uttagAllowed} uttag left, ${amount(one.remaining, one.unit)} remaining`);
  const uttag = view.uttag.map((one) => `uttag in ${one.country}: ${one.status}, ${one.deducted} deducted`);
  return [...prescriptions, ...(uttag.length === 0 ? ['no uttag registered'] : uttag)];
}

const WHEN: Readonly<Record<string, string>> = { before: 'NLL before', dispensed: 'NLL after the dispensation', after: 'NLL after' };

/** Everything that the visits of one direction told. */
export interface Told {
  readonly steps: DemoStep[];
  readonly documents: DemoDocument[];
  readonly views: Map<string, Omit<ListView, 'when'>>;
  readonly summaries: SummaryView[];
}

const showStep = (output: Output, { ok, name, ms, detail }: DemoStep): void => {
  output.line(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(22)} ${ms.toFixed(0).padStart(6)} ms   ${detail}`);
};

/** What an outside program tells while it makes its visits; it knows nothing of this one but the run manifest. */
export async function follow(output: Output, told: Told, entry: string, args: readonly string[]): Promise<void> {
  await childLines(serviceEntry(entry), args, (line) => {
    const { step, document, nll, summary } = line as VisitEvent;
    if (step !== undefined) {
      told.steps.push(step);
      showStep(output, step);
    }
    if (document !== undefined) told.documents.push(document);
    if (summary !== undefined) {
      told.summaries.push(summary);
      for (const said of contents(summary)) output.line(`       ${said}`);
    }
    if (nll !== undefined) {
      const { when, ...view } = nll;
      told.views.set(when, view);
      const [first = '', ...rest] = shown(nll);
      output.line(`       ${`${WHEN[when] ?? when}:`.padEnd(28)} ${first}`);
      for (const line of rest) output.line(`       ${''.padEnd(28)} ${line}`);
    }
  });
}

/** The last step of every demo: the chain is computed anew. */
export async function auditStep(output: Output, state: string, ownDatabase: string | undefined): Promise<{ readonly step: DemoStep; readonly verdict: AuditVerdict }> {
  const begun = performance.now();
  const verdict = await verifyDeployment(state, ownDatabase);
  const detail = verdict.ok ? `${verdict.leaves} leaves and ${verdict.events} events, head ${verdict.head?.hash.slice(0, 16) ?? ''}` : `broken at leaf ${verdict.firstBad ?? ''}: ${verdict.fault ?? ''}`;
  const step = { name: 'verify the audit chain', ok: verdict.ok, ms: Math.round(performance.now() - begun), detail };
  showStep(output, step);
  return { step, verdict };
}

/** Each section that tells something on a line of its own; those without information together. */
function contents({ sections }: SummaryView): readonly string[] {
  const silent = sections.filter(({ absence }) => absence !== undefined);
  return [
    ...sections.filter(({ absence }) => absence === undefined).map(({ title, entries }) => `${`${title}:`.padEnd(32)} ${entries.length}: ${entries.join('; ')}`),
    ...(silent.length === 0 ? [] : [`${'no information about:'.padEnd(32)} ${silent.map(({ title }) => title).join(', ')}`]),
  ];
}

export const nothingTold = (): Told => ({ steps: [], documents: [], views: new Map(), summaries: [] });
export const wentWell = ({ steps, documents }: Told): boolean => steps.every(({ ok }) => ok) && documents.length > 0;
