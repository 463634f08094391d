import type { Language } from '../release.js';
import { isOid, oidOfSystem } from './code-systems.js';
import { readConceptMap } from './fhir-concept-map.js';
import {
  isObject, objectsIn, textIn, type CatalogueSource, type ImportProblem, type Json, type SourceConcept, type SourceDesignation, type SourceMapping, type SourceValueSet,
} from './source.js';

const KNOWN: readonly string[] = ['Bundle', 'ValueSet', 'CodeSystem', 'ConceptMap'];

/** A Bundle of any type, or one terminology resource (FHIR R4, R5). */
export const isFhirJson = (value: unknown): value is Json => isObject(value) && KNOWN.includes(String(value['resourceType']));

interface Resource {
  readonly resource: Json;
  readonly at: string;
}

const resourcesOf = (document: Json): readonly Resource[] =>
  document['resourceType'] === 'Bundle'
    ? objectsIn(document['entry']).flatMap((entry, index) => (isObject(entry['resource']) ? [{ resource: entry['resource'], at: `entry.${String(index)}` }] : []))
    : [{ resource: document, at: String(document['resourceType']) }];

/** The OID among the identifiers, or the address itself where it is one. */
const oidOf = ({ identifier, url }: Json): string | undefined => {
  const candidates = [...objectsIn(Array.isArray(identifier) ? identifier : [identifier]).map((one) => textIn(one['value'])), textIn(url)];
  return candidates.map((text) => text?.replace(/^urn:oid:/, '')).find((text) => text !== undefined && isOid(text));
};

const languageOf = (tag: unknown): Language | undefined => {
  const primary = (textIn(tag) ?? 'en').slice(0, 2).toLowerCase();
  return primary === 'en' || primary === 'sv' ? primary : undefined;
};

/** Concepts of a tree, flat: a code system nests what is narrower. */
const flat = (concepts: readonly Json[]): readonly Json[] => concepts.flatMap((concept) => [concept, ...flat(objectsIn(concept['concept']))]);

class FhirReader {
  readonly #file: string;
  readonly #resources: readonly Resource[];
  readonly problems: ImportProblem[] = [];
  readonly designations: SourceDesignation[] = [];
  readonly valueSets: SourceValueSet[] = [];
  readonly mappings: SourceMapping[] = [];
  readonly #others = new Map<string, number>();
  #basis: string | undefined;

  constructor(file: string, document: Json) {
    this.#file = file;
    this.#resources = resourcesOf(document);
  }

