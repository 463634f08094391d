/** What one unit of work cannot do without, whoever does it; CPU milliseconds. */
export interface FloorParts {
  /** The same request and answer bytes through the same mutual-TLS server, with no processing. */
  readonly transport: number;
  /** One RSA verification, and how many signatures of others a unit carries. */
  readonly verify: number;
  readonly verifications: number;
  /** One RSA signature, and how many of ours a unit makes. */
  readonly sign: number;
  readonly signatures: number;
  /** One parse of each request by the XML engine. */
  readonly parse: number;
}

export const floorOf = ({ transport, verify, verifications, sign, signatures, parse }: FloorParts): number =>
  transport + verify * verifications + sign * signatures + parse;

/** CPU of the gateway per unit over the floor measured beside it. */
export const ratioOf = (cpuMs: number, floor: number): number => (floor === 0 ? Number.POSITIVE_INFINITY : cpuMs / floor);
