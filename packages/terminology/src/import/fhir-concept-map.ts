import { oidOfSystem } from './code-systems.js';
import { objectsIn, textIn, type ImportProblem, type Json, type SourceMapping } from './source.js';

/** What R4 (`equivalence`) and R5 (`relationship`) call a target that may stand for its source. All others lose or change its meaning. */
const EQUAL: readonly string[] = ['equal', 'equivalent'];
const BROADER: readonly string[] = ['wider', 'subsumes', 'source-is-narrower-than-target'];

/** The value set that the targets are of, by whichever of the four names the version has. */
const targetSetOf = (map: Json): string | undefined =>
  textIn(map['targetScopeCanonical']) ?? textIn(map['targetScopeUri']) ?? textIn(map['targetCanonical']) ?? textIn(map['targetUri']);

interface Place {
  readonly file: string;
  readonly at: string;
}

interface Group extends Place {
  readonly source: string;
  readonly target: string;
  readonly valueSet: string | undefined;
}

/** The mappings of one source code, and what keeps others from being ones. */
const elementMappings = (group: Group, element: Json, problems: ImportProblem[]): readonly SourceMapping[] => {
  const code = textIn(element['code']);
  const { file, at, valueSet } = group;
  const refuse = (severity: ImportProblem['severity'], problem: ImportProblem['problem'], subject: string): readonly never[] => {
    problems.push({ severity, problem, file, at, subject });
    return [];
  };
  if (code === undefined) return refuse('error', 'row', 'element.code');
  const targets = objectsIn(element['target']);
  if (targets.length === 0) return refuse('warning', 'no-target', code);
  return targets.flatMap((target): readonly SourceMapping[] => {
    const relation = textIn(target['relationship']) ?? textIn(target['equivalence']) ?? '';
    const targetCode = textIn(target['code']);
    if (targetCode === undefined) return refuse('warning', 'no-target', code);
    if (!EQUAL.includes(relation) && !BROADER.includes(relation)) return refuse('warning', 'not-equivalent', code);
    return [{
      at: `${file} ${at}`, ...(valueSet === undefined ? {} : { valueSet }), from: { code, codeSystem: group.source }, to: { code: targetCode, codeSystem: group.target },
      ...(BROADER.includes(relation) ? { relation: 'broader' } : {}),
    }];
  });
};

/** A ConceptMap of FHIR R4 or R5: national codes to codes of a value set. */
export const readConceptMap = (map: Json, { file, at }: Place): { readonly mappings: readonly SourceMapping[]; readonly problems: readonly ImportProblem[] } => {
  const problems: ImportProblem[] = [];
  const mappings = objectsIn(map['group']).flatMap((group, index): readonly SourceMapping[] => {
    const place = `${at}.group.${String(index)}`;
    const [source, target] = [textIn(group['source']) ?? '', textIn(group['target']) ?? ''];
    const [sourceOid, targetOid] = [oidOfSystem(source), oidOfSystem(target)];
    if (sourceOid === undefined || targetOid === undefined) {
      problems.push({ severity: 'error', problem: 'unknown-code-system', file, at: place, subject: sourceOid === undefined ? source : target });
      return [];
    }
    const facts: Group = { file, at: place, source: sourceOid, target: targetOid, valueSet: targetSetOf(map) };
    return objectsIn(group['element']).flatMap((element) => elementMappings(facts, element, problems));
  });
  return { mappings, problems };
};
