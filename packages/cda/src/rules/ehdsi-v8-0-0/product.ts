import type { TemplateTable } from '../release.js';

/** The medicinal product of ePrescription and eDispensation (cda-documents 4). Notation: ../table.ts. */

export const E_PE_D_MEDICATION_INFORMATION: TemplateTable = {
  name: 'eHDSIePeDMedicationInformation', id: 'T.3.29', version: '2022-09-12T124637',
  rows: `
manufacturedProduct [tpl:T.3.29] 0..1 O @classCode?=MANU
  templateId [@root=T.3.29] 1..1 R II.EPSOS
  manufacturedMaterial [tpl:T.3.30] 1..1 R > eHDSIePeDManufacturedMaterial
  manufacturerOrganization 0..1 O @classCode?=ORG @determinerCode?=INSTANCE !id-or-name
    name 0..1 O ON
    id 0..* O II.EPSOS
`,
};

export const E_PE_D_MANUFACTURED_MATERIAL: TemplateTable = {
  name: 'eHDSIePeDManufacturedMaterial', id: 'T.3.30', version: '2024-04-10T101906',
  rows: `
. @classCode=MMAT @determinerCode=KIND
templateId [@root=T.3.30] 1..1 R II.EPSOS
code 0..1 O CE.EPSOS
name 1..1 R EN
pharm:desc 0..1 O EN
pharm:formCode [in:42.2 | null] 1..1 R CE.EPSOS
pharm:asContent [@classCode=CONT][has:pharm:containerPackagedProduct[@classCode=CONT][@determinerCode=KIND]] 1..1 M
  pharm:quantity 1..1 M PQ @unit:cs @value! !amount
  pharm:containerPackagedProduct [has:pharm:formCode[in:42.3 | null]] 1..1 R @classCode=CONT @determinerCode=KIND
    pharm:code 0..1 O CE.EPSOS
    pharm:formCode [in:42.3 | null] 1..1 R CE.EPSOS
    pharm:asContent [@classCode=CONT][has:pharm:containerPackagedProduct[@classCode=CONT][@determinerCode=KIND]] 0..1 O
      pharm:quantity 1..1 M PQ @unit:cs @value! !amount
      pharm:containerPackagedProduct [has:pharm:formCode[in:42.3 | null]] 1..1 R @classCode=CONT @determinerCode=KIND
        pharm:code 0..1 O CE.EPSOS
        pharm:formCode [in:42.3 | null] 1..1 R CE.EPSOS
        pharm:asContent [@classCode=CONT][has:pharm:containerPackagedProduct[@classCode=CONT][@determinerCode=KIND]] 0..1 O
          pharm:quantity 1..1 M PQ @unit:cs @value! !amount
          pharm:containerPackagedProduct [has:pharm:formCode[in:42.3 | null]] 1..1 R @classCode=CONT @determinerCode=KIND
            pharm:code 0..1 O CE.EPSOS
            pharm:formCode [in:42.3 | null] 1..1 R CE.EPSOS
            pharm:name 0..* O ST
        pharm:name 0..* O ST
    pharm:name 0..* O ST
pharm:asSpecializedKind [@classCode=GEN][has:pharm:generalizedMaterialKind[@classCode=MMAT][@determinerCode=KIND]] 0..* O
  pharm:generalizedMaterialKind [@classCode=MMAT][@determinerCode=KIND] 1..1 M
    pharm:code 1..1 R CD.EPSOS
pharm:part [@classCode=PART][has:pharm:partProduct[@classCode=MMAT][@determinerCode=KIND]] 0..* O
  pharm:id 0..1 O II.EPSOS
  pharm:quantity 0..1 O PQ !amount
  pharm:partProduct [@classCode=MMAT][@determinerCode=KIND] 1..1 R
    pharm:code 0..1 O CE
    pharm:name 0..1 O EN
    pharm:desc 0..1 O ED
    pharm:formCode [in:42.2 | null] 0..1 O CE
    pharm:asContent [@classCode=CONT][has:pharm:containerPackagedProduct[@classCode=CONT][@determinerCode=KIND]] 0..* O
      pharm:quantity 1..1 M (eHDSIasContent) PQ @unit:cs @value! !amount
      pharm:containerPackagedProduct [has:pharm:formCode[in:42.3 | null]] 1..1 R > eHDSIasContent
    pharm:asSpecializedKind [@classCode=GRIC] 0..* O
      pharm:generalizedMaterialKind [@classCode=MMAT][@determinerCode=KIND][has:code] 0..* O > eHDSIasSpecializedKind
    pharm:part [@classCode=PART][has:pharm:partProduct[@classCode=MMAT][@determinerCode=KIND]] 0..* O
      pharm:id 0..1 O II.EPSOS
      pharm:quantity 0..1 O PQ !amount
      pharm:partProduct [@classCode=MMAT][@determinerCode=KIND] 1..1 R
        pharm:code 0..1 O CE
        pharm:name 0..1 O EN
        pharm:desc 0..1 O ED
        pharm:formCode [in:42.2 | null] 0..1 O CE
        pharm:asContent [@classCode=CONT][has:pharm:containerPackagedProduct[@classCode=CONT][@determinerCode=KIND]] 0..* O
          pharm:quantity 1..1 M (eHDSIasContent) PQ @unit:cs @value! !amount
          pharm:containerPackagedProduct [has:pharm:formCode[in:42.3 | null]] 1..1 R > eHDSIasContent
        pharm:asSpecializedKind [@classCode=GRIC] 0..* O
          pharm:generalizedMaterialKind [@classCode=MMAT][@determinerCode=KIND][has:code] 0..* O > eHDSIasSpecializedKind
        pharm:part [@classCode=PART][has:pharm:partProduct[@classCode=MMAT][@determinerCode=KIND]] 0..* O
          pharm:id 0..1 O II.EPSOS
          pharm:quantity 0..1 O PQ !amount
          pharm:partProduct [@classCode=MMAT][@determinerCode=KIND] 1..1 R
            pharm:code 0..1 O CE
            pharm:name 0..1 O EN
            pharm:desc 0..1 O ED
            pharm:formCode [in:42.2 | null] 0..1 O CE
            pharm:asContent [@classCode=CONT][has:pharm:containerPackagedProduct[@classCode=CONT][@determinerCode=KIND]] 0..* O
              pharm:quantity 1..1 M (eHDSIasContent) PQ @unit:cs @value! !amount
              pharm:containerPackagedProduct [has:pharm:formCode[in:42.3 | null]] 1..1 R > eHDSIasContent
            pharm:asSpecializedKind [@classCode=GRIC] 0..* O
              pharm:generalizedMaterialKind [@classCode=MMAT][@determinerCode=KIND][has:code] 0..* O > eHDSIasSpecializedKind
            pharm:part [@classCode=PART] 0..* O
            pharm:ingredient [@classCode] 0..* O @classCode! @classCode:cs
              pharm:quantity 0..1 O > eHDSIingredient/strength
              pharm:ingredientSubstance [has:pharm:code[in:42.24 | in:42.61 | null]] 0..1 O > eHDSIingredient/substance
        pharm:ingredient [@classCode] 0..* O @classCode! @classCode:cs
          pharm:quantity 0..1 O > eHDSIingredient/strength
          pharm:ingredientSubstance [has:pharm:code[in:42.24 | in:42.61 | null]] 0..1 O > eHDSIingredient/substance
    pharm:ingredient [@classCode] 0..* O @classCode! @classCode:cs
      pharm:quantity 0..1 O > eHDSIingredient/strength
      pharm:ingredientSubstance [has:pharm:code[in:42.24 | in:42.61 | null]] 0..1 O > eHDSIingredient/substance
pharm:ingredient [has:pharm:ingredientSubstance[has:pharm:code[in:42.24 | in:42.61 | null]]] 0..* O @classCode=ACTI
  pharm:quantity 1..1 M
    numerator 1..1 R PQ @unit! @unit:cs @value! !amount
    denominator 1..1 R PQ @unit! @unit:cs @value! !amount
  pharm:ingredientSubstance [has:pharm:code[in:42.24 | in:42.61 | null]] 1..1 R @classCode=MMAT @determinerCode=KIND
    pharm:code [in:42.24 | in:42.61 | null] 1..1 R CD.EPSOS
      originalText 0..* O ED
        reference 0..* O TEL
      translation 0..* O CD
    pharm:name 0..1 O
`,
};

