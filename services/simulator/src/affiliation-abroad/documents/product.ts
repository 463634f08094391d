import { codeAttributes, coded, SYSTEMS, t, templates, TEMPLATE } from './markup.js';
import type { AbroadCountry } from '../countries.js';
import type { Code, Pack, Product } from './plan.js';

/** The product in the two encodings that are on the wire (cda-documents 4 and 9). */

const national = (name: string, { code, display }: Code, country: AbroadCountry, kind: 'product' | 'package'): string =>
  `<${name} code="${t(code)}" codeSystem="${country.products.root}${kind === 'package' ? '.2' : ''}" codeSystemName="${t(country.products.name)}" displayName="${t(display)}"/>`;

/** From the inside out: what a container holds, the container, and what that stands in. */
const packed = ([pack, ...outer]: readonly Pack[], country: AbroadCountry): string => (pack === undefined ? '' :
  `<pharm:asContent classCode="CONT"><pharm:quantity value="${pack.amount}" unit="${t(pack.unit)}"/><pharm:containerPackagedProduct classCode="CONT" determinerCode="KIND">`
  + (pack.code === undefined ? '' : national('pharm:code', pack.code, country, 'package'))
  + (pack.name === undefined ? '' : `<pharm:name>${t(pack.name)}</pharm:name>`)
  + `${coded('pharm:formCode', pack.container, 'edqm')}${packed(outer, country)}</pharm:containerPackagedProduct></pharm:asContent>`);

const ingredient = ({ ingredient: strength, atc }: Product): string => (strength === undefined ? '' :
  `<pharm:ingredient classCode="ACTI"><pharm:quantity><numerator xsi:type="PQ" value="${strength.amount}" unit="${t(strength.unit)}"/>`
  + `<denominator xsi:type="PQ" value="${strength.perAmount}" unit="${t(strength.perUnit)}"/></pharm:quantity>`
  + `<pharm:ingredientSubstance classCode="MMAT" determinerCode="KIND">${coded('pharm:code', atc, 'atc')}<pharm:name>${t(atc.display)}</pharm:name></pharm:ingredientSubstance></pharm:ingredient>`);

/** W6 and later. `item` and `material` are the templates of the kind of document. */
export const pharmProduct = (product: Product, country: AbroadCountry, use: { readonly item: string; readonly material: string }): string =>
  `<manufacturedProduct classCode="MANU">${templates(TEMPLATE + use.item)}<manufacturedMaterial classCode="MMAT" determinerCode="KIND">${templates(TEMPLATE + use.material)}`
  + (product.code === undefined ? '' : national('code', product.code, country, 'product'))
  + `<name>${t(product.name)}</name><pharm:desc>${t(product.strength)}</pharm:desc>${coded('pharm:formCode', product.form, 'edqm')}${packed(product.packs, country)}`
  + `<pharm:asSpecializedKind classCode="GRIC"><pharm:generalizedMaterialKind classCode="MMAT" determinerCode="KIND">${coded('pharm:code', product.atc, 'atc')}</pharm:generalizedMaterialKind></pharm:asSpecializedKind>`
  + `${ingredient(product)}</manufacturedMaterial>`
  + (product.manufacturer === undefined ? '' : `<manufacturerOrganization classCode="ORG" determinerCode="INSTANCE"><name>${t(product.manufacturer)}</name></manufacturerOrganization>`)
  + '</manufacturedProduct>';

/** Up to W5: other names for the same, one level of packing, and the ATC code as a class of medicines. */
export function epsosProduct(product: Product, country: AbroadCountry): string {
  const [inner] = product.packs;
  const outer = product.packs.at(-1);
  const total = product.packs.reduce((amount, pack) => amount * Number(pack.amount), 1);
  const { ingredient: strength, atc } = product;
  return `<manufacturedProduct classCode="MANU">${templates(`${TEMPLATE}3.1`, '2.16.840.1.113883.10.20.1.53')}<manufacturedMaterial classCode="MMAT" determinerCode="KIND">`
    + (product.code === undefined ? '' : national('code', product.code, country, 'product'))
    + `<name>${t(product.name)}</name><epsos:desc>${t(product.strength)}</epsos:desc>${coded('epsos:formCode', product.form, 'edqm')}`
    + `<epsos:asContent classCode="CONT"><epsos:containerPackagedMedicine classCode="CONT" determinerCode="INSTANCE"><epsos:name>${t(product.name)}</epsos:name>`
    + `<epsos:formCode ${outer === undefined ? 'nullFlavor="NI"' : codeAttributes(outer.container, 'edqm')}/><epsos:capacityQuantity value="${String(total)}" unit="${t(inner?.unit ?? '1')}"/></epsos:containerPackagedMedicine></epsos:asContent>`
    + `<epsos:asSpecializedKind classCode="GEN"><epsos:generalizedMedicineClass classCode="MMAT">${coded('epsos:code', atc, 'atc')}<epsos:name>${t(atc.display)}</epsos:name></epsos:generalizedMedicineClass></epsos:asSpecializedKind>`
    + (strength === undefined ? '' : `<epsos:ingredient classCode="ACTI"><epsos:quantity><epsos:numerator xsi:type="epsos:PQ" value="${strength.amount}" unit="${t(strength.unit)}"/>`
      + `<epsos:denominator xsi:type="epsos:PQ" value="${strength.perAmount}" unit="${t(strength.perUnit)}"/></epsos:quantity><epsos:ingredient classCode="MMAT" determinerCode="KIND">`
      + `<epsos:code code="${atc.code}" codeSystem="${SYSTEMS.atc[0]}" displayName="${t(atc.display)}"/><epsos:name>${t(atc.display)}</epsos:name></epsos:ingredient></epsos:ingredient>`)
    + '</manufacturedMaterial></manufacturedProduct>';
}
