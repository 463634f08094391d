import type { TextsLike } from '@ncp/web';
import type { sv } from './sv.js';

/** Every word of the dashboard, in one language. */
export type Texts = TextsLike<typeof sv>;
