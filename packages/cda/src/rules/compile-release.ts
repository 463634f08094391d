import type { DocumentKind } from '../reading/document-kind.js';
import type { RuleRelease, TemplateTable } from './release.js';
import { compileTable, type ElementRule } from './table.js';

export interface CompiledKind {
  readonly document: ElementRule;
  /** By the local name of the template's own element. */
  readonly anywhere: ReadonlyMap<string, readonly ElementRule[]>;
}

const compiled = new WeakMap<RuleRelease, Map<DocumentKind, CompiledKind>>();

/** The rules of a kind of document, compiled when first asked for. */
export const rulesOf = (release: RuleRelease, kind: DocumentKind): CompiledKind => {
  const ofRelease = compiled.get(release) ?? new Map<DocumentKind, CompiledKind>();
  const known = ofRelease.get(kind);
  if (known !== undefined) return known;
  const byName = new Map(release.included.map((table) => [table.name, table]));
  const include = (name: string): TemplateTable => {
    const table = byName.get(name);
    if (table === undefined) throw new TypeError(`rule data: no template ${name}`);
    return table;
  };
  const { document, anywhere } = release.kinds[kind];
  const heads = new Map<string, ElementRule[]>();
  for (const table of anywhere) {
    const head = compileTable(table, include);
    heads.set(head.local, [...(heads.get(head.local) ?? []), head]);
  }
  const result = { document: compileTable(document, include), anywhere: heads };
  compiled.set(release, ofRelease.set(kind, result));
  return result;
};
