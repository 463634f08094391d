/** One row of a table: the line it begins on, counted from 1, and its cells. */
export interface SeparatedRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Splits separated values (RFC 4180): a quoted cell may hold the separator, line ends and doubled quotes. Empty rows are left out. */
class Splitter {
  readonly rows: SeparatedRow[] = [];
  readonly #text: string;
  readonly #separator: string;
  #cells: string[] = [];
  #cell = '';
  #quoted = false;
  #line = 1;
  #start = 1;

  constructor(text: string, separator: string) {
    this.#text = text;
    this.#separator = separator;
  }

  /** Undefined when a quoted cell has no end: nothing after it can be trusted. */
  split(): readonly SeparatedRow[] | undefined {
    for (let at = 0; at < this.#text.length; at += 1) at += this.#take(this.#text.charAt(at), this.#text.charAt(at + 1));
    if (this.#quoted) return undefined;
    if (this.#cell !== '' || this.#cells.length > 0) this.#endRow();
    return this.rows;
  }

  /** How many characters more it took. */
  #take(character: string, next: string): number {
    if (character === '\n') this.#line += 1;
    if (this.#quoted) {
      if (character === '"' && next === '"') {
        this.#cell += '"';
        return 1;
      }
      if (character === '"') this.#quoted = false;
      else this.#cell += character;
      return 0;
    }
    if (character === '"' && this.#cell.trim() === '') {
      this.#cell = '';
      this.#quoted = true;
    } else if (character === this.#separator) this.#endCell();
    else if (character === '\n') this.#endRow();
    else if (character !== '\r') this.#cell += character;
    return 0;
  }

  #endCell(): void {
    this.#cells.push(this.#cell.trim());
    this.#cell = '';
  }

  #endRow(): void {
    this.#endCell();
    if (this.#cells.some((cell) => cell !== '')) this.rows.push({ line: this.#start, cells: this.#cells });
    this.#cells = [];
    this.#start = this.#line;
  }
}

const SEPARATORS = ['\t', ';', ','] as const;

/** Rows of a table whose heading tells the separator: tab, semicolon or comma, in this order. Undefined: a quote without end. */
export const separatedRows = (text: string): readonly SeparatedRow[] | undefined => {
  const [heading = ''] = text.split('\n', 1);
  const separator = SEPARATORS.find((candidate) => heading.includes(candidate)) ?? ',';
  return new Splitter(text, separator).split();
};
