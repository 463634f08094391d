/** Marks on a recorded hand-over: for our records and for operators, never for a peer (decisions D48-D59). */
export const DISPENSE_FLAGS = {
  OVER_QUANTITY: {
    alarm: true,
    text: { sv: 'Mer lämnades ut än vad som erbjöds.', en: 'More was handed over than was offered.' },
  },
  EXCEEDS_REMAINING: {
    alarm: true,
    text: { sv: 'Mer lämnades ut än vad som fanns kvar på receptet.', en: 'More was handed over than remained on the prescription.' },
  },
  UNSOLICITED: {
    alarm: true,
    text: { sv: 'Receptet hade inte hämtats av landet de senaste dygnen.', en: 'The country had not fetched the prescription recently.' },
  },
  CONSENT_WITHDRAWN: {
    alarm: true,
    text: { sv: 'Samtycket var återkallat när uttaget redovisades.', en: 'Consent had been withdrawn when the hand-over was reported.' },
  },
  LATE: {
    alarm: false,
    text: { sv: 'Uttaget redovisades sent.', en: 'The hand-over was reported late.' },
  },
  ONE_VISIT: {
    alarm: false,
    text: { sv: 'Flera dokument från samma besök räknas som ett uttag.', en: 'Several documents of one visit count as one uttag.' },
  },
  DEDUCTED_ONE_UTTAG: {
    alarm: false,
    text: {
      sv: 'Mängden kunde inte räknas ut; ett uttags mängd drogs av.',
      en: 'The quantity could not be computed; the quantity of one uttag was deducted.',
    },
  },
  STRENGTH_ASSUMED: {
    alarm: false,
    text: { sv: 'Styrkan angavs inte; den förskrivna antogs.', en: 'The strength was not stated; the prescribed one was assumed.' },
  },
  ZONE_ASSUMED: {
    alarm: false,
    text: { sv: 'Tiden saknade tidszon; landets antogs.', en: 'The time had no zone; that of the country was assumed.' },
  },
} as const;

export type DispenseFlag = keyof typeof DISPENSE_FLAGS;
