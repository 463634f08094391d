import { NS, type XmlElement } from '@ncp/xml';
import { DATA_TYPES } from '../../rules/schema/data-types.js';
import { ENTRY_CLASSES } from '../../rules/schema/entry-classes.js';
import { HEADER_CLASSES } from '../../rules/schema/header-classes.js';
import { PRODUCT_CLASSES } from '../../rules/schema/product-classes.js';

/**
 * Names of elements that a document of any release may have: those of the schema, and those of the older product extension
 * (cda-documents 9). The reader reads every other element too, and says that it is unknown.
 */

const NAME_IN_CONTENT = /(?:pharm:)?([A-Za-z]+)[?*+]?:[A-Za-z]/g;

const OLDER_NAMES = [
  'containerPackagedMedicine', 'capacityQuantity', 'generalizedMedicineClass', 'ingredient', 'marketingAuthorizationHolder', 'partMedicine',
  'manufacturedLabeledDrug', 'subjectOf', 'approval', 'author', 'territorialAuthority', 'territory', 'lotNumberText',
];

/** Written in the classes as common parts. */
const COMMON_NAMES = [
  'realmCode', 'typeId', 'templateId', 'act', 'encounter', 'observation', 'observationMedia', 'organizer', 'procedure', 'regionOfInterest', 'substanceAdministration',
  'supply', 'subject', 'specimen', 'performer', 'author', 'informant', 'participant', 'entryRelationship', 'reference', 'precondition',
];

const KNOWN: ReadonlySet<string> = new Set([
  'ClinicalDocument', ...OLDER_NAMES, ...COMMON_NAMES,
  ...[DATA_TYPES, HEADER_CLASSES, ENTRY_CLASSES, PRODUCT_CLASSES].flatMap((classes) => [...classes.matchAll(NAME_IN_CONTENT)].map(([, name = '']) => name)),
]);

const NAMESPACES: ReadonlySet<string> = new Set([NS.hl7, NS.pharm, NS.pharmOld]);

export const isKnownElement = ({ ns, local }: XmlElement): boolean => NAMESPACES.has(ns) && KNOWN.has(local);
