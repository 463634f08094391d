import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

interface Asset {
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Assets<Name extends string = string> {
  /** Addresses with the digest of the content: what changed is fetched anew, and nothing else is. */
  readonly addresses: Readonly<Record<Name, string>>;
  find(path: string): Asset | undefined;
}

const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' } as const;
/** A file of the service, or one that every site has: its style, its script, htmx. */
export type AssetFile = URL | 'site-css' | 'site-js' | 'htmx' | 'htmx-sse';

const vendor = createRequire(import.meta.url);
const SHARED = { 'site-css': new URL('../assets/site.css', import.meta.url), 'site-js': new URL('../assets/site.js', import.meta.url) } as const;
const VENDORED = { 'htmx': 'htmx.org/dist/htmx.min.js', 'htmx-sse': 'htmx.org/dist/ext/hx-sse.min.js' } as const;

const pathOf = (file: AssetFile): string => {
  if (file instanceof URL) return fileURLToPath(file);
  return file === 'site-css' || file === 'site-js' ? fileURLToPath(SHARED[file]) : vendor.resolve(VENDORED[file]);
};
const extensionOf = (file: AssetFile): keyof typeof TYPES => {
  const [, extension] = /\.(css|js|svg)$/.exec(pathOf(file)) ?? [];
  if (extension === 'css' || extension === 'js' || extension === 'svg') return extension;
  throw new TypeError('an asset is css, js or svg');
};

/** Styles, scripts and pictures, read once, from our own origin only. There is nothing of a person in them, so they may be cached. */
export function loadAssets<Name extends string>(files: Readonly<Record<Name, AssetFile>>): Assets<Name> {
  const byPath = new Map<string, Asset>();
  const addresses: Partial<Record<Name, string>> = {};
  for (const [name, file] of Object.entries(files) as [Name, AssetFile][]) {
    const bytes = readFileSync(pathOf(file));
    const extension = extensionOf(file);
    const address = `/assets/${name}.${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.${extension}`;
    addresses[name] = address;
    byPath.set(address, { type: TYPES[extension], bytes });
  }
  return { addresses: addresses as Readonly<Record<Name, string>>, find: (path) => byPath.get(path) };
}
