/**
 * The product with the pharmacy extension (cda-documents 4). Children of the `pharm:` types are in its namespace.
 * Notation: content-model.ts.
 */
export const PRODUCT_CLASSES: string = `
Material ; $root code?:CE name?:EN pharm:desc?:ED pharm:formCode?:CE lotNumberText?:ST pharm:expirationTime?:IVL_TS
  pharm:asContent*:pharm:Content pharm:asSpecializedKind*:pharm:SpecializedKind pharm:part*:pharm:Part pharm:ingredient*:pharm:Ingredient ;
  classCode=MMAT determinerCode=KIND
pharm:Content ; $root quantity?:PQ containerPackagedProduct:pharm:PackagedProduct ; classCode!:RoleClassContent
pharm:PackagedProduct ; $root code?:CD name*:EN desc?:ED formCode?:CD capacityQuantity?:PQ capTypeCode?:CD asContent*:pharm:Content ;
  classCode!:EntityClassContainer determinerCode!:EntityDeterminerDetermined -nullFlavor
pharm:SpecializedKind ; $root generalizedMaterialKind:pharm:MaterialKind ; classCode!:RoleClassIsSpeciesEntity
pharm:MaterialKind ; $root code:CD name*:EN ; classCode!:EntityClassMaterial determinerCode!:EntityDeterminerDetermined -nullFlavor
pharm:Part ; $root id?:II quantity?:PQ partProduct:pharm:Product ; classCode!:RoleClassPart
pharm:Product ; $root code?:CE name?:EN desc?:ED formCode?:CE expirationTime?:IVL_TS asContent*:pharm:Content
  asSpecializedKind*:pharm:SpecializedKind part*:pharm:Part ingredient*:pharm:Ingredient ; classCode!:EntityClassManufacturedMaterial
  determinerCode!:EntityDeterminerDetermined -nullFlavor
pharm:Ingredient ; $root quantity?:RTO ingredientSubstance:pharm:Substance ; classCode!:RoleClassIngredientEntity
pharm:Substance ; $root code?:CD name*:EN desc?:ED ; classCode!:EntityClassManufacturedMaterial determinerCode!:EntityDeterminerDetermined -nullFlavor
`;
