import type { XmlElement } from '@ncp/xml';

export type Placed = readonly [element: XmlElement, at: string];

const keyOf = ({ ns, local }: XmlElement): string => `${ns} ${local}`;

/** Child elements with their places, as `pathOf` writes them. Most elements have few children, and most of those names of their own. */
export const placedChildren = (el: XmlElement, at: string): readonly Placed[] => {
  const elements: XmlElement[] = [];
  const names = new Set<string>();
  let alike = false;
  for (const node of el.children) {
    if (node.kind !== 'element') continue;
    alike ||= names.has(node.local);
    names.add(node.local);
    elements.push(node);
  }
  if (!alike) return elements.map((node) => [node, `${at}/${node.local}`]);
  const totals = new Map<string, number>();
  for (const node of elements) totals.set(keyOf(node), (totals.get(keyOf(node)) ?? 0) + 1);
  const seen = new Map<string, number>();
  return elements.map((node) => {
    const key = keyOf(node);
    const index = (seen.get(key) ?? 0) + 1;
    seen.set(key, index);
    return [node, `${at}/${node.local}${(totals.get(key) ?? 1) > 1 ? `[${String(index)}]` : ''}`];
  });
};