  read(): CatalogueSource {
    for (const one of this.#resources) {
      if (one.resource['resourceType'] === 'ValueSet') this.#valueSet(one);
      else if (one.resource['resourceType'] === 'CodeSystem') this.#codeSystem(one);
      else if (one.resource['resourceType'] === 'ConceptMap') {
        const { mappings, problems } = readConceptMap(one.resource, { file: this.#file, at: one.at });
        this.mappings.push(...mappings);
        this.problems.push(...problems);
      }
    }
    for (const [subject, count] of this.#others) this.#problem('warning', 'other-language', { subject, count });
    const { designations, valueSets, mappings, problems } = this;
    return { file: this.#file, kind: 'fhir', ...(this.#basis === undefined ? {} : { basis: this.#basis }), designations, valueSets, mappings, problems };
  }

  #problem(severity: ImportProblem['severity'], problem: ImportProblem['problem'], more: Omit<ImportProblem, 'severity' | 'problem' | 'file'>): void {
    this.problems.push({ severity, problem, file: this.#file, ...more });
  }

  #system(name: string, at: string): string | undefined {
    const oid = oidOfSystem(name);
    if (oid === undefined) this.#problem('error', 'unknown-code-system', { at, subject: name });
    return oid;
  }

  /** Texts of a concept in the languages that the gateway has; its English one is given back. */
  #texts(concept: Json, codeSystem: string, { at, language }: { readonly at: string; readonly language: Language | undefined }): string | undefined {
    const code = textIn(concept['code']) ?? '';
    const display = textIn(concept['display']);
    if (display !== undefined && language === 'sv') this.designations.push({ code, codeSystem, language, text: display, at: `${this.#file} ${at}` });
    for (const { language: tag, value } of objectsIn(concept['designation'])) {
      const [of, text] = [languageOf(tag), textIn(value)];
      if (of === 'sv' && text !== undefined) this.designations.push({ code, codeSystem, language: of, text, at: `${this.#file} ${at}` });
      else if (of === undefined) this.#others.set(String(tag), (this.#others.get(String(tag)) ?? 0) + 1);
    }
    return language === 'en' ? display : undefined;
  }

  #codeSystem({ resource, at }: Resource): void {
    const codeSystem = this.#system(oidOf(resource) ?? textIn(resource['url']) ?? '', at);
    if (codeSystem === undefined) return;
    const language = languageOf(resource['language']);
    for (const concept of flat(objectsIn(resource['concept']))) {
      const english = this.#texts(concept, codeSystem, { at, language });
      const code = textIn(concept['code']);
      if (code === undefined) this.#problem('error', 'row', { at, subject: 'concept.code' });
      else if (english !== undefined) this.designations.push({ code, codeSystem, language: 'en', text: english, at: `${this.#file} ${at}` });
    }
  }

  #valueSet({ resource, at }: Resource): void {
    const oid = oidOf(resource);
    if (oid === undefined) {
      this.#problem('error', 'no-value-set-oid', { at, subject: textIn(resource['url']) ?? textIn(resource['name']) ?? '' });
      return;
    }
    this.#basis ??= /\d+\.\d+\.\d+/.exec(textIn(resource['version']) ?? '')?.[0];
    const listed = this.#listed(resource, at);
    if (listed === undefined) return;
    const language = languageOf(resource['language']);
    const concepts = new Map<string, SourceConcept>();
    for (const { concept, system } of listed) {
      const codeSystem = this.#system(system, at);
      const code = textIn(concept['code']);
      if (codeSystem === undefined) continue;
      const display = this.#texts(concept, codeSystem, { at, language });
      if (code === undefined) this.#problem('error', 'row', { at, subject: 'concept.code' });
      else concepts.set(`${codeSystem}|${code}`, { code, codeSystem, ...(display === undefined ? {} : { display }) });
    }
    const url = textIn(resource['url']);
    this.valueSets.push({ oid, name: textIn(resource['name']) ?? oid, ...(url === undefined ? {} : { url }), concepts: [...concepts.values()] });
  }

  /**
   * The members, each named: of the expansion, else of the includes. A set that is told by a rule (filter, other sets,
   * exclusions, a whole system that is not in the file) cannot be known without guessing.
   */
  #listed({ expansion, compose }: Json, at: string): readonly { readonly concept: Json; readonly system: string }[] | undefined {
    if (isObject(expansion)) {
      const all = (contains: readonly Json[]): readonly Json[] => contains.flatMap((one) => [one, ...all(objectsIn(one['contains']))]);
      return all(objectsIn(expansion['contains'])).filter((one) => one['abstract'] !== true).map((concept) => ({ concept, system: textIn(concept['system']) ?? '' }));
    }
    const rules = isObject(compose) ? compose : {};
    const includes = objectsIn(rules['include']).map((include) => this.#included(include));
    if (objectsIn(rules['exclude']).length > 0 || includes.length === 0 || includes.includes(undefined)) {
      this.#problem('error', 'not-enumerated', { at });
      return undefined;
    }
    return includes.flatMap((include) => include ?? []);
  }

  #included({ system, concept, filter, valueSet }: Json): readonly { readonly concept: Json; readonly system: string }[] | undefined {
    const name = textIn(system);
    if (name === undefined || objectsIn(filter).length > 0 || valueSet !== undefined) return undefined;
    const named = objectsIn(concept);
    if (named.length > 0) return named.map((one) => ({ concept: one, system: name }));
    const whole = this.#resources.find(({ resource }) => resource['resourceType'] === 'CodeSystem' && resource['url'] === name && resource['content'] === 'complete');
    return whole === undefined ? undefined : flat(objectsIn(whole.resource['concept'])).map((one) => ({ concept: one, system: name }));
  }
}

/** Value sets, code systems and concept maps of one FHIR document. What cannot be used is a problem with its place. */
export const readFhir = (file: string, document: Json): CatalogueSource => new FhirReader(file, document).read();
