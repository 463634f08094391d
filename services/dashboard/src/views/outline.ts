import type { TraceRow } from '@ncp/store';
import { html, type Html } from '@ncp/web';
import type { Frame } from './frame.js';

const DEPTH = 2;
/** Deeper than any message of the wire; what is deeper is not ours to draw. */
const MOST_DEPTH = 64;

interface Node {
  readonly name: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly text: string;
  readonly children: readonly unknown[];
  readonly left: number;
}

/** Stored JSON is read like any other input: what is no node shows nothing. */
function nodeOf(value: unknown): Node | undefined {
  if (typeof value !== 'object' || value === null || !('name' in value) || typeof value.name !== 'string') return undefined;
  const attributes = 'attributes' in value && typeof value.attributes === 'object' && value.attributes !== null ? Object.entries(value.attributes).map(([name, of]) => [name, String(of)] as const) : [];
  return {
    name: value.name, attributes, text: 'text' in value && typeof value.text === 'string' ? value.text : '',
    children: 'children' in value && Array.isArray(value.children) ? value.children : [], left: 'left' in value && typeof value.left === 'number' ? value.left : 0,
  };
}

/** One line of an element: its name, its attributes, the pseudonym of its text. */
const line = ({ name, attributes, text }: Node): Html => html`<code><strong>${name}</strong>${attributes.map(([key, value]) => html` <span class="quiet">${key}=</span>${value}`)}${text === '' ? undefined : html` ${text}`}</code>`;

function tree(frame: Frame, value: unknown, depth: number): Html | undefined {
  const node = nodeOf(value);
  if (node === undefined || depth > MOST_DEPTH) return undefined;
  const rest = node.left === 0 ? undefined : html`<li class="quiet">${frame.t.exchange.left(node.left)}</li>`;
  if (node.children.length === 0 && rest === undefined) return html`<li>${line(node)}</li>`;
  const inner = html`<summary>${line(node)}</summary><ul>${node.children.map((child) => tree(frame, child, depth + 1))}${rest}</ul>`;
  return depth < DEPTH ? html`<li><details open>${inner}</details></li>` : html`<li><details>${inner}</details></li>`;
}

/** Both sides of each message side by side, masked: elements and codes (DAT-11). */
export function outlinesView(frame: Frame, traces: readonly TraceRow[]): Html {
  const { t } = frame;
  const of = (row: TraceRow, at: number): Html => html`<section class="card" aria-labelledby="outline-${at}"><h3 id="outline-${at}">${t.exchange.parts[row.direction][row.part]} <span class="quiet">${row.transaction}</span></h3><ul class="outline">${tree(frame, row.outline, 0)}</ul></section>`;
  return html`<section aria-labelledby="masked"><h2 id="masked">${t.exchange.masked}</h2>${traces.length === 0 ? html`<p>${t.exchange.noMasked}</p>` : html`<p>${t.exchange.maskedLead}</p><div class="columns">${traces.map(of)}</div>`}</section>`;
}
