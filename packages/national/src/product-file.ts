import { articlesOfRows, NcpError, PRODUCT_COLUMNS, type Article, type ProductFault, type ProductRow } from '@ncp/domain';
import { readFileSync } from 'node:fs';

/** What a product file gave: its packs, and row by row what could not be used. */
export interface ProductFile {
  readonly articles: readonly Article[];
  readonly faults: readonly ProductFault[];
}

const BOM = '\ufeff';

/** Cells of one text of separated values; a quoted cell may hold the separator, line ends and doubled quotes. */
const separated = (text: string, separator: string): readonly (readonly string[])[] => {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endCell = (): void => {
    row.push(cell);
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (row.some((one) => one.trim() !== '')) rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"' && isQuoted && text.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) cell += character;
    else if (character === separator) endCell();
    else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
};

const unreadable = (problem: string): NcpError => new NcpError('NCP_CONFIG_FILE', { problem });

const csvRows = (text: string): readonly ProductRow[] => {
  const [first = ''] = text.split('\n');
  const [heading, ...rows] = separated(text, first.includes(';') ? ';' : ',');
  const columns = heading?.map((name) => PRODUCT_COLUMNS.find((column) => column.toLowerCase() === name.trim().toLowerCase())) ?? [];
  if (!columns.includes('nplPackId')) throw unreadable('heading');
  return rows.map((cells): ProductRow => Object.fromEntries(columns.flatMap((column, index) => (column === undefined ? [] : [[column, cells[index] ?? '']]))));
};

const jsonRows = (text: string): readonly ProductRow[] => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw unreadable('json');
  }
  if (!Array.isArray(parsed)) throw unreadable('json-array');
  return parsed.map((row: unknown): ProductRow => {
    const members = typeof row === 'object' && row !== null ? (row as Readonly<Record<string, unknown>>) : {};
    return Object.fromEntries(PRODUCT_COLUMNS.flatMap((column) => {
      const value = members[column];
      // An amount must be text: a number has lost its digits already (house rule 8).
      return typeof value === 'string' ? [[column, value]] : typeof value === 'boolean' ? [[column, String(value)]] : [];
    }));
  });
};

/**
 * Reads the text of a product file: CSV with a heading of column names (semicolons or commas), or a JSON array of objects
 * with those members. Unknown columns are ignored, wrong rows are left out and named.
 * @throws NcpError NCP_CONFIG_FILE when it is neither
 */
export const parseProductFile = (text: string): ProductFile => {
  const body = text.startsWith(BOM) ? text.slice(1) : text;
  return articlesOfRows(body.trimStart().startsWith('[') ? jsonRows(body) : csvRows(body));
};

/** @throws NcpError NCP_CONFIG_FILE also for a file that cannot be read */
export const readProductFile = (path: string): ProductFile => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw unreadable('unreadable');
  }
  return parseProductFile(text);
};
