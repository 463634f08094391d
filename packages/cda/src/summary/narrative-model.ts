import { visibleText } from '../building/visible-text.js';
import type { Fact } from '../prescription/model.js';

/**
 * What people read of a section: sentences, then tables. Level 3 draws the tables with columns, the PDF one block for each
 * row; both are made of this, so they cannot differ (cda-documents 1.12, decisions D45).
 */

export type Label = Fact['label'];

/** One thing of a row, under the ID `<row>-<key>`. */
export interface CellPart {
  readonly key: string;
  readonly label: Label;
  /** It says by itself what it is: no label in the table. */
  readonly bare: boolean;
}

/** Several parts may share a column; the first stands there without its own label. */
export interface Column {
  readonly label: Label;
  /** Its width among those of the table. */
  readonly weight: number;
  readonly parts: readonly CellPart[];
}

export interface NarrativeRow {
  readonly id: string;
  /** Lines by key of the part. A part without lines is not there. */
  readonly cells: ReadonlyMap<string, readonly string[]>;
}

export interface NarrativeTable {
  readonly id: string;
  readonly heading?: Label;
  readonly columns: readonly Column[];
  readonly rows: readonly NarrativeRow[];
}

export interface SectionNarrative {
  readonly sentences: readonly { readonly id: string; readonly text: string }[];
  readonly tables: readonly NarrativeTable[];
}

export const part = (key: string, sv: string, en: string): CellPart => ({ key, label: { sv, en }, bare: false });

/** A part that says by itself what it is. */
export const bare = (key: string, sv: string, en: string): CellPart => ({ key, label: { sv, en }, bare: true });

export const column = (sv: string, en: string, weight: number, ...parts: readonly CellPart[]): Column => ({ label: { sv, en }, weight, parts });

export type CellLines = readonly (string | undefined)[];

/** Blank lines and parts without any are left out; several lines in one text become several lines. */
export const row = (id: string, cells: Readonly<Record<string, CellLines>>): NarrativeRow => {
  const kept = new Map<string, readonly string[]>();
  for (const [key, lines] of Object.entries(cells)) {
    const present = lines.flatMap((line) => visibleText(line ?? '').split('\n')).map((line) => line.trim()).filter((line) => line !== '');
    if (present.length > 0) kept.set(key, present);
  }
  return { id, cells: kept };
};

/** Columns that at least one row has something for. */
export const usedColumns = ({ columns, rows }: NarrativeTable): readonly Column[] =>
  columns.filter(({ parts }) => rows.some(({ cells }) => parts.some(({ key }) => cells.has(key))));

/** What a row has of a column: lines of each part, with the label that is to stand before them. */
export const partsIn = ({ parts }: Column, { cells }: NarrativeRow): readonly { readonly key: string; readonly label?: Label; readonly lines: readonly string[] }[] =>
  parts.flatMap(({ key, label, bare: isBare }, index) => {
    const lines = cells.get(key);
    if (lines === undefined) return [];
    return [{ key, lines, ...(index === 0 || isBare ? {} : { label }) }];
  });

/** The ID of a part of a row. */
export const cellId = (rowId: string, key: string): string => `${rowId}-${key}`;
