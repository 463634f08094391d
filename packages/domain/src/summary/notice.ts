/**
 * Stands in the narrative of every required section of every Swedish summary, whatever was found, withheld or failed: so nobody
 * can tell one from another (PS08) [local].
 */
export const SUMMARY_NOTICE = {
  sv: 'Sammanställd från anslutna vårdgivare. Uppgifter kan saknas.',
  en: 'Compiled from connected care providers. Information may be missing.',
} as const;
