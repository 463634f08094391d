import { NcpError } from '@ncp/domain';
import { FIELD_BINDINGS } from './bindings.js';
import type { CatalogueRelease, CodeMapping, Concept, Designation, Language, ValueSet } from './release.js';

/** Changes with the shape of the file; a reader refuses a shape that it does not know. */
const FORMAT = 1;
const LANGUAGES: readonly Language[] = ['en', 'sv'];

/** Code system to its codes, or to its codes with a text: each OID is written once. */
type CodesBySystem = Readonly<Record<string, readonly string[]>>;
type TextsBySystem = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface ReleaseFile {
  readonly format: number;
  readonly id: string;
  readonly basis: string;
  readonly valueSets: readonly { readonly oid: string; readonly name: string; readonly concepts: CodesBySystem }[];
  readonly texts: Readonly<Record<Language, TextsBySystem>>;
  readonly mappings: readonly CodeMapping[];
  readonly systemAliases: NonNullable<CatalogueRelease['systemAliases']>;
  readonly equivalences: NonNullable<CatalogueRelease['equivalences']>;
  readonly absences: readonly Concept[];
}

const grouped = <T, R>(items: readonly T[], systemOf: (item: T) => string, finish: (items: readonly T[]) => R): Readonly<Record<string, R>> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(systemOf(item)) ?? [];
    group.push(item);
    groups.set(systemOf(item), group);
  }
  return Object.fromEntries([...groups].map(([system, group]) => [system, finish(group)]));
};

const textsOf = (designations: readonly Designation[], language: Language): TextsBySystem =>
  grouped(designations.filter((one) => one.language === language), (one) => one.codeSystem, (group) => Object.fromEntries(group.map(({ code, text }) => [code, text])));

/** A release as the text of a file. The same release gives the same bytes. */
export const encodeRelease = (release: CatalogueRelease): string => {
  const file: ReleaseFile = {
    format: FORMAT, id: release.id, basis: release.basis,
    valueSets: release.valueSets.map(({ oid, name, concepts }) => ({ oid, name, concepts: grouped(concepts, (one) => one.codeSystem, (group) => group.map(({ code }) => code)) })),
    texts: { en: textsOf(release.designations, 'en'), sv: textsOf(release.designations, 'sv') },
    mappings: release.mappings, systemAliases: release.systemAliases ?? [], equivalences: release.equivalences ?? [], absences: release.absences ?? [],
  };
  return `${JSON.stringify(file)}\n`;
};

const refused = (problem: string, cause?: unknown): NcpError => new NcpError('NCP_TERMINOLOGY_RELEASE', { problem }, cause);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Enough to trust the shape: the bytes are already known to be those that an import wrote. */
const checked = (value: unknown): ReleaseFile => {
  if (!isRecord(value)) throw refused('shape');
  if (value['format'] !== FORMAT) throw refused('format');
  const lists = ['valueSets', 'mappings', 'systemAliases', 'equivalences', 'absences'];
  const wrong = lists.find((name) => !Array.isArray(value[name]));
  if (wrong !== undefined || typeof value['id'] !== 'string' || typeof value['basis'] !== 'string' || !isRecord(value['texts'])) throw refused(wrong ?? 'shape');
  return value as unknown as ReleaseFile;
};

const membersOf = (concepts: CodesBySystem): readonly Concept[] =>
  Object.entries(concepts).flatMap(([codeSystem, codes]) => codes.map((code) => ({ code, codeSystem })));

const valueSetOf = ({ oid, name, concepts }: ReleaseFile['valueSets'][number]): ValueSet => ({ oid, name, concepts: membersOf(concepts) });

const designationsOf = (texts: ReleaseFile['texts']): readonly Designation[] => LANGUAGES.flatMap((language) =>
  Object.entries(texts[language]).flatMap(([codeSystem, byCode]) => Object.entries(byCode).map(([code, text]) => ({ code, codeSystem, language, text }))));

const boundField = (mapping: CodeMapping): boolean => Object.hasOwn(FIELD_BINDINGS, mapping.field);

/**
 * A release from the text of a file. What its fields are bound to is the gateway's own table.
 * @throws NcpError NCP_TERMINOLOGY_RELEASE (details.problem) when it is no release, or one of another format
 */
export const decodeRelease = (text: string): CatalogueRelease => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('not JSON');
  }
  const { id, basis, valueSets, texts, mappings, systemAliases, equivalences, absences } = checked(value);
  try {
    const unknown = mappings.find((mapping) => !boundField(mapping))?.field;
    if (unknown !== undefined) throw refused(`field ${unknown}`);
    return {
      id, basis, bindings: FIELD_BINDINGS, mappings, systemAliases, equivalences, absences,
      valueSets: valueSets.map(valueSetOf), designations: designationsOf(texts),
    };
  } catch (error) {
    throw error instanceof NcpError ? error : refused('shape', error);
  }
};
