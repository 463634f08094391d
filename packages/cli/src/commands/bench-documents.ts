import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureMemory, MOST_GROWTH_MIB, type MemoryAt, type MemoryResult } from '../bench/documents/memory.js';
import { measureOperations, type OperationCost } from '../bench/documents/measure.js';
import { documentOperations } from '../bench/documents/operations.js';
import { measureSaxon, type SaxonResult } from '../bench/documents/saxon.js';
import { machineState, type MachineState } from '../bench/own-deployment.js';
import { talkTo } from '../bench/talking-child.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { ROOT, serviceEntry } from '../layout.js';
import type { Output } from '../output.js';
import { withCleanUp } from '../with-clean-up.js';
import { ms, percent, showTargets, type Target } from './bench.js';

export interface DocumentsPlan {
  readonly rounds: number;
  /** Of the proof that memory stays flat. */
  readonly documents: number;
}

export interface DocumentsResult {
  readonly what: 'documents';
  readonly machine: MachineState;
  readonly operations: readonly OperationCost[];
  readonly saxon: SaxonResult;
  readonly memory: MemoryResult;
}

const SUMMARY_BYTES = 170_000;

/** The program that simulates the other countries writes it. */
async function simulatedSummary(folder: string): Promise<Uint8Array> {
  const file = join(folder, 'summary.xml');
  const child = talkTo(serviceEntry('simulator/pharmacy/load-main'), ['--summary', file, '--bytes', String(SUMMARY_BYTES)]);
  await child.next();
  await child.end();
  return new Uint8Array(readFileSync(file));
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} KB`;

export function documentTargets({ operations, memory }: Pick<DocumentsResult, 'operations' | 'memory'>): readonly Target[] {
  return [
    ...operations.flatMap(({ name, document, bytes, median, limitMs }) => (limitMs === undefined ? [] : [
      { name: `CPU: ${name}, ${document} (${kilobytes(bytes)}), ms`, found: median, limit: limitMs, met: median <= limitMs },
    ])),
    { name: `growth over ${String(memory.documents)} documents, MiB`, found: memory.growth, limit: MOST_GROWTH_MIB, met: memory.flat },
  ];
}

const memoryText = ({ heap, external, resident }: MemoryAt): string => `heap ${heap.toFixed(1)}, outside it ${external.toFixed(1)}, resident ${resident.toFixed(0)} MiB`;

function show(output: Output, result: DocumentsResult): void {
  const { operations, saxon, memory, machine } = result;
  const line = (name: string, text: string): void => { output.line(`${name.padEnd(28)} ${text}`); };
  output.line();
  for (const { name, document, bytes, first, median, p95, floor, ratio, noise } of operations) {
    const theirs = 'costs' in saxon && name === 'parse and check' ? saxon.costs.find((one) => one.document === document) : undefined;
    line(`${name}`, `${document}, ${kilobytes(bytes)}: CPU ${ms(median)}, p95 ${ms(p95)}, the very first ${ms(first)}; ${ratio.toFixed(1)} bare parses of ${ms(floor)}; rounds ${percent(noise)} apart`);
    if (theirs !== undefined) line('  Saxon-HE', `the same document, rules only, wall time on one processor: ${ms(theirs.median)}, fastest ${ms(theirs.fastest)}, the first ${ms(theirs.first)}: ${(theirs.median / median).toFixed(1)} times ours`);
  }
  if ('missing' in saxon) line('Saxon-HE', `not measured, lacking: ${saxon.missing}`);
  for (const [name, at] of [['start', memory.start], ['middle', memory.middle], ['end', memory.end]] as const) line(`memory, ${name}`, `after ${String(at.documents)} documents: ${memoryText(at)}`);
  line('machine', `${String(machine.processors)} processors; ${String(machine.loadBefore)} jobs wanted one before this began`);
  showTargets(output, documentTargets(result));
}

/** CPU of documents, beside what the official rules take for the same ones; and whether memory stays flat. Falling short is reported, not hidden. */
export async function benchDocumentsCommand(output: Output, { rounds, documents }: DocumentsPlan): Promise<ExitCode> {
  const folder = mkdtempSync(join(tmpdir(), 'ncp-bench-documents-'));
  const conformance = process.env['NCP_CONFORMANCE_DIR'] ?? join(ROOT, '../shared/conformance');
  const result = await withCleanUp(async () => { rmSync(folder, { recursive: true, force: true }); }, async (): Promise<DocumentsResult> => {
    const machine = machineState();
    const summary = await simulatedSummary(folder);
    const operations = documentOperations(summary, join(conformance, 'cda-samples'));
    const costs = await measureOperations(operations, rounds, (text) => { output.progress(text); });
    output.progress('the official rules, by Saxon-HE');
    const saxon = await measureSaxon(operations, { conformance, folder });
    output.progress(`memory over ${String(documents)} documents`);
    const memory = await measureMemory(documents, summary, (text) => { output.progress(text); });
    return { what: 'documents', machine, operations: costs, saxon, memory };
  });
  show(output, result);
  output.result({ ok: true, targets: documentTargets(result), ...result });
  return EXIT.ok;
}
