import { loadAssets, type Assets } from '@ncp/web';

export type CounterAssets = Assets<'css' | 'js' | 'htmx' | 'sse' | 'icon'>;

const own = (name: string): URL => new URL(`../assets/${name}`, import.meta.url);

/** Style, script and htmx of every site, and the counter's picture. */
export const counterAssets = (): CounterAssets =>
  loadAssets({ css: 'site-css', js: 'site-js', icon: own('icon.svg'), htmx: 'htmx', sse: 'htmx-sse' });
