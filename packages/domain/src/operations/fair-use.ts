import type { BilingualText } from '../treatment/search-mask.js';
import type { CountryCode, Instant } from '../primitives.js';

/** Whose messages are counted together (decisions G19, wire-contract 12.4). */
export type FairUseKind = 'country' | 'patient' | 'point-of-care';

export interface FairUseThreshold {
  /** More than this many messages ... */
  readonly messages: number;
  /** ... within this time is worth a look. It never stops anything. */
  readonly windowMs: number;
  readonly name: BilingualText;
  /** What whoever sees it should do. */
  readonly action: BilingualText;
}

const MINUTE_MS = 60_000;

/** Thresholds are data; they warn (decisions G19: `ABUSE_BLOCK=false`). */
export const FAIR_USE: Readonly<Record<FairUseKind, FairUseThreshold>> = {
  'country': {
    messages: 50, windowMs: 1_000, name: { sv: 'Ett land skickar mycket', en: 'A country sends much' },
    action: {
      sv: 'Är det ett lasttest eller en slinga? Fråga landets kontaktpunkt. Dubbelt så mycket avvisas med 503, och andra länder märker inget.',
      en: "Is it a load test or a loop? Ask the country's contact point. Twice as much is refused with 503, and other countries notice nothing.",
    },
  },
  'patient': {
    messages: 30, windowMs: 10 * MINUTE_MS, name: { sv: 'Många frågor om en patient', en: 'Many questions about one patient' },
    action: {
      sv: 'Öppna utbytet: är det ett apotek som försöker igen, eller någon som söker? Säkerhet avgör om loggen ska granskas.',
      en: 'Open the exchange: is it a pharmacy that tries again, or somebody who searches? Security decides whether the log is reviewed.',
    },
  },
  'point-of-care': {
    messages: 300, windowMs: 10 * MINUTE_MS, name: { sv: 'Många frågor från en vårdenhet', en: 'Many questions from one point of care' },
    action: {
      sv: 'Öppna utbytet och fråga landet om enheten. Om det inte är förklarat: låt säkerhet granska loggen.',
      en: 'Open the exchange and ask the country about the unit. If it is not explained, let security review the log.',
    },
  },
};

/** A threshold that was passed. */
export interface FairUseEvent {
  readonly kind: FairUseKind;
  readonly direction: 'inbound' | 'outbound';
  readonly country: CountryCode;
  /** The point of care; of a patient only a sign by which the same one is known again. */
  readonly subject: string;
  readonly beganAt: Instant;
  readonly lastAt: Instant;
  /** Most messages within the window. */
  readonly highest: number;
  readonly threshold: number;
  /** One exchange to look at. */
  readonly exchange: string;
}
