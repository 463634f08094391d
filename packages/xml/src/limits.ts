/** What one message may cost (decisions 3.3). Every limit is a parameter with a tested default. */
export interface XmlLimits {
  readonly maxBytes: number;
  /** Nesting; the root is at depth 1. The engine itself stops at 256. */
  readonly maxDepth: number;
  /** Elements, comments and processing instructions together. */
  readonly maxElements: number;
  /** Attributes of one element, namespace declarations not counted. */
  readonly maxAttributes: number;
  /** Namespace declarations in the whole message. */
  readonly maxNamespaces: number;
  /** Bytes of one element or attribute name, prefix included. */
  readonly maxNameLength: number;
  /** Bytes of one text run as it is kept, of a comment or an attribute value. The engine itself stops at 10 MB. */
  readonly maxTextBytes: number;
}

export const DEFAULT_LIMITS: XmlLimits = {
  maxBytes: 12 * 1024 * 1024,
  maxDepth: 128,
  maxElements: 500_000,
  maxAttributes: 64,
  maxNamespaces: 512,
  maxNameLength: 256,
  maxTextBytes: 10_000_000,
};
