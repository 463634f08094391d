import type { FuzzTarget } from './target.js';
import { cdaTarget, fhirTarget } from './targets/documents.js';
import { mtomTarget, soapTarget } from './targets/envelope.js';
import { provideTarget, queryTarget, xcpdTarget } from './targets/profiles.js';
import { samlTarget } from './targets/saml.js';
import { xmlTarget } from './targets/xml.js';

/** Every reader of what strangers send, in the order in which a message meets them. */
export const fuzzTargets: readonly FuzzTarget[] = [xmlTarget, soapTarget, mtomTarget, samlTarget, xcpdTarget, queryTarget, provideTarget, cdaTarget, fhirTarget];
