import { FIELD_BINDINGS } from '../bindings.js';
import type { CodedField, Language } from '../release.js';
import { isOid, oidOfSystem } from './code-systems.js';
import { separatedRows, type SeparatedRow } from './separated.js';
import { unreadable, type CatalogueSource, type ImportProblem, type SourceConcept, type SourceDesignation, type SourceMapping } from './source.js';

/** The three kinds of tables, told apart by the columns of their heading; the first columns must be there. */
const KINDS = {
  designations: { needed: ['code_system', 'code', 'language', 'text'], optional: [] },
  mappings: { needed: ['field', 'target_code_system', 'target_code'], optional: ['source_code_system', 'source_code', 'source_text', 'relation'] },
  concepts: { needed: ['value_set', 'code_system', 'code', 'display'], optional: ['value_set_name'] },
} as const;
type TableKind = keyof typeof KINDS;

const BOM = '\ufeff';
const LANGUAGES: readonly string[] = ['en', 'sv'] satisfies Language[];
const RELATIONS: readonly string[] = ['equal', 'broader'];

const nameOf = (cell: string): string => cell.toLowerCase().replaceAll(/[\s-]+/g, '_');

const kindOf = (columns: readonly string[]): TableKind | undefined =>
  (Object.keys(KINDS) as TableKind[]).find((kind) => KINDS[kind].needed.every((column) => columns.includes(column)));

type Cells = Readonly<Record<string, string>>;

class Table {
  readonly problems: ImportProblem[] = [];
  readonly designations: SourceDesignation[] = [];
  readonly mappings: SourceMapping[] = [];
  readonly valueSets = new Map<string, { readonly oid: string; readonly name: string; readonly concepts: SourceConcept[] }>();
  readonly #seen = new Set<string>();
  readonly #file: string;
  readonly #others = new Map<string, number>();

  constructor(file: string) {
    this.#file = file;
  }

  #refuse(problem: ImportProblem['problem'], line: number, subject: string): undefined {
    this.problems.push({ severity: 'error', problem, file: this.#file, at: `line ${String(line)}`, subject });
    return undefined;
  }

  #system(name: string, line: number): string | undefined {
    const oid = oidOfSystem(name);
    return oid ?? this.#refuse('unknown-code-system', line, name);
  }

  designation(cells: Cells, line: number): void {
    const { code_system = '', code = '', language = '', text = '' } = cells;
    const primary = language.slice(0, 2).toLowerCase();
    if (!LANGUAGES.includes(primary)) {
      this.#others.set(primary, (this.#others.get(primary) ?? 0) + 1);
      return;
    }
    const codeSystem = this.#system(code_system, line);
    if (codeSystem === undefined) return;
    if (code === '' || text === '') this.#refuse('row', line, code === '' ? 'code' : 'text');
    else this.designations.push({ code, codeSystem, language: primary as Language, text: text.normalize('NFC'), at: `${this.#file} line ${String(line)}` });
  }

  mapping(cells: Cells, line: number): void {
    const { field = '', source_code = '', source_code_system = '', source_text = '', target_code = '', relation = '' } = cells;
    if (!Object.hasOwn(FIELD_BINDINGS, field)) return this.#refuse('unknown-field', line, field);
    if (!RELATIONS.includes(relation === '' ? 'equal' : relation)) return this.#refuse('row', line, 'relation');
    if ((source_code === '') === (source_text === '')) return this.#refuse('row', line, 'source_code or source_text');
    const targetSystem = this.#system(cells['target_code_system'] ?? '', line);
    const sourceSystem = source_code_system === '' ? undefined : this.#system(source_code_system, line);
    if (targetSystem === undefined || (source_code_system !== '' && sourceSystem === undefined)) return undefined;
    if (target_code === '') return this.#refuse('row', line, 'target_code');
    this.mappings.push({
      field: field as CodedField, at: `${this.#file} line ${String(line)}`, to: { code: target_code, codeSystem: targetSystem },
      from: source_text === '' ? { code: source_code, ...(sourceSystem === undefined ? {} : { codeSystem: sourceSystem }) } : { text: source_text.normalize('NFC') },
      ...(relation === 'broader' ? { relation } : {}),
    });
    return undefined;
  }

  concept(cells: Cells, line: number): void {
    const { value_set = '', value_set_name = '', code_system = '', code = '', display = '' } = cells;
    const oid = value_set.replace(/^urn:oid:/, '');
    if (!isOid(oid)) return this.#refuse('no-value-set-oid', line, value_set);
    const codeSystem = this.#system(code_system, line);
    if (codeSystem === undefined) return undefined;
    if (code === '') return this.#refuse('row', line, 'code');
    const set = this.valueSets.get(oid) ?? { oid, name: value_set_name === '' ? oid : value_set_name, concepts: [] };
    this.valueSets.set(oid, set);
    const key = [oid, codeSystem, code].join('|');
    if (this.#seen.has(key)) return this.#refuse('duplicate-concept', line, code);
    this.#seen.add(key);
    set.concepts.push({ code, codeSystem, ...(display === '' ? {} : { display: display.normalize('NFC') }) });
    return undefined;
  }

  done(): CatalogueSource {
    for (const [subject, count] of this.#others) this.problems.push({ severity: 'warning', problem: 'other-language', file: this.#file, subject, count });
    return {
      file: this.#file, kind: 'table', valueSets: [...this.valueSets.values()], designations: this.designations, mappings: this.mappings, problems: this.problems,
    };
  }
}

const TAKE: Readonly<Record<TableKind, (table: Table, cells: Cells, line: number) => void>> = {
  designations: (table, cells, line) => { table.designation(cells, line); },
  mappings: (table, cells, line) => { table.mapping(cells, line); },
  concepts: (table, cells, line) => { table.concept(cells, line); },
};

const cellsOf = (columns: readonly string[], { cells }: SeparatedRow): Cells => Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));

/**
 * A table with a heading, CSV or TSV: designations (`code_system, code, language, text`), mappings (`field, source_code_system,
 * source_code, source_text, target_code_system, target_code, relation`) or concepts (`value_set, value_set_name, code_system, code,
 * display`). Columns may stand in any order. A wrong row is a problem with its line; the others are read.
 * @throws NcpError NCP_TERMINOLOGY_SOURCE when the heading is none of these, or a quote has no end
 */
export const readTable = (file: string, text: string): CatalogueSource => {
  const rows = separatedRows(text.startsWith(BOM) ? text.slice(1) : text);
  if (rows === undefined) throw unreadable(file, 'quote without end');
  const [heading, ...body] = rows;
  const columns = (heading?.cells ?? []).map(nameOf);
  const kind = kindOf(columns);
  if (kind === undefined) throw unreadable(file, 'heading');
  const table = new Table(file);
  const known: readonly string[] = [...KINDS[kind].needed, ...KINDS[kind].optional];
  for (const column of columns) {
    if (!known.includes(column)) table.problems.push({ severity: 'warning', problem: 'column', file, at: 'line 1', subject: column });
  }
  for (const row of body) {
    if (row.cells.length > columns.length) table.problems.push({ severity: 'error', problem: 'row', file, at: `line ${String(row.line)}`, subject: 'more cells than columns' });
    else TAKE[kind](table, cellsOf(columns, row), row.line);
  }
  return table.done();
};
