import { isNcpError } from '@ncp/domain';
import { NS, serialiseXml, walk, type XmlAttribute, type XmlElement, type XmlNode } from '@ncp/xml';
import type { Dice } from './dice.js';
import { MAX_INPUT_BYTES } from './mutate-bytes.js';

/** Changes that leave a message well-formed, so that readers behind the parser are reached: elements moved, wrapped, copied, ids and names exchanged. */

export interface TreeMaterial {
  readonly words: readonly string[];
  /** Tree of another input that is worth something. */
  readonly other: XmlElement;
}

const NAMESPACES = [...Object.values(NS), '', 'urn:example:unheard-of'];
const TIMES = [2, 2, 3, 9, 40];
const MOST_ELEMENTS = 20_000;

/** Without parent links, which belong to the place it was taken from. */
const bare = (el: XmlElement): XmlElement => {
  const { parent: _parent, ...rest } = el;
  return { ...rest, children: el.children.map((node) => (node.kind === 'element' ? bare(node) : node)) };
};

const attributeTo = (el: XmlElement, dice: Dice, change: (one: XmlAttribute) => XmlAttribute | undefined): XmlElement => {
  const at = dice.below(el.attributes.length);
  return { ...el, attributes: el.attributes.flatMap((one, index) => (index === at ? change(one) ?? [] : [one])) };
};

const textNode = (value: string, cdata = false): XmlNode => ({ kind: 'text', value, cdata });

/** What becomes of the chosen element. */
type Change = (el: XmlElement, dice: Dice, material: TreeMaterial & { readonly donor: XmlElement }) => readonly XmlNode[];

const word = (dice: Dice, { words }: TreeMaterial): string => dice.among(words) ?? '';

const CHANGES: readonly Change[] = [
  () => [],
  (el, dice) => Array.from({ length: dice.among(TIMES) ?? 2 }, () => el),
  (el) => [{ ...el, children: [] }],
  (el, dice, { donor }) => [{ ...el, children: el.children.toSpliced(dice.below(el.children.length + 1), 0, donor) }],
  (_el, _dice, { donor }) => [donor],
  (el, dice, { donor }) => (dice.happens(0.5) ? [donor, el] : [el, donor]),
  (el, _dice, { donor }) => [{ ...donor, children: [el] }],
  (el) => el.children,
  (el, dice) => [{ ...el, children: el.children.toSorted(() => (dice.happens(0.5) ? 1 : -1)) }],
  (el, dice) => {
    let nested = el;
    for (let left = dice.among([1, 2, 60, 140]) ?? 1; left > 0; left -= 1) nested = { ...el, children: [nested] };
    return [nested];
  },
  (el, _dice, { donor }) => [{ ...el, local: donor.local }],
  (el, _dice, { donor }) => [{ ...el, ns: donor.ns, prefix: donor.prefix }],
  (el, dice) => [{ ...el, ns: dice.among(NAMESPACES) ?? '', prefix: 'fz' }],
  (el, dice, material) => [{ ...el, children: [textNode(word(dice, material), dice.happens(0.2))] }],
  (el, dice, material) => [{ ...el, children: el.children.toSpliced(dice.below(el.children.length + 1), 0, textNode(word(dice, material), dice.happens(0.2))) }],
  (el, dice) => [{ ...el, children: el.children.toSpliced(dice.below(el.children.length + 1), 0, dice.happens(0.5) ? { kind: 'comment', value: ' x ' } : { kind: 'pi', target: 'x', value: 'y' }) }],
  (el, dice, material) => [attributeTo(el, dice, (one) => ({ ...one, value: word(dice, material) }))],
  (el, dice, { donor }) => [attributeTo(el, dice, (one) => ({ ...one, value: dice.among(donor.attributes)?.value ?? '' }))],
  (el, dice) => [attributeTo(el, dice, () => undefined)],
  (el, dice, { donor }) => {
    const given = dice.among(donor.attributes);
    return given === undefined ? [el] : [{ ...el, attributes: [...el.attributes.filter(({ local, ns }) => local !== given.local || ns !== given.ns), given] }];
  },
  (el, dice, material) => [{ ...el, children: el.children.map((node) => (node.kind === 'text' ? textNode(node.value.slice(0, dice.below(node.value.length + 1)) + word(dice, material)) : node)) }],
];

/** Rebuilds the tree with one element, the `wanted`-th, changed; the root stays an element. */
const changed = (root: XmlElement, wanted: number, change: (el: XmlElement) => readonly XmlNode[]): XmlElement => {
  let count = -1;
  const rebuilt = (el: XmlElement): readonly XmlNode[] => {
    count += 1;
    const isWanted = count === wanted;
    const { parent: _parent, ...rest } = el;
    const copy: XmlElement = { ...rest, children: el.children.flatMap((node) => (node.kind === 'element' ? rebuilt(node) : [node])) };
    return isWanted ? change(copy) : [copy];
  };
  const [first] = rebuilt(root);
  return first?.kind === 'element' ? first : bare(root);
};

/** A message with one to five changes; undefined where they cannot be written down. */
export const mutateTree = (input: XmlElement, dice: Dice, material: TreeMaterial): Uint8Array | undefined => {
  let root = input;
  const others = [...walk(material.other)];
  for (let left = 1 + dice.below(5); left > 0; left -= 1) {
    const elements = [...walk(root)];
    if (elements.length > MOST_ELEMENTS) break;
    const donor = bare(dice.among(dice.happens(0.7) ? elements : others) ?? root);
    const change = dice.among(CHANGES);
    if (change !== undefined) root = changed(root, dice.below(elements.length), (el) => change(el, dice, { ...material, donor }));
  }
  try {
    const bytes = serialiseXml(root);
    return bytes.length > MAX_INPUT_BYTES ? undefined : bytes;
  } catch (error) {
    if (isNcpError(error)) return undefined;
    throw error;
  }
};
