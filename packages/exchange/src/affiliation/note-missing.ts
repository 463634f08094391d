import type { MissingTerm } from '@ncp/terminology';
import { gapsOfMissing } from '../gaps/gap-rows.js';
import type { ExchangeContext } from './context.js';

/** Hands what the catalogue could not carry to the report: nothing waits for it, and it cannot fail (decisions G14). */
export const noteMissing = ({ gateway, peer }: ExchangeContext, terms: readonly MissingTerm[]): void => {
  if (terms.length > 0) gateway.gaps.note(gapsOfMissing(gateway.catalogue, peer.country, terms));
};
