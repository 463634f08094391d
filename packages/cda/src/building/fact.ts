/** One thing the reader is told, in Swedish with an English label. L3 narrative and L1 PDF are made of the same ones. */
export interface Fact {
  /** Also the ID of its place in the narrative. */
  readonly id: string;
  readonly label: { readonly sv: string; readonly en: string };
  readonly lines: readonly string[];
}

export interface FactGroup {
  readonly id: string;
  readonly heading: { readonly sv: string; readonly en: string };
  readonly facts: readonly Fact[];
}

/** `Styrka / Strength`; one word where both languages have the same. */
export const labelText = ({ sv, en }: Fact['label']): string => (sv === en ? sv : `${sv} / ${en}`);
