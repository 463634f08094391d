/** A simulated country: what its documents and messages say about it. Home community ids are those of the wire contract 3.4. */
export interface AbroadCountry {
  readonly code: 'FI' | 'DK' | 'PT';
  readonly homeCommunityId: string;
  /** IANA name; Finland, Denmark and Portugal are never in the same offset. */
  readonly zone: string;
  readonly language: string;
  /** Root of the identifier that patients are looked up by (decisions 3.1). */
  readonly patientRoot: string;
  readonly agency: { readonly idRoot: string; readonly name: string; readonly city: string };
  readonly prescriberRoot: string;
  /** Name of the code system of the country's products. */
  readonly products: { readonly root: string; readonly name: string };
}

const FI: AbroadCountry = {
  code: 'FI', homeCommunityId: '1.2.246.556.12001.4.1000.990.1', zone: 'Europe/Helsinki', language: 'fi-FI', patientRoot: '1.2.246.21',
  agency: { idRoot: '2.999.246.19.1', name: 'Terveysarkisto (esimerkki)', city: 'Helsinki' },
  prescriberRoot: '2.999.246.25', products: { root: '2.999.246.6.1', name: 'Vnr (esimerkki)' },
};
const DK: AbroadCountry = {
  code: 'DK', homeCommunityId: '1.2.208', zone: 'Europe/Copenhagen', language: 'da-DK', patientRoot: '1.2.208.176.1.2',
  agency: { idRoot: '2.999.208.1', name: 'Sundhedsarkivet (eksempel)', city: 'København' },
  prescriberRoot: '2.999.208.25', products: { root: '2.999.208.6.1', name: 'Varenummer (eksempel)' },
};
const PT: AbroadCountry = {
  code: 'PT', homeCommunityId: '2.16.17.710.820.1000.990.1', zone: 'Europe/Lisbon', language: 'pt-PT', patientRoot: '2.16.620.1.101.10.1.1',
  agency: { idRoot: '2.999.620.19.1', name: 'Arquivo da Saúde (exemplo)', city: 'Lisboa' },
  prescriberRoot: '2.999.620.25', products: { root: '2.999.620.6.1', name: 'CNPEM (exemplo)' },
};

export const ABROAD_COUNTRIES: Readonly<Record<AbroadCountry['code'], AbroadCountry>> = { FI, DK, PT };
