import type { SummarySource } from '@ncp/domain';
import { visibleLine } from '../building/visible-text.js';
import { column, part, type Column } from './narrative-model.js';

/** The last column of every table: who recorded it (PS18), and whether it is signed (PS06). */
export const SOURCE_COLUMN: Column = column('Uppgift från', 'Recorded by',
  part('source', 'Vårdgivare', 'Care provider'), part('unsigned', 'Signering', 'Signature'));

export const sourceCells = ({ providers, unsigned }: SummarySource): Readonly<Record<'source' | 'unsigned', readonly string[]>> => ({
  source: providers.map(visibleLine),
  unsigned: unsigned ? ['osignerad / unsigned'] : [],
});
