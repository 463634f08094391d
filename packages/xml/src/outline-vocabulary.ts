/**
 * Names and values of the standards that a masked outline may show: they say how a message is built, and nothing of whom it is
 * about. Whatever is not in these lists becomes a pseudonym, whatever it is.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));

/** Elements. */
export const OUTLINE_ELEMENTS: ReadonlySet<string> = words(`
  Envelope Header Body Fault Code Subcode Value Reason Text Detail Node Role Action MessageID RelatesTo ReplyTo FaultTo
  From To Address Security Timestamp Created Expires BinarySecurityToken Signature SignedInfo SignatureValue
  SignatureMethod CanonicalizationMethod Reference Transforms Transform InclusiveNamespaces DigestMethod DigestValue
  KeyInfo KeyValue RSAKeyValue Modulus Exponent X509Data X509Certificate X509IssuerSerial Assertion Issuer Subject
  NameID SubjectConfirmation SubjectConfirmationData Conditions AudienceRestriction Audience Advice AssertionIDRef
  AuthnStatement AuthnContext AuthnContextClassRef SubjectLocality AttributeStatement Attribute AttributeValue
  RequestSecurityToken RequestType TokenType TRCParameters PatientId PurposeOfUse
  AdhocQueryRequest AdhocQueryResponse AdhocQuery ResponseOption RegistryResponse RegistryErrorList RegistryError
  RegistryObjectList ExtrinsicObject RegistryPackage Association Classification ExternalIdentifier Slot ValueList Name
  Description LocalizedString VersionInfo RetrieveDocumentSetRequest RetrieveDocumentSetResponse DocumentRequest
  DocumentResponse DocumentUniqueId NewDocumentUniqueId RepositoryUniqueId NewRepositoryUniqueId HomeCommunityId
  Document mimeType ProvideAndRegisterDocumentSetRequest SubmitObjectsRequest ObjectRef Include
  PRPA_IN201305UV02 PRPA_IN201306UV02 MCCI_IN000002UV01 id creationTime interactionId processingCode processingModeCode
  acceptAckCode receiver sender device asAgent representedOrganization controlActProcess authorOrPerformer
  assignedDevice queryByParameter queryId statusCode responseModalityCode responsePriorityCode matchCriterionList
  parameterList livingSubjectAdministrativeGender livingSubjectBirthTime livingSubjectId livingSubjectName
  patientAddress value semanticsText acknowledgement typeCode targetMessage acknowledgementDetail location queryAck
  queryResponseCode registrationEvent subject subject1 subjectOf1 subjectOf2 queryMatchObservation reasonOf
  detectedIssueEvent detectedIssueManagement mitigatedBy triggerFor actOrderRequired versionCode patient patientPerson
  asOtherIDs scopingOrganization providerOrganization custodian assignedEntity telecom addr realmCode typeId
  ClinicalDocument templateId code title effectiveTime confidentialityCode languageCode setId versionNumber recordTarget
  patientRole name given family prefix suffix delimiter administrativeGenderCode birthTime maritalStatusCode
  religiousAffiliationCode raceCode ethnicGroupCode guardian guardianPerson guardianOrganization birthplace place
  languageCommunication modeCode proficiencyLevelCode preferenceInd country city state county precinct postalCode
  streetAddressLine streetName houseNumber postBox additionalLocator author time functionCode assignedAuthor
  assignedPerson assignedAuthoringDevice manufacturerModelName softwareName representedCustodianOrganization
  assignedCustodian legalAuthenticator authenticator signatureCode informant informationRecipient intendedRecipient
  receivedOrganization relatedEntity relatedPerson dataEnterer participant associatedEntity associatedPerson
  participantRole playingEntity playingDevice scopingEntity inFulfillmentOf order documentationOf serviceEvent performer
  relatedDocument parentDocument componentOf encompassingEncounter component nonXMLBody structuredBody section text
  entry organizer act observation procedure substanceAdministration supply encounter consumable manufacturedProduct
  manufacturedMaterial manufacturedLabeledDrug manufacturerOrganization containerPackagedMedicine
  containerPackagedProduct asContent asSpecializedKind asContentPackage asIngredient asManufacturedProduct
  generalizedMaterialKind generalizedMedicineClass ingredient ingredientSubstance activeIngredient quantity numerator
  denominator formCode desc lotNumberText expirationTime capacityQuantity capTypeCode part partProduct
  marketingAuthorizationHolder entryRelationship sequenceNumber doseQuantity rateQuantity maxDoseQuantity routeCode
  approachSiteCode administrationUnitCode priorityCode repeatNumber independentInd precondition criterion reference
  externalDocument externalObservation externalAct externalProcedure referenceRange observationRange interpretationCode
  methodCode targetSiteCode qualifier translation originalText low high center width period offset event phase usage
  product subjectOf holderOf specimen specimenRole relationship standardIndustryClassCode asOrganizationPartOf
  wholeOrganization
  paragraph content list item table thead tbody tfoot tr th td col colgroup caption br linkHtml renderMultiMedia
  footnote footnoteRef sub sup
  codedElement codedElementList elementPath targetLanguageCode valueSet valueSetVersion
`);

