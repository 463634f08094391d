/** Lexical forms of attribute values (CDA R2 data types). A name that is not here is not checked. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const CODES: Readonly<Record<string, ReadonlySet<string>>> = {
  NullFlavor: words('OTH NINF PINF ASKU NAV UNK NASK TRC NI MSK NA NP'),
  SetOperator: words('A E H I P'),
  TimingEvent: words('AC ACD ACM ACV HS IC ICD ICM ICV PC PCD PCM PCV CM CD CV'),
  BinaryDataEncoding: words('B64 TXT'),
  CompressionAlgorithm: words('DF GZ Z ZL'),
  IntegrityCheckAlgorithm: words('SHA-1 SHA-256'),
  TelecommunicationAddressUse: words('H HP HV WP DIR PUB BAD TMP AS EC MC PG'),
  PostalAddressUse: words('H HP HV WP DIR PUB BAD TMP ABC IDE SYL PHYS PST'),
  EntityNameUse: words('SRCH PHON SNDX ABC IDE SYL C L P A ASGN I R'),
  EntityNamePartQualifier: words('LS AC NB PR VV AD BR SP CL IN TITLE'),
  ActClass: words('ACCM ACCT ACSN ACT ACTN ADJUD ALRT BATTERY CACT CASE CATEGORY CDALVLONE CLNTRL CLUSTER CNOD CNTRCT COMPOSITION COND CONS CONTREG COV ' +
    'CTTEVENT DGIMG DIET DISPACT DOC DOCBODY DOCCLIN DOCSECT EHR ENC ENTRY EXTRACT FCNTRCT FOLDER INC INFO INFRM INVE INVSTG LIST MPROT OBS ' +
    'OBSCOR OBSSER ORGANIZER OUTB PCPR PROC REG REV ROIBND ROIOVL SBADM SPCOBS SPCTRT SPLY STC SUBST TOPIC TRNS VERIF XACT'),
  EntityClassRoot: words('ANM CER CHEM CITY CONT COUNTRY COUNTY DEV ENT FOOD HCE HOLD LIV MAT MIC MMAT MODDV NAT NLIV ORG PLC PLNT PROVINCE PSN PUB RGRP STATE'),
  ActMood: words('APT ARQ DEF EVN EVN.CRT GOL INT OPT PERM PERMRQ PRMS PRP RQO SLOT'),
  ParticipationType: words('ADM ATND AUT AUTHEN BBY BEN CALLBCK CON COV CSM CST DEV DIR DIS DIST DON DST ELOC ENT ESC HLD IND INF IRCP LA LOC NOT NRD ORG PPRF PRCP PRD ' +
    'PRF RCT RCV RDV REF REFB REFT RESP RML SBJ SPC SPRF TRC VIA VRF WIT'),
  RoleClassMutualRelationship: words('AGNT ASSIGNED CAREGIVER CASESBJ CIT COMPAR CON COVPTY CRINV CRSPNSR ECON EMP GUAR GUARD INVSBJ LIC MIL NOK NOT PAT PAYEE PAYOR POLHOLD PROV ' +
    'PRS QUAL RESBJ SGNOFF SPNSR STD UNDWRT'),
  AddressPartType: words('ADL BNN BNR BNS CAR CEN CNT CPA CTY DAL DEL DINST DINSTA DINSTQ DIR DMOD DMODID POB PRE SAL STA STB STR STTYP UNID UNIT ZIP'),
  EntityNamePartType: words('DEL FAM GIV PFX SFX'),
  ActClassObservation: words('CASE OUTB COND OBSSER OBSCOR ROIBND ROIOVL OBS ALRT CLNTRL CNOD DGIMG INVSTG SPCOBS'),
  EntityClassMaterial: words('CONT HOLD DEV CER MODDV MMAT MAT CHEM FOOD'),
  EntityClassManufacturedMaterial: words('CONT HOLD DEV CER MODDV MMAT'),
  EntityClassContainer: words('CONT HOLD'),
  EntityClassDevice: words('DEV CER MODDV'),
  EntityDeterminerDetermined: words('KIND QUANTIFIED_KIND'),
  RoleClassContent: words('CONT'),
  RoleClassIsSpeciesEntity: words('GEN GRIC'),
  RoleClassPart: words('PART ACTM'),
  RoleClassIngredientEntity: words('IACT COLR FLVR PRSV STBL INGR ACTI ACTM ADTV BASE'),
  RoleClassServiceDeliveryLocation: words('SDLOC DSDLOC ISDLOC'),
  ActClassDocument: words('DOCCLIN CDALVLONE DOC'),
  x_ActClassDocumentEntryAct: words('ACT ACCM CONS CTTEVENT INC INFRM PCPR REG SPCTRT'),
  x_ActClassDocumentEntryOrganizer: words('BATTERY CLUSTER'),
  x_ActMoodDocumentObservation: words('INT DEF EVN GOL PRMS PRP RQO'),
  x_ActRelationshipDocument: words('RPLC APND XFRM'),
  x_ActRelationshipEntry: words('COMP DRIV'),
  x_ActRelationshipEntryRelationship: words('XCRPT COMP RSON SPRT CAUS GEVL MFST REFR SAS SUBJ'),
  x_ActRelationshipExternalReference: words('XCRPT RPLC SPRT ELNK REFR SUBJ'),
  x_DocumentActMood: words('INT APT ARQ DEF EVN PRMS PRP RQO'),
  x_DocumentEncounterMood: words('INT APT ARQ EVN PRMS PRP RQO'),
  x_DocumentProcedureMood: words('INT APT ARQ DEF EVN PRMS PRP RQO'),
  x_DocumentSubstanceMood: words('INT EVN PRMS PRP RQO'),
  x_DocumentSubject: words('PAT PRS'),
  x_EncounterParticipant: words('ADM ATND CON DIS REF'),
  x_InformationRecipient: words('PRCP TRC'),
  x_InformationRecipientRole: words('ASSIGNED HLTHCHRT'),
  x_ServiceEventPerformer: words('PRF PPRF SPRF'),
};

const PATTERNS: Readonly<Record<string, RegExp>> = {
  bl: /^(?:true|false)$/,
  boolean: /^(?:true|false|0|1)$/,
  cs: /^\S+$/,
  st: /^[^]+$/,
  int: /^[+-]?\d+$/,
  real: /^(?:[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|INF|-INF|NaN)$/,
  ts: /^(?:\d{1,8}|(?:\d{9,14}|\d{14}\.\d+)(?:[+-]\d{1,4})?)$/,
  // OID, UUID or a reserved identifier, which is any word.
  uid: /^(?:[0-2](?:\.(?:0|[1-9]\d*))*|[0-9a-zA-Z]{8}(?:-[0-9a-zA-Z]{4}){3}-[0-9a-zA-Z]{12}|[A-Za-z][A-Za-z0-9-]*)$/,
  bin: /^[A-Za-z0-9+/=\s]*$/,
  ID: /^[\p{L}_][\p{L}\p{N}\p{M}._·-]*$/u,
};

const SET_OF = 'set:';

/** Is the value of the simple type? `set:X` is a list of X separated by spaces. */
export const isOfSimpleType = (type: string, value: string): boolean => {
  if (type.startsWith(SET_OF)) return value.split(/\s+/).every((word) => word === '' || isOfSimpleType(type.slice(SET_OF.length), word));
  const codes = CODES[type];
  if (codes !== undefined) return codes.has(value);
  return PATTERNS[type]?.test(value) ?? true;
};

/** What would be right, for the report. */
export const allowedOfSimpleType = (type: string): string => {
  const codes = CODES[type.startsWith(SET_OF) ? type.slice(SET_OF.length) : type];
  return codes === undefined ? type : [...codes].join(' ');
};
