import { ZERO, compareDecimal, subtractDecimal, type NcpErrorCode, type Prescription } from '@ncp/domain';
import type { DispenseRecord, RegisterDispense } from '../ports/index.js';

const isCommand = (value: unknown): value is RegisterDispense =>
  typeof value === 'object' && value !== null && 'actorDispatchId' in value && 'prescription' in value && 'dispensation' in value;

/** The call that a row was opened for; undefined when its row holds none that can be read. */
export function readCommand({ command }: DispenseRecord): RegisterDispense | undefined {
  if (command === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(command);
    return isCommand(value) ? value : undefined;
  } catch {
    // Told as a row without a command, which people are alarmed about.
    return undefined;
  }
}

/**
 * The stored call against the prescription as it stands now (UC-A4 8.1): what was handed over stays as it was reported,
 * whether it ends the prescription is decided anew.
 */
export function renewedCommand(command: RegisterDispense, prescription: Prescription): RegisterDispense | { readonly refused: NcpErrorCode } {
  const firstRow = command.dispatchId === command.actorDispatchId;
  const { status, remainingDispenses: left = 0, remainingQuantity } = prescription;
  // A further row of a visit needs no uttag of its own; its first row may have used the last (decisions D50).
  if (firstRow && (status === 'completed' || left <= 0)) return { refused: 'NCP_DISPENSE_ALREADY' };
  if (status !== 'active' && status !== 'completed') return { refused: 'NCP_DISPENSE_NOT_DISPENSABLE' };
  const emptied = remainingQuantity !== undefined && compareDecimal(subtractDecimal(remainingQuantity.value, command.deducted.value), ZERO) <= 0;
  return { ...command, prescription, complete: emptied || left - (firstRow ? 1 : 0) <= 0 };
}
