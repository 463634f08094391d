import { isOid, oidOfSystem } from './code-systems.js';
import { isObject, objectsIn, textIn, unreadable, type CatalogueSource, type ImportProblem, type Json, type SourceConcept } from './source.js';

/** One value set of the master value catalogue as JSON: `{oid, name, version, codeSystem, concepts: [{code, display, codeSystem}]}`. */
export const isMvcJson = (value: unknown): value is Json => isObject(value) && typeof value['oid'] === 'string' && Array.isArray(value['concepts']);

/** UTF-8 that was once read as Latin-1: `SÃ©zary`. It is kept as published, and told. */
const WRONG_ENCODING = /[ÂÃ][\u0080-\u00bf]/;

const RELEASE = /\d+\.\d+\.\d+/;

/** `8.0.0`, from the name of the release or from the version, which may also be a month. */
const basisOf = ({ release, version }: Json): string | undefined =>
  RELEASE.exec(textIn(release) ?? '')?.[0] ?? RELEASE.exec(textIn(version) ?? '')?.[0];

/** Collects the concepts of one file, each once, and what is wrong with them. */
class Concepts {
  readonly found = new Map<string, SourceConcept>();
  readonly problems: ImportProblem[] = [];
  readonly #file: string;
  readonly #unknown = new Set<string>();
  #duplicates = 0;

  constructor(file: string) {
    this.#file = file;
  }

  add(code: string, system: string, display: string | undefined): void {
    const codeSystem = this.#systemOf(system);
    const key = `${codeSystem}|${code}`;
    if (display !== undefined && WRONG_ENCODING.test(display)) {
      this.problems.push({ severity: 'warning', problem: 'wrong-encoding', file: this.#file, subject: `${key}: "${display}"` });
    }
    if (this.found.has(key)) this.#duplicates += 1;
    else this.found.set(key, { code, codeSystem, ...(display === undefined ? {} : { display }) });
  }

  /**
   * A system that is written with spaces around it stays so: the official rules compare it letter by letter, so no document
   * with the code would pass (README of the catalogues).
   */
  #systemOf(system: string): string {
    if (system !== system.trim()) {
      this.problems.push({ severity: 'warning', problem: 'spaces-in-code-system', file: this.#file, subject: system });
      return system;
    }
    const oid = oidOfSystem(system);
    if (oid === undefined) this.#unknown.add(system);
    return oid ?? system;
  }

  done(): void {
    for (const subject of this.#unknown) this.problems.push({ severity: 'warning', problem: 'unknown-code-system', file: this.#file, subject });
    if (this.#duplicates > 0) this.problems.push({ severity: 'warning', problem: 'duplicate-concept', file: this.#file, count: this.#duplicates });
    if (this.found.size === 0) this.problems.push({ severity: 'warning', problem: 'empty-value-set', file: this.#file });
  }
}

/** @throws NcpError NCP_TERMINOLOGY_SOURCE when a concept has no code or no code system */
export const readMvcJson = (file: string, document: Json): CatalogueSource => {
  const { oid, name, url, codeSystem, concepts, exceptions } = document;
  const valueSetOid = textIn(oid) ?? '';
  if (!isOid(valueSetOid)) throw unreadable(file, 'oid');
  const list = new Concepts(file);
  // Reasons for saying nothing are listed apart, as exceptions.
  for (const [index, concept] of [...objectsIn(concepts), ...objectsIn(exceptions)].entries()) {
    const code = textIn(concept['code']);
    const system = concept['codeSystem'] ?? codeSystem;
    if (code === undefined || typeof system !== 'string') throw unreadable(file, `concepts.${String(index)}`);
    list.add(code, system, textIn(concept['display']));
  }
  list.done();
  const basis = basisOf(document);
  const address = textIn(url);
  return {
    file, kind: 'mvc', ...(basis === undefined ? {} : { basis }), designations: [], mappings: [], problems: list.problems,
    valueSets: [{ oid: valueSetOid, name: textIn(name) ?? valueSetOid, ...(address === undefined ? {} : { url: address }), concepts: [...list.found.values()] }],
  };
};