export const AS_CONTENT: TemplateTable = {
  name: 'eHDSIasContent', id: 'T.3.38', version: '2023-07-03T125606',
  rows: `
. @classCode=CONT @determinerCode=KIND
pharm:code 0..1 O CE.EPSOS
pharm:formCode [in:42.3 | null] 1..1 R CE.EPSOS
pharm:asContent [@classCode=CONT][has:pharm:containerPackagedProduct[@classCode=CONT][@determinerCode=KIND]] 0..1 O
  pharm:quantity 1..1 M PQ @unit:cs @value! !amount
  pharm:containerPackagedProduct [has:pharm:formCode[in:42.3 | null]] 1..1 R @classCode=CONT @determinerCode=KIND
    pharm:code 0..1 O CE.EPSOS
    pharm:formCode [in:42.3 | null] 1..1 R CE.EPSOS
    pharm:asContent [@classCode=CONT][has:pharm:containerPackagedProduct[@classCode=CONT][@determinerCode=KIND]] 0..1 O
      pharm:quantity 1..1 M PQ @unit:cs @value! !amount
      pharm:containerPackagedProduct [has:pharm:formCode[in:42.3 | null]] 1..1 R @classCode=CONT @determinerCode=KIND
        pharm:code 0..1 O CE.EPSOS
        pharm:formCode [in:42.3 | null] 1..1 R CE.EPSOS
        pharm:name 0..* O ST
    pharm:name 0..* O ST
pharm:name 0..* O ST
`,
};

export const AS_SPECIALIZED_KIND: TemplateTable = {
  name: 'eHDSIasSpecializedKind', id: 'T.3.36', version: '2022-12-09T143904',
  rows: `
code 1..1 R
`,
};

export const INGREDIENT_STRENGTH: TemplateTable = {
  name: 'eHDSIingredient/strength', id: 'T.3.37', version: '2024-04-11T135012',
  rows: `
numerator 0..1 O
denominator 0..1 O
`,
};

export const INGREDIENT_SUBSTANCE: TemplateTable = {
  name: 'eHDSIingredient/substance', id: 'T.3.37', version: '2024-04-11T135012',
  rows: `
. @classCode=MMAT @determinerCode=KIND
pharm:code [in:42.24 | in:42.61 | null] 1..1 R CD.EPSOS
pharm:name 0..1 O
`,
};