/** Attributes. */
export const OUTLINE_ATTRIBUTES: ReadonlySet<string> = words(`
  Algorithm AuthnInstant Direction Format FriendlyName ID IssueInstant Method Name NameFormat NameQualifier NotBefore
  NotOnOrAfter PrefixList SessionIndex SessionNotOnOrAfter SPProvidedID SPNameQualifier Recipient InResponseTo URI Id
  EncodingType ValueType Version ITSVersion alg assertion associationType assigningAuthorityName border classCode
  classificationNode classificationScheme classifiedObject code codeContext codeSystem codeSystemName codeSystemVersion
  colspan contextConductionInd contextControlCode determinerCode displayName displayable errorCode extension
  highestSeverity home href id identificationScheme institutionSpecified inversionInd lang language lid listType
  location mediaType mimeType moodCode mustUnderstand name negationInd nodeRepresentation nullFlavor objectType operator
  qualifier registryObject relay representation requestId returnComposedObjects returnType role root rowspan
  schemaLocation severity sourceObject specimen status styleCode targetObject totalResultCount type typeCode unit use
  validityTime value valueSet versionName width
`);

/** Values of attributes that are structure by themselves. */
export const OUTLINE_VALUES: ReadonlySet<string> = words(`
  MMAT OBS SBADM ACT ACTI CONT MANU ORG ASSIGNED PSN DOCSECT SPLY PROC DEV PAT DOCCLIN GEN GRIC DOCBODY PCPR PRS AGNT
  GUARD CLUSTER ENT NOK CACT LIC PART BATTERY INFRM ALRT CAREGIVER ECON REG QUAL DST ENC EVN INT RQO PRMS PRP SUBJ DRIV
  CSM COMP REFR XFRM MFST LA RCT IND AUT CST PRF DOC RSON APND RCV SND SAS PRD PPRF FLFS CALLBCK SPRT MITGT SBJ CAUS
  INST KIND INSTANCE UNK NI NA OTH NP NASK ASKU NAV MSK INV OP A D true false 1 0 WP MC HP H HV PUB PST L PHYS B64 CD
  IVL_TS PIVL_TS EIVL_TS PQ IVL_PQ CE CV CS ST ED TS BL INT REAL RTO RTO_PQ_PQ ADXP II text/xml text/plain
  application/pdf image/jpeg
  codingScheme creationTime sourcePatientId authorPerson authorInstitution authorRole authorSpecialty languageCode
  sourcePatientInfo submissionTime serviceStartTime serviceStopTime SubmissionSetStatus Original size hash
  repositoryUniqueId $XDSDocumentEntryPatientId $XDSDocumentEntryStatus $XDSDocumentEntryClassCode
  $XDSDocumentEntryFormatCode
  urn:oasis:names:tc:ebxml-regrep:StatusType:Approved urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success
  urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure urn:ihe:iti:2007:ResponseStatusType:PartialSuccess
  urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning
  http://www.w3.org/2001/10/xml-exc-c14n# http://www.w3.org/2001/04/xmldsig-more#rsa-sha256
  http://www.w3.org/2001/04/xmlenc#sha256 http://www.w3.org/2000/09/xmldsig#enveloped-signature
`);
