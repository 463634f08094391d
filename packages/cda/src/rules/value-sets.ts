import { attr, type XmlElement } from '@ncp/xml';

/** Whoever holds the content of value sets: the catalogue in force, or the published lists in a test. */
export interface ValueSetSource {
  /**
   * Is the code in the value set of that OID? Without a code system, whatever its code system.
   * Undefined when the source does not hold the value set.
   */
  readonly contains: (valueSet: string, code: string, codeSystem?: string) => boolean | undefined;
}

/**
 * What a release says about a value set by itself. Small ones are listed; of the large ones only code system and form of
 * the code are known, because their content belongs to the catalogue and not to the rules (decisions D09).
 */
export interface ValueSetRule {
  readonly oid: string;
  readonly systems: readonly string[];
  readonly codes?: ReadonlySet<string>;
  readonly form?: RegExp;
}

/** Membership as the rules ask for it, by the names that the tables use. */
export interface ValueSets {
  /** Code and code system of the element. */
  readonly holds: (el: XmlElement, name: string) => boolean;
  /** The code alone. */
  readonly holdsCode: (code: string, name: string) => boolean;
  /** A unit of measure. */
  readonly holdsUnit: (unit: string) => boolean;
}

const accepts = ({ codes, form }: ValueSetRule, code: string): boolean => (codes === undefined || codes.has(code)) && (form === undefined || form.test(code));

const UNITS = '42.16';

/** Asks the source first; what it does not hold is judged by what the release says. */
export const valueSetsOf = (
  rules: Readonly<Record<string, ValueSetRule>>, isUnit: (unit: string) => boolean, source?: ValueSetSource,
): ValueSets => {
  const ruleOf = (name: string): ValueSetRule => {
    const rule = rules[name];
    if (rule === undefined) throw new TypeError(`rule data: no value set ${name}`);
    return rule;
  };
  return {
    holds: (el, name) => {
      const code = attr(el, 'code');
      if (code === undefined) return false;
      const rule = ruleOf(name);
      const codeSystem = attr(el, 'codeSystem') ?? '';
      return source?.contains(rule.oid, code, codeSystem) ?? (rule.systems.includes(codeSystem) && accepts(rule, code));
    },
    holdsCode: (code, name) => {
      const rule = ruleOf(name);
      return source?.contains(rule.oid, code) ?? accepts(rule, code);
    },
    holdsUnit: (unit) => source?.contains(ruleOf(UNITS).oid, unit, ruleOf(UNITS).systems[0]) ?? isUnit(unit),
  };
};

/** Words of an attribute; none where it is empty. */
export const wordsOf = (value: string): readonly string[] => value.split(/\s+/).filter((word) => word !== '');

/** For the report. */
export const valueSetLabel = (name: string, rules: Readonly<Record<string, ValueSetRule>>): string => {
  const rule = rules[name];
  if (rule === undefined) return name;
  const { codes, oid, systems } = rule;
  return codes !== undefined && codes.size > 0 && codes.size < 15 ? `${oid}: ${[...codes].join(' ')}` : `${oid} (${systems.join(', ')})`;
};
