/**
 * Content and attributes of the classes inside an entry. Notation: content-model.ts.
 */
export const ENTRY_CLASSES: string = `
Subject ; $root awarenessCode?:CE relatedSubject:RelatedSubject ; typeCode=SBJ contextControlCode=OP
RelatedSubject ; $root code?:CE addr*:AD telecom*:TEL subject?:SubjectPerson ; classCode:x_DocumentSubject
SubjectPerson ; $root name*:PN administrativeGenderCode?:CE birthTime?:TS ; classCode=PSN determinerCode=INSTANCE
Entry ; $root $statement ; typeCode:x_ActRelationshipEntry contextConductionInd=true
Act ; $root id*:II code:CD text?:ED statusCode?:CS effectiveTime?:IVL_TS priorityCode?:CE languageCode?:CS $subject $actors $links ;
  classCode!:x_ActClassDocumentEntryAct moodCode!:x_DocumentActMood negationInd:bl
Specimen ; $root specimenRole:SpecimenRole ; typeCode=SPC
SpecimenRole ; $root id*:II specimenPlayingEntity?:PlayingEntity ; classCode=SPEC
PlayingEntity ; $root code?:CE quantity*:PQ name*:PN desc?:ED ; classCode:EntityClassRoot determinerCode=INSTANCE
Performer2 ; $root time?:IVL_TS modeCode?:CE assignedEntity:AssignedEntity ; typeCode=PRF
Participant2 ; $root time?:IVL_TS awarenessCode?:CE participantRole:ParticipantRole ; typeCode!:ParticipationType contextControlCode=OP
ParticipantRole ; $root id*:II code?:CE addr*:AD telecom*:TEL (playingDevice?:Device | playingEntity?:PlayingEntity) scopingEntity?:Entity ;
  classCode:cs
Device ; $root code?:CE manufacturerModelName?:SC softwareName?:SC ; classCode:EntityClassDevice determinerCode=INSTANCE
Entity ; $root id*:II code?:CE desc?:ED ; classCode:EntityClassRoot determinerCode=INSTANCE
EntryRelationship ; $root sequenceNumber?:INT seperatableInd?:BL $statement ; typeCode!:x_ActRelationshipEntryRelationship inversionInd:bl
  contextConductionInd:bl negationInd:bl
Encounter ; $root id*:II code?:CD text?:ED statusCode?:CS effectiveTime?:IVL_TS priorityCode?:CE $subject $actors $links ; classCode!:ActClass
  moodCode!:x_DocumentEncounterMood
Reference ; $root seperatableInd?:BL (externalAct:ExternalAct | externalObservation:ExternalObservation |
  externalProcedure:ExternalProcedure | externalDocument:ExternalDocument) ; typeCode!:x_ActRelationshipExternalReference
ExternalAct ; $root id*:II code?:CD text?:ED ; classCode:ActClass moodCode=EVN
ExternalObservation ; $root id*:II code?:CD text?:ED ; classCode:ActClassObservation moodCode=EVN
ExternalProcedure ; $root id*:II code?:CD text?:ED ; classCode=PROC moodCode=EVN
ExternalDocument ; $root id*:II code?:CD text?:ED setId?:II versionNumber?:INT ; classCode:ActClassDocument moodCode=EVN
Precondition ; $root criterion:Criterion ; typeCode=PRCN
Criterion ; $root code?:CD text?:ED value?:ANY ; classCode:ActClassObservation moodCode=EVN.CRT
Observation ; $root id*:II code:CD derivationExpr?:ST text?:ED statusCode?:CS effectiveTime?:IVL_TS priorityCode?:CE repeatNumber?:IVL_INT
  languageCode?:CS value*:ANY interpretationCode*:CE methodCode*:CE targetSiteCode*:CD $subject $actors $links
  referenceRange*:ReferenceRange ; classCode!:ActClassObservation moodCode!:x_ActMoodDocumentObservation negationInd:bl
ReferenceRange ; $root observationRange:ObservationRange ; typeCode=REFV
ObservationRange ; $root code?:CD text?:ED value?:ANY interpretationCode?:CE ; classCode:ActClassObservation moodCode=EVN.CRT
ObservationMedia ; $root id*:II languageCode?:CS value:ED $subject $actors $links ; ID:ID classCode!:ActClassObservation moodCode!:ActMood
Organizer ; $root id*:II code?:CD statusCode:CS effectiveTime?:IVL_TS $subject $actors reference*:Reference precondition*:Precondition
  component*:Component4 ; classCode!:x_ActClassDocumentEntryOrganizer moodCode!:ActMood
Component4 ; $root sequenceNumber?:INT seperatableInd?:BL $statement ; typeCode=COMP contextConductionInd=true
Procedure ; $root id*:II code?:CD text?:ED statusCode?:CS effectiveTime?:IVL_TS priorityCode?:CE languageCode?:CS methodCode*:CE
  approachSiteCode*:CD targetSiteCode*:CD $subject $actors $links ; classCode!:ActClass moodCode!:x_DocumentProcedureMood negationInd:bl
RegionOfInterest ; $root id+:II code:CS value+:RegionOfInterest.value $subject $actors $links ; ID:ID classCode!=ROIOVL moodCode!=EVN
SubstanceAdministration ; $root id*:II code?:CD text?:ED statusCode?:CS effectiveTime*:SXCM_TS priorityCode?:CE repeatNumber?:IVL_INT
  routeCode?:CE approachSiteCode*:CD doseQuantity?:IVL_PQ rateQuantity?:IVL_PQ maxDoseQuantity?:RTO_PQ_PQ administrationUnitCode?:CE
  $subject consumable:Consumable $actors $links ; classCode!=SBADM moodCode!:x_DocumentSubstanceMood negationInd:bl
Consumable ; $root manufacturedProduct:ManufacturedProduct ; typeCode=CSM
ManufacturedProduct ; $root id*:II (manufacturedLabeledDrug:LabeledDrug | manufacturedMaterial:Material)
  manufacturerOrganization?:Organization ; classCode=MANU
LabeledDrug ; $root code?:CE name?:EN ; classCode=MMAT determinerCode=KIND
Supply ; $root id*:II code?:CD text?:ED statusCode?:CS effectiveTime*:SXCM_TS priorityCode*:CE repeatNumber?:IVL_INT independentInd?:BL
  quantity?:PQ expectedUseTime?:IVL_TS $subject product?:Product $actors $links ; classCode!=SPLY moodCode!:x_DocumentSubstanceMood
Product ; $root manufacturedProduct:ManufacturedProduct ; typeCode=PRD
`;
