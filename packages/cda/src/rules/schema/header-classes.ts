/**
 * Content and attributes of the classes of the CDA R2 header and of the body down to the section. Notation: content-model.ts.
 */
export const HEADER_CLASSES: string = `
ClinicalDocument ; realmCode*:CS typeId:InfrastructureRoot.typeId templateId*:II id:II code:CE title?:ST effectiveTime:TS
  confidentialityCode:CE languageCode?:CS setId?:II versionNumber?:INT copyTime?:TS recordTarget+:RecordTarget author+:Author
  dataEnterer?:DataEnterer informant*:Informant12 custodian:Custodian informationRecipient*:InformationRecipient
  legalAuthenticator?:LegalAuthenticator authenticator*:Authenticator participant*:Participant1 inFulfillmentOf*:InFulfillmentOf
  documentationOf*:DocumentationOf relatedDocument*:RelatedDocument authorization*:Authorization componentOf?:Component1
  component:Component2 ; ID:ID classCode=DOCCLIN moodCode=EVN
RecordTarget ; $root patientRole:PatientRole ; typeCode=RCT contextControlCode=OP
PatientRole ; $root id+:II addr*:AD telecom*:TEL patient?:Patient providerOrganization?:Organization ; classCode=PAT
Patient ; $root id?:II name*:PN administrativeGenderCode?:CE birthTime?:TS maritalStatusCode?:CE religiousAffiliationCode?:CE raceCode?:CE
  ethnicGroupCode?:CE guardian*:Guardian birthplace?:Birthplace languageCommunication*:LanguageCommunication ; classCode=PSN
  determinerCode=INSTANCE
Guardian ; $root id*:II code?:CE addr*:AD telecom*:TEL (guardianPerson:Person | guardianOrganization:Organization) ; classCode=GUARD
Birthplace ; $root place:Place ; classCode=BIRTHPL
Place ; $root name?:EN addr?:AD ; classCode=PLC determinerCode=INSTANCE
LanguageCommunication ; $root languageCode?:CS modeCode?:CE proficiencyLevelCode?:CE preferenceInd?:BL ;
Author ; $root functionCode?:CE time:TS assignedAuthor:AssignedAuthor ; typeCode=AUT contextControlCode=OP
AssignedAuthor ; $root id+:II code?:CE addr*:AD telecom*:TEL (assignedPerson?:Person | assignedAuthoringDevice?:AuthoringDevice)
  representedOrganization?:Organization ; classCode=ASSIGNED
AuthoringDevice ; $root code?:CE manufacturerModelName?:SC softwareName?:SC asMaintainedEntity*:MaintainedEntity ; classCode=DEV
  determinerCode=INSTANCE
MaintainedEntity ; $root effectiveTime?:IVL_TS maintainingPerson:Person ; classCode=MNT
Person ; $root name*:PN ; classCode=PSN determinerCode=INSTANCE
Organization ; $root id*:II name*:ON telecom*:TEL addr*:AD standardIndustryClassCode?:CE asOrganizationPartOf?:OrganizationPartOf ;
  classCode=ORG determinerCode=INSTANCE
OrganizationPartOf ; $root id*:II code?:CE statusCode?:CS effectiveTime?:IVL_TS wholeOrganization?:Organization ; classCode=PART
DataEnterer ; $root time?:TS assignedEntity:AssignedEntity ; typeCode=ENT contextControlCode=OP
AssignedEntity ; $root id+:II code?:CE addr*:AD telecom*:TEL assignedPerson?:Person representedOrganization?:Organization ;
  classCode=ASSIGNED
Informant12 ; $root (assignedEntity:AssignedEntity | relatedEntity:RelatedEntity) ; typeCode=INF contextControlCode=OP
RelatedEntity ; $root code?:CE addr*:AD telecom*:TEL effectiveTime?:IVL_TS relatedPerson?:Person ; classCode!:RoleClassMutualRelationship
Custodian ; $root assignedCustodian:AssignedCustodian ; typeCode=CST
AssignedCustodian ; $root representedCustodianOrganization:CustodianOrganization ; classCode=ASSIGNED
CustodianOrganization ; $root id+:II name?:ON telecom?:TEL addr?:AD ; classCode=ORG determinerCode=INSTANCE
InformationRecipient ; $root intendedRecipient:IntendedRecipient ; typeCode:x_InformationRecipient
IntendedRecipient ; $root id*:II addr*:AD telecom*:TEL informationRecipient?:Person receivedOrganization?:Organization ;
  classCode:x_InformationRecipientRole
LegalAuthenticator ; $root time:TS signatureCode:CS assignedEntity:AssignedEntity ; ID:ID typeCode=LA contextControlCode=OP
Authenticator ; $root time:TS signatureCode:CS assignedEntity:AssignedEntity ; typeCode=AUTHEN
Participant1 ; $root functionCode?:CE time?:IVL_TS associatedEntity:AssociatedEntity ; typeCode!:ParticipationType contextControlCode=OP
AssociatedEntity ; $root id*:II code?:CE addr*:AD telecom*:TEL associatedPerson?:Person scopingOrganization?:Organization ; classCode!:cs
InFulfillmentOf ; $root order:Order ; typeCode=FLFS
Order ; $root id+:II code?:CE priorityCode?:CE ; classCode:ActClass moodCode=RQO
DocumentationOf ; $root serviceEvent:ServiceEvent ; typeCode=DOC
ServiceEvent ; $root id*:II code?:CE effectiveTime?:IVL_TS performer*:Performer1 ; classCode:ActClass moodCode=EVN
Performer1 ; $root functionCode?:CE time?:IVL_TS assignedEntity:AssignedEntity ; typeCode!:x_ServiceEventPerformer
RelatedDocument ; $root parentDocument:ParentDocument ; typeCode!:x_ActRelationshipDocument
ParentDocument ; $root id+:II code?:CD text?:ED setId?:II versionNumber?:INT ; classCode=DOCCLIN moodCode=EVN
Authorization ; $root consent:Consent ; typeCode=AUTH
Consent ; $root id*:II code?:CE statusCode:CS ; classCode=CONS moodCode=EVN
Component1 ; $root encompassingEncounter:EncompassingEncounter ; typeCode=COMP
EncompassingEncounter ; $root id*:II code?:CE effectiveTime:IVL_TS dischargeDispositionCode?:CE responsibleParty?:ResponsibleParty
  encounterParticipant*:EncounterParticipant location?:Location ; classCode=ENC moodCode=EVN
ResponsibleParty ; $root assignedEntity:AssignedEntity ; typeCode=RESP
EncounterParticipant ; $root time?:IVL_TS assignedEntity:AssignedEntity ; typeCode!:x_EncounterParticipant
Location ; $root healthCareFacility:HealthCareFacility ; typeCode=LOC
HealthCareFacility ; $root id*:II code?:CE location?:Place serviceProviderOrganization?:Organization ;
  classCode:RoleClassServiceDeliveryLocation
Component2 ; $root (nonXMLBody:NonXMLBody | structuredBody:StructuredBody) ; typeCode=COMP contextConductionInd=true
NonXMLBody ; $root text:ED confidentialityCode?:CE languageCode?:CS ; classCode=DOCBODY moodCode=EVN
StructuredBody ; $root confidentialityCode?:CE languageCode?:CS component+:Component3 ; classCode=DOCBODY moodCode=EVN
Component3 ; $root section:Section ; typeCode=COMP contextConductionInd=true
Section ; $root id?:II code?:CE title?:ST text?:Doc.Text confidentialityCode?:CE languageCode?:CS subject?:Subject author*:Author
  informant*:Informant12 entry*:Entry component*:Component5 ; ID:ID classCode=DOCSECT moodCode=EVN
Component5 ; $root section:Section ; typeCode=COMP contextConductionInd=true
`;
