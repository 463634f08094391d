/** Latin letters beyond ASCII are one byte in WinAnsiEncoding, as in Latin-1; parentheses and backslashes are escaped. */
const pdfText = (text: string): string => text.replaceAll(/[\\()]/g, String.raw`\$&`).replaceAll(/[^\u0020-\u007E\u00A0-\u00FF]/g, '?');

/** Characters of Helvetica 11 that fit between the margins of A4. */
const WIDTH = 88;

function wrapped(line: string): readonly string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > WIDTH) {
    const space = rest.lastIndexOf(' ', WIDTH);
    const end = space > 0 ? space : WIDTH;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

/** One page of text as a plain PDF 1.4, the same bytes for the same lines: not PDF/A, as many countries' are not. */
export function plainPdf(title: string, lines: readonly string[]): Uint8Array {
  const shown = lines.flatMap(wrapped).map((line) => `(${pdfText(line)}) Tj T*`).join('\n');
  const stream = `BT /F1 16 Tf 50 790 Td (${pdfText(title)}) Tj /F1 11 Tf 0 -30 Td 16 TL\n${shown}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Length ${String(stream.length)} >>\nstream\n${stream}\nendstream`,
  ];
  let text = '%PDF-1.4\n%\u00E2\u00E3\u00CF\u00D3\n';
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${String(index + 1)} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const count = String(objects.length + 1);
  text += `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${String(text.length)}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(text, 'latin1'));
}
