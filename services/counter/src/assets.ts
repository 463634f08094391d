import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Frame } from './views/frame.js';

interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Assets {
  /** Addresses with the digest of the content: what changed is fetched anew, and nothing else is. */
  readonly addresses: Frame['assets'];
  find(path: string): Asset | undefined;
}

const own = (name: string): Buffer => readFileSync(fileURLToPath(new URL(`../assets/${name}`, import.meta.url)));
const vendor = createRequire(import.meta.url);

/** Style, script and htmx, read once, from our own origin only. There is nothing of a patient in them, so they may be cached. */
export function loadAssets(): Assets {
  const files = {
    css: { name: 'counter', type: 'text/css; charset=utf-8', bytes: own('counter.css'), extension: 'css' },
    js: { name: 'counter', type: 'text/javascript; charset=utf-8', bytes: own('counter.js'), extension: 'js' },
    htmx: { name: 'htmx', type: 'text/javascript; charset=utf-8', bytes: readFileSync(vendor.resolve('htmx.org/dist/htmx.min.js')), extension: 'js' },
    sse: { name: 'hx-sse', type: 'text/javascript; charset=utf-8', bytes: readFileSync(vendor.resolve('htmx.org/dist/ext/hx-sse.min.js')), extension: 'js' },
  };
  const address = ({ name, bytes, extension }: (typeof files)['css']): string =>
    `/assets/${name}.${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.${extension}`;
  const addresses = { css: address(files.css), js: address(files.js), htmx: address(files.htmx), sse: address(files.sse) };
  const byPath = new Map<string, Asset>([
    [addresses.css, files.css], [addresses.js, files.js], [addresses.htmx, files.htmx], [addresses.sse, files.sse],
    ['/assets/icon.svg', { type: 'image/svg+xml', bytes: own('icon.svg') }],
  ]);
  return { addresses, find: (path) => byPath.get(path) };
}
