import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as ts from 'typescript';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Packages that read XML. A new one belongs in this list, and then in an ADR. */
const PARSERS = new Set([
  '@xmldom/xmldom', 'xmldom', 'cheerio', 'expat', 'fast-xml-parser', 'htmlparser2', 'jsdom', 'ltx', 'libxmljs', 'libxmljs2', 'libxml2-wasm', 'node-expat', 'node-html-parser',
  'node-schematron', 'parse5', 'sax', 'saxes', 'saxon-js', 'slimdom', 'soap', 'strong-soap', 'txml', 'xml-crypto', 'xml-js', 'xml-parser', 'xml2js', 'xmlbuilder2', 'xpath', 'xslt3',
]);

/** Who may use one at run time, and why. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  'packages/xml': ['libxml2-wasm'],
  // The official Schematron runs in the conformance suite only (decisions D09).
  'packages/conformance': ['saxon-js', 'xslt3', 'libxml2-wasm'],
  // The simulator's foreign NCP is the second, independent implementation (decisions D02).
  'services/simulator': ['xml-crypto', '@xmldom/xmldom'],
  'packages/testkit': ['xml-crypto', '@xmldom/xmldom'],
};
const TESTS_MAY = ['xml-crypto'];

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const workspaces = [...['packages', 'services'].flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`)), 'certs'].filter((path) =>
  existsSync(join(root, path, 'package.json')));
const parsersIn = (dependencies: Readonly<Record<string, string>> = {}): string[] => Object.keys(dependencies).filter((name) => PARSERS.has(name));

const sourcesOf = (path: string): string[] => {
  const src = join(root, path, 'src');
  return existsSync(src)
    ? readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[cm]?[jt]s$/.test(name) && !name.endsWith('.test.ts')).map((name) => join(src, name))
    : [];
};

/** An opening angle bracket before what may start a tag; `^<.*>$` around a Content-ID or `<(\d+)` of a version is not. */
const READS_MARKUP = /<(?:\(\??:?)?(?:[A-Za-z/!?□]|\\[wSs/])/;
/** Layers that play somebody else's software: they may cut messages as badly as the world does. */
const OUTSIDE = new Set(['packages/testkit', 'services/simulator']);

/** Modules a source names, and its regular expressions with every character class as one sign. */
const read = (file: string): { readonly imports: string[]; readonly patterns: string[] } => {
  const imports: string[] = [];
  const patterns: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && (ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent) || isLoading(node.parent))) imports.push(node.text);
    if (ts.isRegularExpressionLiteral(node)) patterns.push(node.text.replace(/\[(?:\\.|[^\]])*\]/g, '□').replace(/\(\?<[=!]?/g, ''));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
  return { imports, patterns };
};

/** `import('x')` or `require('x')`. */
const isLoading = (node: ts.Node): boolean =>
  ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text.startsWith('require')));

describe('XML-32 one XML stack', () => {
  it.each(workspaces)('%s depends on no XML parser it may not have', (path) => {
    const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as Manifest;
    const allowed = MAY[path] ?? [];
    expect([...parsersIn(manifest.dependencies), ...parsersIn(manifest.optionalDependencies)].filter((name) => !allowed.includes(name))).toEqual([]);
    expect(parsersIn(manifest.devDependencies).filter((name) => ![...allowed, ...TESTS_MAY].includes(name))).toEqual([]);
  });

  it('no source imports a parser it may not have, nor reads XML with a regular expression', () => {
    const found = workspaces.flatMap((path) =>
      sourcesOf(path).flatMap((file) => {
        const { imports, patterns } = read(file);
        const foreign = imports.filter((name) => PARSERS.has(name) && !(MAY[path] ?? []).includes(name));
        return [...foreign, ...(OUTSIDE.has(path) ? [] : patterns.filter((pattern) => READS_MARKUP.test(pattern)))].map((what) => `${relative(root, file)}: ${what}`);
      }));
    expect(found).toEqual([]);
  });

  it('would notice', () => {
    expect(['/<(\\w+)/', '/<\\/a>/', '/<□+>/', '/<!DOCTYPE/', '/<a /', '/<(?:Role|x) /', '/<\\/(?:□+:)?Envelope>/'].filter((pattern) => !READS_MARKUP.test(pattern))).toEqual([]);
    expect(['/^<.*>$/', '/^>=(\\d+) <(\\d+)$/'].filter((pattern) => READS_MARKUP.test(pattern))).toEqual([]);
  });

  it('inside this package, one file opens the engine, one more canonicalises, and one looks up lines', () => {
    const engines = sourcesOf('packages/xml').filter((file) => read(file).imports.includes('libxml2-wasm')).map((file) => relative(join(root, 'packages/xml/src'), file));
    expect(engines.sort()).toEqual(['canonicalise.ts', 'lines.ts', 'parse.ts']);
  });
});
