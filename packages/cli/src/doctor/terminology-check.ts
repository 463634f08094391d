import { isNcpError } from '@ncp/domain';
import { CatalogueFolder } from '@ncp/runtime';
import { loadCatalogue } from '@ncp/terminology';
import type { Layout } from '../layout.js';
import { fault, ok, type Check } from './check.js';

/** The catalogue in force: there, unchanged since it was activated, and usable. */
export function checkCatalogue({ terminology }: Pick<Layout, 'terminology'>): Check {
  const folder = new CatalogueFolder(terminology);
  try {
    const active = folder.active();
    const { release, sha256 } = folder.inForce();
    loadCatalogue(release);
    if (active !== undefined && active.sha256 !== sha256) return fault('terminology', `${release.id} was changed after it was activated`, 'import it again under another name, and activate that');
    return ok('terminology', `${release.id}, ${release.basis}`);
  } catch (error) {
    if (!isNcpError(error)) throw error;
    return fault('terminology', `${error.code} ${String(error.details['problem'] ?? '')}`, 'ncp terminology list shows what there is; activate one that can be used');
  }
}
