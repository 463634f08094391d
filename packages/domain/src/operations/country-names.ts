import { COUNTRIES } from '../countries.js';
import type { CountryCode } from '../primitives.js';
import type { BilingualText } from '../treatment/search-mask.js';

/** Both names of a country; its code where it is not one of MyHealth@EU. */
export const countryNames = (code: CountryCode): BilingualText => COUNTRIES.find((one) => one.code === code)?.name ?? { sv: code, en: code };
