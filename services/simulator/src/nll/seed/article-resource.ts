import { fhirObject, LOCAL_PRODUCT_CLASSES, NLL_EXTENSIONS, NLL_PROFILES, NLL_SYSTEMS, type FhirObject } from '@ncp/fhir';
import { coding, ext, identifier, num } from '../build.js';
import type { ArticleFacts } from './article-facts.js';

const concept = (url: string, system: string, code: string): FhirObject => ext(url, 'valueCodeableConcept', { coding: [coding(system, code)] });

const info = (facts: ArticleFacts): FhirObject => ({
  url: NLL_EXTENSIONS.articleInfo,
  extension: [
    ext('medicinalProduct', 'valueBoolean', facts.medicinal ?? true),
    concept('productType', NLL_SYSTEMS.productClass, LOCAL_PRODUCT_CLASSES[facts.productClass ?? 'approved']),
    { url: 'productName', extension: [ext('currentProductName', 'valueString', facts.name)] },
    { url: 'package', extension: [ext('packageContainer', 'valueString', facts.container), ext('packageDescription', 'valueString', `${facts.container}, ${facts.amount.replace('.', ',')} ${facts.unit}`)] },
    ...(facts.strength === '' ? [] : [{ url: 'strength', extension: [ext('text', 'valueString', facts.strength)] }]),
    ...(facts.substance === '' ? [] : [ext('substanceDescription', 'valueString', facts.substance)]),
  ],
});

const regulations = (facts: ArticleFacts): FhirObject => ({
  url: NLL_EXTENSIONS.articleRegulations,
  extension: [
    ext('controlledMedicinalProduct', 'valueBoolean', facts.controlled === true || facts.narcoticClass !== undefined),
    ...(facts.narcoticClass === undefined ? [] : [concept('narcoticClassification', NLL_SYSTEMS.narcoticClassification, facts.narcoticClass)]),
    ...(facts.restriction === undefined ? [] : [concept('dispensingRestriction', NLL_SYSTEMS.dispensingRestriction, facts.restriction)]),
  ],
});

/** NLLMedication of one article (sweden-national 2.5.3). */
export const articleResource = (facts: ArticleFacts): FhirObject => fhirObject({
  resourceType: 'Medication',
  id: `art-${facts.pack}`,
  meta: { profile: [NLL_PROFILES.medication] },
  extension: [info(facts), regulations(facts), { url: NLL_EXTENSIONS.articleAvailability, extension: [ext('onTheMarket', 'valueBoolean', facts.inactive !== true)] }],
  identifier: [
    identifier(NLL_SYSTEMS.nplPackId, facts.pack),
    ...(facts.varunummer === undefined ? [] : [{ use: 'official', ...identifier(NLL_SYSTEMS.varunummer, facts.varunummer) }]),
  ],
  code: fhirObject({
    coding: [...(facts.atc === undefined ? [] : [coding(NLL_SYSTEMS.atc, ...facts.atc)]), coding(NLL_SYSTEMS.nplId, facts.npl)],
    text: facts.atc?.[1],
  }),
  status: facts.inactive === true ? 'inactive' : 'active',
  manufacturer: facts.holder === '' ? undefined : { display: facts.holder },
  form: facts.form === '' ? undefined : { text: facts.form },
  amount: {
    extension: [ext(NLL_EXTENSIONS.amountDescription, 'valueString', `${facts.amount.replace('.', ',')} ${facts.unit}`)],
    numerator: { value: num(facts.amount), unit: facts.unit },
    denominator: { value: num(1) },
  },
});
