/**
 * Units as the rules accept them: UCUM, an annotation in braces, or `1` (cda-documents 4). A small reader of the UCUM
 * grammar with the atoms that occur in health records; the value set is a list of expressions made of them.
 */

const METRIC = 'm s g rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv L t bar eV cal eq osm kat U [IU] dyn erg';
const OTHER = 'min h d wk mo a atm deg Torr cP cSt dB % [pH] [ppth] [ppm] [ppb] [pptr] [drp] [CFU] [HPF] [LPF] [AU] [Ch] [diop] [degF] [psi]';

const metricAtoms: ReadonlySet<string> = new Set(METRIC.split(' '));
const CUSTOMARY = '[cin_i] [dr_av] [foz_us] [ft_i] [ft_us] [gal_us] [in_i] [in_us] [mi_i] [pt_us] [qt_us] [sft_i] [sin_i] [syd_i] [tbs_us] [tsp_us] [yd_i] ' +
  "[oz_av] [oz_tr] [lb_av] [in_i'H2O] [MET]";
const ARBITRARY = "[arb'U] [APL'U] [bdsk'U] [beth'U] [GPL'U] [ka'U] [knk'U] [mclg'U] [MPL'U] [tb'U] [todd'U]";
const otherAtoms: ReadonlySet<string> = new Set([...`${OTHER} ${CUSTOMARY} ${ARBITRARY}`.split(' '), 'cm[H2O]', 'm[H2O]', 'm[Hg]']);
const PREFIXES = ['da', 'Y', 'Z', 'E', 'P', 'T', 'G', 'M', 'k', 'h', 'd', 'c', 'm', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];

const METRIC_SPECIAL: ReadonlySet<string> = new Set(['m[H2O]', 'm[Hg]', "[arb'U]"]);

const isAtom = (text: string): boolean =>
  metricAtoms.has(text) || otherAtoms.has(text) ||
  PREFIXES.some((prefix) => text.startsWith(prefix) &&
    (metricAtoms.has(text.slice(prefix.length)) || METRIC_SPECIAL.has(text.slice(prefix.length))));

const ANNOTATION = /\{[!-z|~]*\}/g;
const NUMBER = /^\d+$/;
const POWER_OF_TEN = /^10\*(?:-?\d+)?$/;
const EXPONENT = /^(.*?[A-Za-z\]%])(-?\d+)$/;

/** Stands for an annotation, which may follow an atom or be a factor of its own. */
const MARK = '~';

const isFactor = (annotated: string): boolean => {
  const text = annotated.replaceAll(MARK, '');
  if (annotated !== '' && text === '') return true;
  if (NUMBER.test(text) || POWER_OF_TEN.test(text) || isAtom(text)) return true;
  const [, base] = EXPONENT.exec(text) ?? [];
  return base !== undefined && isAtom(base);
};

const isUcum = (text: string): boolean => {
  if (text === '' || text.length > 60 || /\s/.test(text)) return false;
  const bare = text.replaceAll(ANNOTATION, MARK).replaceAll(/[()]/g, '');
  if (bare.includes('{') || bare.includes('}')) return false;
  // A unit may begin with a division: `/min`.
  return bare.replace(/^\//, '').split(/[./]/).every(isFactor);
};

const isAnnotation = (text: string): boolean => text.startsWith('{') && text.endsWith('}');

/** True as well for a unit that is absent: it means 1. */
export const isUnit = (unit: string | undefined): boolean =>
  unit === undefined || unit === '1' || isAnnotation(unit) || isUcum(unit);
