/** Something that has an id which people meet in an answer, a report or a log, and want to understand. */
export interface Topic {
  readonly id: string;
  readonly kind: 'error' | 'wire' | 'reading' | 'offer' | 'summary' | 'rule' | 'alert';
  readonly text: Words;
  /** How to mend it. */
  readonly hint?: Words;
  /** What else is known: name and value. */
  readonly more: readonly (readonly [name: string, value: string])[];
}

export interface Words { readonly sv: string; readonly en: string }
