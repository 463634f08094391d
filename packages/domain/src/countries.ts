import type { CountryCode } from './primitives.js';
import type { ZoneName } from './zone.js';

/** A country of MyHealth@EU as the shared configuration describes it (wire-contract 3.4). Peers are configured, this only names them. */
export interface Country {
  readonly code: CountryCode;
  readonly name: { readonly sv: string; readonly en: string };
  /** Bare OID in force; where two sources differ, the newer one. */
  readonly homeCommunityId: string;
  /** Other values seen from this country: accepted when read, never written. */
  readonly earlierCommunityIds: readonly string[];
  /** Assumed for times that come without zone (decisions D44). */
  readonly zone: ZoneName;
}

type Row = readonly [code: string, sv: string, en: string, homeCommunityId: string, zone: ZoneName, ...earlier: string[]];

const ROWS: readonly Row[] = [
  ['AT', 'Österrike', 'Austria', '2.16.17.710.780.1000.990.1', 'Europe/Vienna'],
  ['BE', 'Belgien', 'Belgium', '1.3.6.1.4.1.48336', 'Europe/Brussels'],
  ['BG', 'Bulgarien', 'Bulgaria', '2.16.17.710.812.1000.990.1', 'Europe/Sofia', '2.16.17.710.824.1000.990.1'],
  ['CY', 'Cypern', 'Cyprus', '2.16.840.1.113883.3.9143.1.1', 'Asia/Nicosia'],
  ['CZ', 'Tjeckien', 'Czechia', '2.16.17.710.804.1000.990.1', 'Europe/Prague'],
  ['DE', 'Tyskland', 'Germany', '1.2.276.0.76.4.291', 'Europe/Berlin', '2.16.17.710.803.1000.990.1'],
  ['DK', 'Danmark', 'Denmark', '1.2.208', 'Europe/Copenhagen', '2.16.17.710.802.1000.990.1'],
  ['EE', 'Estland', 'Estonia', '1.3.6.1.4.1.28284.6.2.2.1', 'Europe/Tallinn'],
  ['ES', 'Spanien', 'Spain', '2.16.724.4', 'Europe/Madrid'],
  ['FI', 'Finland', 'Finland', '1.2.246.556.12001.4.1000.990.1', 'Europe/Helsinki', '1.2.246.556.12.4.1000.990.1'],
  ['FR', 'Frankrike', 'France', '2.16.17.710.790.1000.990.1', 'Europe/Paris'],
  ['GR', 'Grekland', 'Greece', '2.16.840.1.113883.2.25.3.4.1', 'Europe/Athens'],
  ['HR', 'Kroatien', 'Croatia', '2.16.17.710.840.1000.990.1', 'Europe/Zagreb'],
  ['HU', 'Ungern', 'Hungary', '2.16.17.710.818.1000.990.1', 'Europe/Budapest'],
  ['IE', 'Irland', 'Ireland', '2.16.17.710.813.1000.990.1', 'Europe/Dublin'],
  ['IS', 'Island', 'Iceland', '2.16.17.710.860.1000.990.1', 'Atlantic/Reykjavik'],
  ['IT', 'Italien', 'Italy', '2.16.840.1.113883.2.9.2.380', 'Europe/Rome', '2.16.17.710.806.1000.990.1'],
  ['LT', 'Litauen', 'Lithuania', '2.16.840.1.113883.2.11', 'Europe/Vilnius'],
  ['LU', 'Luxemburg', 'Luxembourg', '1.3.182.2.12.10000734.6.1', 'Europe/Luxembourg'],
  ['LV', 'Lettland', 'Latvia', '2.16.17.710.816.1000.990.1', 'Europe/Riga'],
  ['MT', 'Malta', 'Malta', '2.16.470.1.100.1.2.1000.990.1', 'Europe/Malta'],
  ['NL', 'Nederländerna', 'Netherlands', '2.16.17.710.810.1000.990.1', 'Europe/Amsterdam'],
  ['NO', 'Norge', 'Norway', '2.16.578.1.12.4.5.10.1', 'Europe/Oslo'],
  ['PL', 'Polen', 'Poland', '2.16.17.710.819.1000.990.1', 'Europe/Warsaw'],
  ['PT', 'Portugal', 'Portugal', '2.16.17.710.820.1000.990.1', 'Europe/Lisbon'],
  ['RO', 'Rumänien', 'Romania', '2.16.17.710.821.1000.990.1', 'Europe/Bucharest'],
  ['SE', 'Sverige', 'Sweden', '1.2.752.221.3.1.1', 'Europe/Stockholm'],
  ['SI', 'Slovenien', 'Slovenia', '2.16.17.710.822.1000.990.1', 'Europe/Ljubljana'],
  ['SK', 'Slovakien', 'Slovakia', '2.16.17.710.823.1000.990.1', 'Europe/Bratislava'],
];

export const COUNTRIES: readonly Country[] = ROWS.map(([code, sv, en, homeCommunityId, zone, ...earlier]) => ({
  code: code as CountryCode,
  name: { sv, en },
  homeCommunityId,
  earlierCommunityIds: earlier,
  zone,
}));

export const SWEDEN: CountryCode = 'SE' as CountryCode;

export const countryOf = (code: string): Country | undefined =>
  COUNTRIES.find((country) => country.code === code.toUpperCase());

/** The country that uses a homeCommunityId (bare OID), now or earlier. */
export const countryOfCommunity = (homeCommunityId: string): Country | undefined =>
  COUNTRIES.find(
    (country) =>
      country.homeCommunityId === homeCommunityId || country.earlierCommunityIds.includes(homeCommunityId),
  );
