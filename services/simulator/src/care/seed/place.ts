/** Where a record was written: care giver, care unit and the system that holds it. All are fictional. */
export interface Place {
  readonly giver: { readonly hsaId: string; readonly name: string };
  readonly unit: { readonly hsaId: string; readonly name: string };
  /** HSA-id of the source system. */
  readonly system: string;
}

const id = (suffix: string): string => `SE0000000000-${suffix}`;
const EXEMPEL = { hsaId: id('VG01'), name: 'Region Exempel' };
const PROV = { hsaId: id('VG02'), name: 'Region Provlandet' };
const PRIVATE = { hsaId: id('VG03'), name: 'Testkliniken AB' };

export const PLACES: Readonly<Record<'healthCentre' | 'hospital' | 'otherRegion' | 'psychiatry' | 'privateClinic' | 'laboratory' | 'midwives' | 'rehabilitation', Place>> = {
  healthCentre: { giver: EXEMPEL, unit: { hsaId: id('VE01'), name: 'Exempelby vårdcentral' }, system: id('SYS1') },
  hospital: { giver: EXEMPEL, unit: { hsaId: id('VE02'), name: 'Exempelby sjukhus, medicinkliniken' }, system: id('SYS1') },
  otherRegion: { giver: PROV, unit: { hsaId: id('VE03'), name: 'Provstads vårdcentral' }, system: id('SYS2') },
  psychiatry: { giver: EXEMPEL, unit: { hsaId: id('VE04'), name: 'Exempelby psykiatriska mottagning' }, system: id('SYS1') },
  privateClinic: { giver: PRIVATE, unit: { hsaId: id('VE05'), name: 'Testkliniken' }, system: id('SYS3') },
  laboratory: { giver: EXEMPEL, unit: { hsaId: id('VE06'), name: 'Exempelby transfusionsmedicin' }, system: id('LAB1') },
  midwives: { giver: EXEMPEL, unit: { hsaId: id('VE07'), name: 'Exempelby barnmorskemottagning' }, system: id('MVC1') },
  rehabilitation: { giver: EXEMPEL, unit: { hsaId: id('VE08'), name: 'Exempelby rehabilitering' }, system: id('SYS1') },
};
