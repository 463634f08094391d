import { errorArea } from './entry.js';

export const STORE_ERRORS = errorArea({
  NCP_STORE_UNAVAILABLE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'Databasen svarar inte.', en: 'The database does not answer.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_STORE_CONFLICT: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'En samtidig ändring hann före.', en: 'A concurrent change came first.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_STORE_MIGRATION: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Databasens schema stämmer inte.', en: 'The database schema does not fit.' },
    hint: { sv: 'Kör migreringen som databasens ägare.', en: 'Run the migration as the owner of the database.' },
  },
  NCP_STORE_EMBEDDED: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Den inbäddade databasen kunde inte startas.', en: 'The embedded database could not be started.' },
    hint: { sv: 'Åtgärda orsaken som anges, eller ange en egen databas i DATABASE_URL.', en: 'Mend the reason given, or name a database of your own in DATABASE_URL.' },
  },
  NCP_STORE_SEALED: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Skyddat innehåll kunde inte öppnas.', en: 'Protected content could not be opened.' },
    hint: { sv: 'Kontrollera keyEncryptionKeyFile; äldre nycklar måste finnas kvar.', en: 'Check keyEncryptionKeyFile; older keys must remain available.' },
  },
  NCP_AUDIT_UNAVAILABLE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'Loggen kunde inte skrivas, eller har inte nått logglagret i tid; inga uppgifter lämnas ut.', en: 'The audit record could not be committed, or has not reached the audit repository in time; no data are released.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_AUDIT_CHAIN: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: false,
    text: { sv: 'Loggkedjan är bruten.', en: 'The audit chain is broken.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
  NCP_AUDIT_EVIDENCE: {
    wire: 'ERROR_GENERIC', severity: 'error', retryable: true,
    text: { sv: 'Bevis kunde inte skapas.', en: 'Evidence could not be made.' },
    hint: { sv: 'Felet ligger på vår sida; driften är larmad.', en: 'The fault is on our side; operations have been alerted.' },
  },
});
