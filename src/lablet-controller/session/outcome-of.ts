import { BlobsError } from '@lcm/core/ports/blobs';
import { CmlError } from '@lcm/core/ports/cml';
import { LabDeliveryError } from '@lcm/core/ports/lab-delivery';
import { failed, notYet, type StepOutcome } from './step-handler.ts';

const awayCodes: readonly string[] = ['unreachable', 'not-ready', 'slow'];

/**
 * Who cannot be reached may be in a moment; that costs no attempt, only the step's time. What is not an answer of the
 * outside is no outcome of the step either: it is thrown on, and the step looked at again.
 */
export function outcomeOf(error: unknown): StepOutcome {
  if (!(error instanceof CmlError || error instanceof LabDeliveryError || error instanceof BlobsError)) throw error;
  const away = 'code' in error && awayCodes.includes(error.code);
  return away ? notYet(error.message) : failed(error.message);
}
