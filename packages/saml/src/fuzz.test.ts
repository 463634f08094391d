import { describe, expect, it } from '@jest/globals';
import { isNcpError } from '@ncp/domain';
import { parseXml, requireVerified, serialiseXml, walk, type XmlElement, type XmlNode } from '@ncp/xml';
import fc from 'fast-check';
import { context, hcp, security, trc } from '../test/assertions.js';
import { validateAssertions } from './validate.js';

/** Structure-aware damage: elements copied, moved, wrapped, removed, ids exchanged, in a message with genuine assertions. */

const message = ((): XmlElement => {
  const header = security(hcp() + trc());
  return header.parent?.parent ?? header;
})();
const elements = [...walk(message)];
const pick = (index: number): XmlElement => elements[index % elements.length] ?? message;

interface Damage {
  readonly kind: 'copy' | 'move' | 'remove' | 'wrap' | 'id' | 'prefix';
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** Rebuilds the tree, asking `change` what becomes of each element. */
const rebuilt = (element: XmlElement, change: (element: XmlElement, children: XmlNode[]) => readonly XmlNode[]): readonly XmlNode[] => {
  const children = element.children.flatMap((node) => (node.kind === 'element' ? rebuilt(node, change) : [node]));
  return change(element, children);
};

const withoutParent = (element: XmlElement, children: readonly XmlNode[]): XmlElement => {
  const { parent: _parent, ...rest } = element;
  return { ...rest, children };
};

const bare = (element: XmlElement): XmlElement =>
  withoutParent(element, element.children.map((node) => (node.kind === 'element' ? bare(node) : node)));

const damaged = ({ kind, from, to, at }: Damage): XmlElement => {
  const source = pick(from);
  const target = pick(to);
  const insert = (children: XmlNode[]): XmlNode[] => children.toSpliced(at % (children.length + 1), 0, bare(source));
  const made = rebuilt(message, (element, children) => {
    if (element === target && (kind === 'copy' || kind === 'move')) return [withoutParent(element, insert(children))];
    if (element === source && (kind === 'remove' || kind === 'move')) return [];
    if (element === source && kind === 'wrap') return [{ ...bare(target), attributes: [], children: [withoutParent(element, children)] }];
    if (element === source && kind === 'id') {
      const id = target.attributes.find((one) => one.local === 'ID')?.value ?? '_x';
      return [{ ...withoutParent(element, children), attributes: [...element.attributes.filter((one) => one.local !== 'ID'), { ns: '', local: 'ID', prefix: '', value: id }] }];
    }
    if (element === source && kind === 'prefix') return [{ ...withoutParent(element, children), ns: target.ns, prefix: target.prefix }];
    return [withoutParent(element, children)];
  });
  const [root] = made;
  return root?.kind === 'element' ? root : message;
};

const outcome = (root: XmlElement): string => {
  const header = [...walk(root)].find((one) => one.local === 'Security');
  try {
    const result = validateAssertions(header, context());
    return JSON.stringify([requireVerified(result.hcp), result.trc === undefined ? null : requireVerified(result.trc)]);
  } catch (error) {
    return isNcpError(error) && error.code !== 'NCP_INTERNAL' ? 'refused' : `defect: ${String(error)}`;
  }
};

/** Serialised and parsed again, as it would arrive; undefined when the damage cannot be written. */
const arrived = (root: XmlElement): XmlElement | undefined => {
  try {
    return parseXml(serialiseXml(root));
  } catch {
    return undefined;
  }
};

const damage = fc.record({
  kind: fc.constantFrom('copy' as const, 'move' as const, 'remove' as const, 'wrap' as const, 'id' as const, 'prefix' as const),
  from: fc.nat({ max: 999 }), to: fc.nat({ max: 999 }), at: fc.nat({ max: 20 }),
});

describe('FUZZ-03', () => {
  const genuine = outcome(message);

  it('FUZZ-03 the undamaged message is accepted (control)', () => {
    expect(genuine).toContain('dk-4711');
  });

  it('FUZZ-03 a damaged message is refused, or means exactly what was signed', () => {
    fc.assert(fc.property(damage, (one) => {
      const root = arrived(damaged(one));
      if (root !== undefined) expect(['refused', genuine]).toContain(outcome(root));
    }), { numRuns: 200 });
  });
});
