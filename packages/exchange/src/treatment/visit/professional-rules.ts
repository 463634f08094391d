import { iscoOfProfession, mayDo, NcpError, type SwedishProfessional } from '@ncp/domain';

/** @throws NcpError NCP_API_ROLE for a profession that does not hand over medicines (decisions D65) */
export function requireDispenser({ professionCode }: SwedishProfessional): void {
  if (!mayDo(iscoOfProfession(professionCode).code, 'dispense')) throw new NcpError('NCP_API_ROLE', { action: 'dispense' });
}
