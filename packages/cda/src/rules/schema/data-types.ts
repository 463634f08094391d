/**
 * Content and attributes of the HL7 v3 data types. Notation: content-model.ts.
 */
export const DATA_TYPES: string = `
ANY abstract ; ;
QTY<ANY abstract ; ;
BIN<ANY mixed abstract ; ; representation:BinaryDataEncoding
URL<ANY abstract ; ; value:url
II<ANY ; ; root:uid extension:st assigningAuthorityName:st displayable:bl
BL<ANY ; ; value:bl
INT<QTY ; ; value:int
REAL<QTY ; ; value:real
MO<QTY ; ; value:real currency:cs
ED<BIN mixed ; reference?:TEL thumbnail?:thumbnail ; mediaType:cs language:cs compression:CompressionAlgorithm integrityCheck:bin
  integrityCheckAlgorithm:IntegrityCheckAlgorithm
ST<<ED mixed ; reference*:TEL thumbnail*:ED ; representation=TXT mediaType=text/plain language:cs -compression -integrityCheck
  -integrityCheckAlgorithm
thumbnail<<ED mixed ; reference?:TEL thumbnail*:thumbnail ;
SC<ST mixed ; ; code:cs codeSystem:uid codeSystemName:st codeSystemVersion:st displayName:st
TEL<URL ; useablePeriod*:SXCM_TS ; use:set:TelecommunicationAddressUse
CD<ANY ; originalText?:ED qualifier*:CR translation*:CD ; code:cs codeSystem:uid codeSystemName:st codeSystemVersion:st displayName:st
CE<<CD ; originalText?:ED qualifier*:CR translation*:CD ; code:cs codeSystem:uid codeSystemName:st codeSystemVersion:st displayName:st
CV<<CE ; originalText?:ED translation*:CD ; code:cs codeSystem:uid codeSystemName:st codeSystemVersion:st displayName:st
CS<<CV ; ; code:cs -codeSystem -codeSystemName -codeSystemVersion -displayName
CO<CV ; ;
CR<ANY ; name?:CV value?:CD ; inverted:bl
TS<QTY ; ; value:ts
SXCM_TS<TS ; ; operator:SetOperator
IVXB_TS<TS ; ; inclusive:bl
IVL_TS<SXCM_TS ; (low:IVXB_TS (width?:PQ | high?:IVXB_TS)? | high:IVXB_TS | width:PQ high?:IVXB_TS | center:TS width?:PQ)? ;
PIVL_TS<SXCM_TS ; phase?:IVL_TS period?:PQ ; alignment:cs institutionSpecified:bl
EIVL_TS<SXCM_TS ; event?:EIVL.event offset?:IVL_PQ ;
EIVL.event<<CE ; ; code:TimingEvent codeSystem=2.16.840.1.113883.5.139 codeSystemName=TimingEvent
SXPR_TS<SXCM_TS ; comp+:SXCM_TS ;
PQ<QTY ; translation*:PQR ; value:real unit:cs
PQR<CV ; ; value:real
SXCM_PQ<PQ ; ; operator:SetOperator
IVXB_PQ<PQ ; ; inclusive:bl
IVL_PQ<SXCM_PQ ; (low:IVXB_PQ (width?:PQ | high?:IVXB_PQ)? | high:IVXB_PQ | width:PQ high?:IVXB_PQ | center:PQ width?:PQ)? ;
SXCM_INT<INT ; ; operator:SetOperator
IVXB_INT<INT ; ; inclusive:bl
IVL_INT<SXCM_INT ; (low:IVXB_INT (width?:INT | high?:IVXB_INT)? | high:IVXB_INT | width:INT high?:IVXB_INT | center:INT width?:INT)? ;
RTO_QTY_QTY<QTY ; numerator:QTY denominator:QTY ;
RTO<RTO_QTY_QTY ; ;
RTO_PQ_PQ<QTY ; numerator:PQ denominator:PQ ;
AD<ANY mixed ; (delimiter:ADXP | country:ADXP | state:ADXP | county:ADXP | city:ADXP | postalCode:ADXP | streetAddressLine:ADXP |
  houseNumber:ADXP | houseNumberNumeric:ADXP | direction:ADXP | streetName:ADXP | streetNameBase:ADXP | streetNameType:ADXP |
  additionalLocator:ADXP | unitID:ADXP | unitType:ADXP | careOf:ADXP | censusTract:ADXP | deliveryAddressLine:ADXP |
  deliveryInstallationType:ADXP | deliveryInstallationArea:ADXP | deliveryInstallationQualifier:ADXP | deliveryMode:ADXP |
  deliveryModeIdentifier:ADXP | buildingNumberSuffix:ADXP | postBox:ADXP | precinct:ADXP)* useablePeriod*:SXCM_TS ; use:set:PostalAddressUse
  isNotOrdered:bl
ADXP<<ST mixed ; ; partType:AddressPartType
EN<ANY mixed ; (delimiter:ENXP | family:ENXP | given:ENXP | prefix:ENXP | suffix:ENXP)* validTime?:IVL_TS ; use:set:EntityNameUse
ENXP<<ST mixed ; ; partType:EntityNamePartType qualifier:set:EntityNamePartQualifier
PN<EN mixed ; ;
ON<<EN mixed ; (delimiter:ENXP | prefix:ENXP | suffix:ENXP)* validTime?:IVL_TS ; use:set:EntityNameUse
InfrastructureRoot.typeId<<II ; ; root!=2.16.840.1.113883.1.3 extension!:st
RegionOfInterest.value<INT ; ; unsorted:boolean
`;
