/** Of 95 %. */
const Z = 1.959964;

/**
 * Between which shares the truth lies with 95 % confidence, when `successes` of `trials` went well (Wilson). Real use is thin: two of
 * two is no promise of the third. From 0 to 1; undefined where nothing was tried.
 */
export function wilsonBand(successes: number, trials: number): { readonly low: number; readonly high: number } | undefined {
  if (trials <= 0) return undefined;
  const share = successes / trials;
  const square = Z * Z;
  const centre = share + square / (2 * trials);
  const spread = Z * Math.sqrt((share * (1 - share) + square / (4 * trials)) / trials);
  const whole = 1 + square / trials;
  return { low: Math.max(0, (centre - spread) / whole), high: Math.min(1, (centre + spread) / whole) };
}
