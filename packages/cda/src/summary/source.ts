import type { SummarySource } from '@ncp/domain';
import { visibleLine } from '../building/visible-text.js';
import { bare, column, part, type CellPart, type Column } from './narrative-model.js';

export const SOURCE_PARTS: readonly CellPart[] = [part('source', 'Vårdgivare', 'Care provider'), bare('unsigned', 'Signering', 'Signature')];

/** The last column of every table: who recorded it (PS18), and whether it is signed (PS06). */
export const SOURCE_COLUMN: Column = column('Uppgift från', 'Recorded by', 4, ...SOURCE_PARTS);

export const sourceCells = ({ providers, unsigned }: SummarySource): Readonly<Record<'source' | 'unsigned', readonly string[]>> => ({
  source: providers.map(visibleLine),
  unsigned: unsigned ? ['osignerad / unsigned'] : [],
});
