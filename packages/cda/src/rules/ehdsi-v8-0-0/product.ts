import { indented } from '../element-rule.js';

/** The medicinal product of eP and eD, templates T.3.29 and T.3.30 (cda-documents 4). */

const MOST_LAYERS = 3;

/** Packaging inside out; the rules know three layers and leave further ones alone. */
const content = (cardinality: string, layers: number): string => `
pharm:asContent [@classCode=CONT & has:pharm:containerPackagedProduct[@classCode=CONT & @determinerCode=KIND]] ${cardinality}
  pharm:quantity 1..1 M PQ @value!
  pharm:containerPackagedProduct [has:pharm:formCode[in:42.3 | null]] 1..1 R @classCode=CONT @determinerCode=KIND
    pharm:code 0..1 O CE.EPSOS
    pharm:name 0..* O ST
    pharm:formCode [in:42.3 | null] 1..1 R CE.EPSOS
${layers > 1 ? indented(2, content('0..1 O', layers - 1)) : ''}`;

const SUBSTANCE = 'pharm:code [in:42.24 | in:42.61 | null]';

const substance = (cardinality: string): string => `
pharm:ingredientSubstance [has:${SUBSTANCE.replace(' ', '')}] ${cardinality} @classCode=MMAT @determinerCode=KIND
  ${SUBSTANCE} 1..1 R CD.EPSOS
    originalText 0..* O ED
  pharm:name 0..1 O`;

/** A component of a kit. */
const PART = `
pharm:part [@classCode=PART & has:pharm:partProduct[@classCode=MMAT & @determinerCode=KIND]] 0..* O
  pharm:id 0..1 O II.EPSOS
  pharm:quantity 0..1 O PQ
  pharm:partProduct [@classCode=MMAT & @determinerCode=KIND] 1..1 R
    pharm:code 0..1 O CE
    pharm:name 0..1 O EN
    pharm:desc 0..1 O ED
    pharm:formCode [in:42.2 | null] 0..1 O CE
${indented(2, content('0..* O', MOST_LAYERS))}
    pharm:ingredient [@classCode] 0..* O
      pharm:quantity 0..1 O
        numerator 0..1 O
        denominator 0..1 O
${indented(3, substance('0..1 O'))}`;

/** `manufacturedProduct` with everything in it. */
export const product = (cardinality: string): string => `
= eHDSIePeDManufacturedProduct
manufacturedProduct [tpl:T.3.29] ${cardinality} @classCode?=MANU
  templateId [@root=1.3.6.1.4.1.12559.11.10.1.3.1.3.29] 1..1 R II.EPSOS
  = eHDSIePeDManufacturedMaterial
  manufacturedMaterial [tpl:T.3.30] 1..1 R @classCode=MMAT @determinerCode=KIND
    templateId [@root=1.3.6.1.4.1.12559.11.10.1.3.1.3.30] 1..1 M II.EPSOS
    code 0..1 O CE.EPSOS
    name 1..1 R EN
    pharm:desc 0..1 O EN
    pharm:formCode [in:42.2 | null] 1..1 R CE.EPSOS
${indented(2, content('1..1 M', MOST_LAYERS))}
    pharm:asSpecializedKind [@classCode=GEN & has:pharm:generalizedMaterialKind[@classCode=MMAT & @determinerCode=KIND]] 0..* O
      pharm:generalizedMaterialKind [@classCode=MMAT & @determinerCode=KIND] 1..1 M
        pharm:code 1..1 R CD.EPSOS
${indented(2, PART)}
    pharm:ingredient [has:pharm:ingredientSubstance[has:${SUBSTANCE.replace(' ', '')}]] 0..* O @classCode=ACTI
      pharm:quantity 1..1 M
        numerator 1..1 R PQ @value! @unit!
        denominator 1..1 R PQ @value! @unit!
${indented(3, substance('1..1 R'))}
  manufacturerOrganization 0..1 O @classCode?=ORG @determinerCode?=INSTANCE !id-or-name
    name 0..1 O ON
    id 0..* O II.EPSOS`;
