import { isNcpError, type AnyCareRecord, type CareContract, type FailedSource, type PersonalNumber, type UnreadableRecord } from '@ncp/domain';
import { malformed, optional, type FhirNode } from '../node.js';
import { unknownElements, type UnknownElement } from '../unknown.js';
import { CARE_BLOCK_TIME_SUFFIX, CARE_EXTENSIONS, CARE_SIGNATURE_SUFFIX, LOCAL_CARE_EXTENSIONS } from './care-constants.js';
import { placeOf, type CareEntry } from './entry.js';
import { keyOf, sourceSystem } from './origin.js';
import { isAbout } from './whose.js';

/** Where everything that was found goes: a row, or the reason why there is none. */
export interface Sink {
  readonly rows: AnyCareRecord[];
  readonly failed: FailedSource[];
  readonly unreadable: UnreadableRecord[];
  /** Rows about somebody else: nothing of them is used, and their source is among `failed`. */
  readonly wrongPatient: FailedSource[];
  readonly unknown: UnknownElement[];
}

const KNOWN: ReadonlySet<string> = new Set<string>([...Object.values(CARE_EXTENSIONS), ...Object.values(LOCAL_CARE_EXTENSIONS)]);
const isKnown = (url: string): boolean => url.endsWith(CARE_SIGNATURE_SUFFIX) || url.endsWith(CARE_BLOCK_TIME_SUFFIX);

/** Only to say which record could not be read: what is itself unreadable stays unsaid. */
const ifReadable = (read: (node: FhirNode) => string | undefined, node: FhirNode): string | undefined => {
  try {
    return read(node);
  } catch (error) {
    placeOf(error);
    return undefined;
  }
};

/**
 * Reads one row. What cannot be read is told with its place and never guessed at; a row about somebody else is told to be one,
 * and its source is held to have failed.
 */
export function attempt<T>(sink: Sink, contract: CareContract, { node }: CareEntry, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isNcpError(error) && error.code === 'NCP_NATIONAL_WRONG_PATIENT') {
      const source = { contract, ...optional('system', ifReadable(sourceSystem, node)) };
      sink.wrongPatient.push(source);
      sink.failed.push(source);
    } else {
      sink.unreadable.push({ contract, ...optional('key', ifReadable(keyOf, node)), at: placeOf(error) });
    }
    return undefined;
  }
}

/** Reports what is not known in a row. An unknown modifier may turn its meaning around (CDA-05). @throws NcpError NCP_NATIONAL_MALFORMED */
export function checkElements(sink: Sink, { node }: CareEntry): void {
  const unknown = unknownElements(node.value, node.path, KNOWN).filter(({ kind, name }) => kind === 'modifier' || !isKnown(name));
  sink.unknown.push(...unknown);
  const modifier = unknown.find(({ kind }) => kind === 'modifier');
  if (modifier !== undefined) throw malformed(modifier.path);
}

/** The rows about that person, each of the type that was asked for. */
export const rowsAbout = (sink: Sink, contract: CareContract, type: string, entries: readonly CareEntry[], number: PersonalNumber): readonly CareEntry[] =>
  entries.filter((entry) => attempt(sink, contract, entry, () => {
    if (entry.node.path !== type) throw malformed('Bundle.entry.resource');
    isAbout(entry.node, number);
    return true;
  }) === true);
