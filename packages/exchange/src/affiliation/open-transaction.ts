import type { ExchangeContext } from './context.js';
import { identification } from './identify-patient.js';
import { listing } from './list-documents.js';
import type { OpenProfile } from './profile.js';
import { retrieval } from './retrieve-documents.js';
import { submission } from './take-submission.js';

/** The table from profile to use case: the one place where a transaction becomes behaviour. */
const PROFILES: Readonly<Record<ExchangeContext['transaction'], OpenProfile>> = {
  'ITI-55': identification,
  'ITI-38': listing,
  'ITI-39': retrieval,
  'ITI-41': submission,
};

export const openTransaction: OpenProfile = (context, envelope, message) =>
  PROFILES[context.transaction](context, envelope, message);
