/** MIME by hand: this party shares neither reader nor writer of multipart messages with the gateway. */

export interface MimePart {
  readonly id: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const CRLF = '\r\n';

const parameter = (header: string, name: string): string | undefined => {
  const found = new RegExp(`[;\\s]${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header);
  return found?.[1] ?? found?.[2];
};

const isMultipart = (contentType: string): boolean => /^\s*multipart\/related/i.test(contentType);

function partOf(text: Buffer): MimePart {
  const gap = text.indexOf(CRLF + CRLF);
  const head = text.subarray(0, gap).toString('latin1');
  const header = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
  return { id: header('Content-ID').replaceAll(/^<|>$/g, ''), type: header('Content-Type'), bytes: new Uint8Array(text.subarray(gap + 4)) };
}

/** The envelope and what came with it, by content id. */
export function readMime(contentType: string, body: Uint8Array): { readonly root: Uint8Array; readonly parts: ReadonlyMap<string, Uint8Array> } {
  if (!isMultipart(contentType)) return { root: body, parts: new Map() };
  const boundary = Buffer.from(`--${parameter(contentType, 'boundary') ?? ''}`, 'latin1');
  const all = Buffer.from(body);
  const parts: MimePart[] = [];
  for (let at = all.indexOf(boundary); at !== -1;) {
    const next = all.indexOf(Buffer.concat([Buffer.from(CRLF), boundary]), at + boundary.length);
    if (next === -1) break;
    parts.push(partOf(all.subarray(all.indexOf(CRLF, at) + 2, next)));
    at = next + 2;
  }
  const start = parameter(contentType, 'start')?.replaceAll(/^<|>$/g, '');
  const root = parts.find(({ id }) => id === start) ?? parts[0];
  return { root: root?.bytes ?? new Uint8Array(), parts: new Map(parts.map(({ id, bytes }) => [id, bytes])) };
}

export interface MimeStyle {
  readonly boundary: string;
  readonly rootId: string;
  /** `text/xml; charset=UTF-8` or `application/octet-stream`. */
  readonly partType: string;
}

/** An XOP package: the envelope, then the documents. */
export function writeMime(style: MimeStyle, action: string, envelope: string, parts: readonly MimePart[]): { readonly contentType: string; readonly body: Uint8Array } {
  const head = (fields: readonly string[]): Buffer => Buffer.from(`--${style.boundary}${CRLF}${fields.join(CRLF)}${CRLF}${CRLF}`, 'latin1');
  const pieces = [
    head(['Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"', 'Content-Transfer-Encoding: 8bit', `Content-ID: <${style.rootId}>`]), Buffer.from(envelope, 'utf8'), Buffer.from(CRLF),
    ...parts.flatMap(({ id, bytes }) => [head([`Content-Type: ${style.partType}`, 'Content-Transfer-Encoding: binary', `Content-ID: <${id}>`]), Buffer.from(bytes), Buffer.from(CRLF)]),
    Buffer.from(`--${style.boundary}--${CRLF}`, 'latin1'),
  ];
  return {
    contentType: `multipart/related; type="application/xop+xml"; boundary="${style.boundary}"; start="<${style.rootId}>"; start-info="application/soap+xml"; action="${action}"`,
    body: new Uint8Array(Buffer.concat(pieces)),
  };
}
