import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { en } from './en.js';
import { sv } from './sv.js';

type Tree = { readonly [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `path: kind`, so that a text is not a function in the other language, and lists are as long. */
const shape = (tree: Tree, path = ''): readonly string[] => Object.entries(tree).flatMap(([key, value]) =>
  (isTree(value) ? shape(value, `${path}${key}.`) : [`${path}${key}: ${Array.isArray(value) ? `list of ${String(value.length)}` : typeof value === 'function' ? `function of ${String(value.length)}` : typeof value}`]));

const values = (tree: Tree): readonly string[] => Object.values(tree).flatMap((value) =>
  (isTree(value) ? values(value) : Array.isArray(value) ? value.map(String) : typeof value === 'function' ? [String(Reflect.apply(value, undefined, ['X', 'Y']))] : [String(value)]));

describe('the catalogues of texts', () => {
  it('have the same keys in both languages', () => { expect(shape(en)).toEqual(shape(sv)); });

  it('have no empty text', () => { expect([...values(sv), ...values(en)].filter((text) => text.trim() === '')).toEqual([]); });

  it('leave nothing in Swedish in the English one', () => {
    expect(values(en).filter((text) => /[åäö]/i.test(text.replaceAll('E-hälsomyndigheten', '')))).toEqual([]);
  });
});

/** The fixed text of every `html` template of a source, its holes left out. */
function templatesOf(source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'html') {
      const { template } = node;
      found.push(ts.isNoSubstitutionTemplateLiteral(template) ? template.text : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)].join('\u0001'));
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('view.ts', source, ts.ScriptTarget.ES2024, true));
  return found;
}

describe('the views', () => {
  const folder = fileURLToPath(new URL('../views/', import.meta.url));
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const words = (source: string): readonly string[] => templatesOf(source).flatMap((template) =>
    [...template.replaceAll(/<[^<>]*>/g, ' ').replaceAll(/&\w+;/g, ' ').matchAll(/\p{L}{2,}/gu)].map(([word]) => word));

  it.each(files)('%s holds no text of its own: words there would be in one language only', (name) => {
    expect(words(readFileSync(`${folder}${name}`, 'utf8'))).toEqual([]);
  });

  it('would be caught with one', () => {
    expect(words('const a = html`<p class="${x}">${y ? html`<b title="t">Hej</b>` : 1} ${z}</p>`;')).toEqual(['Hej']);
  });
});
