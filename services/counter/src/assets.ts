import { loadAssets, type Assets } from '@ncp/web';

export type CounterAssets = Assets<'css' | 'js' | 'htmx' | 'sse' | 'icon'>;

const own = (name: string): URL => new URL(`../assets/${name}`, import.meta.url);

/** Style and script of the counter, and htmx. */
export const counterAssets = (): CounterAssets =>
  loadAssets({ css: own('counter.css'), js: own('counter.js'), icon: own('icon.svg'), htmx: 'htmx', sse: 'htmx-sse' });
