/** How much one profile message may hold (decisions 3.3). Parameters with a tested default (house rule 11). */
export interface IheLimits {
  /** `rim:Slot` elements in one request, or in one registry object of an answer. */
  readonly maxSlots: number;
  /** `rim:Value` elements in one request, or in one registry object of an answer. */
  readonly maxValues: number;
  readonly maxDocumentRequests: number;
  readonly maxDocumentIdCharacters: number;
  /** Entries and associations in one answer: 200 prescriptions (decisions G21) are 600 objects. */
  readonly maxRegistryObjects: number;
}

export const DEFAULT_IHE_LIMITS: IheLimits = {
  maxSlots: 200,
  maxValues: 200,
  maxDocumentRequests: 20,
  maxDocumentIdCharacters: 128,
  maxRegistryObjects: 1000,
};
