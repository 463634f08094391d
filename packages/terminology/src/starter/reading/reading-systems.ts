/** Code systems of Patient Summaries, and those that only reading needs. */
export const READING_SYSTEMS = {
  actCode: '2.16.840.1.113883.5.4',
  actStatus: '2.16.840.1.113883.5.14',
  allergyCertainty: '2.16.840.1.113883.4.642.4.1371',
  allergyStatus: '2.16.840.1.113883.4.642.4.1373',
  certainty: '2.16.840.1.113883.4.642.4.1075',
  criticality: '2.16.840.1.113883.4.642.4.130',
  emdn: '1.3.6.1.4.1.12559.11.10.1.3.1.44.6',
  eventTiming: '2.16.840.1.113883.4.642.4.76',
  interpretation: '2.16.840.1.113883.5.83',
  language: '2.16.840.1.113883.6.121',
  orphanet: '1.3.6.1.4.1.12559.11.10.1.3.1.44.5',
  participationFunction: '2.16.840.1.113883.5.88',
  participationSignature: '2.16.840.1.113883.5.89',
  roleClass: '2.16.840.1.113883.5.110',
  roleCode: '2.16.840.1.113883.5.111',
  routeOfAdministration: '2.16.840.1.113883.5.112',
} as const;
