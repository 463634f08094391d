import { NcpError, type Cell } from '@ncp/domain';
import { writable } from './csv.js';
import { storedZip, type ZipEntry } from './stored-zip.js';

/** A table with its heading; rows are added as they come. */
export interface Sheet {
  readonly name: string;
  add(cells: readonly Cell[]): void;
}

/** An Excel workbook (ECMA-376) of plain tables. The same rows give the same bytes, on every machine. */
export interface Workbook {
  /** @param name at most 31 characters, without the signs that Excel keeps for itself */
  sheet(name: string, heading: readonly string[]): Sheet;
  bytes(): Buffer;
}

/** Rows that a sheet can hold. */
const MAX_ROWS = 1_048_576;
/** Rows are gathered into parts of about this many characters. */
const PART_CHARACTERS = 1_000_000;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

/** Text stands in its cell as text: it is never computed, whatever it begins with. */
const cellXml = (cell: Cell): string => {
  const value = writable(cell);
  return typeof value === 'number' ? `<c><v>${String(value)}</v></c>` : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
};
const rowXml = (cells: readonly Cell[]): string => `<row>${cells.map(cellXml).join('')}</row>`;

class SheetParts implements Sheet {
  readonly name: string;
  readonly #parts: Buffer[] = [];
  #text: string;
  #rows = 0;

  constructor(name: string, heading: readonly string[]) {
    this.name = name;
    this.#text = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
    this.add(heading);
  }

  add(cells: readonly Cell[]): void {
    this.#rows += 1;
    if (this.#rows > MAX_ROWS) throw new NcpError('NCP_STATISTICS_SIZE', { sheet: this.name, rows: MAX_ROWS });
    this.#text += rowXml(cells);
    if (this.#text.length > PART_CHARACTERS) this.#flush();
  }

  parts(): readonly Buffer[] {
    this.#text += '</sheetData></worksheet>';
    this.#flush();
    return this.#parts;
  }

  #flush(): void {
    this.#parts.push(Buffer.from(this.#text));
    this.#text = '';
  }
}

const text = (name: string, content: string): ZipEntry => ({ name, parts: [Buffer.from(XML + content)] });

function frame(names: readonly string[]): readonly ZipEntry[] {
  const numbered = names.map((name, index) => ({ name, id: `rId${String(index + 1)}`, number: String(index + 1) }));
  return [
    text('[Content_Types].xml', `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>${
      numbered.map(({ number }) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${TYPE}.worksheet+xml"/>`).join('')}</Types>`),
    text('_rels/.rels', `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
    text('xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${numbered.map(({ name, id, number }) => `<sheet name="${escaped(name)}" sheetId="${number}" r:id="${id}"/>`).join('')}</sheets></workbook>`),
    text('xl/_rels/workbook.xml.rels', `<Relationships xmlns="${PACKAGE}/relationships">${numbered.map(({ id, number }) => `<Relationship Id="${id}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`).join('')}</Relationships>`),
  ];
}

export function createWorkbook(): Workbook {
  const sheets: SheetParts[] = [];
  return {
    sheet(name, heading) {
      const made = new SheetParts(name, heading);
      sheets.push(made);
      return made;
    },
    bytes: () => Buffer.concat(storedZip([
      ...frame(sheets.map(({ name }) => name)),
      ...sheets.map((sheet, index) => ({ name: `xl/worksheets/sheet${String(index + 1)}.xml`, parts: sheet.parts() })),
    ])),
  };
}
