import { CmlError } from '@lcm/core/ports/cml';

export type OrReason<Value> = { readonly value: Value } | { readonly reason: string };

/** What CML refuses is missing; a host that does not answer is waited for. */
export async function orReason<Value>(answer: Promise<Value>): Promise<OrReason<Value>> {
  try {
    return { value: await answer };
  } catch (error) {
    const isRefusal = error instanceof CmlError && ['refused', 'not-found', 'invalid'].includes(error.code);
    if (!isRefusal) throw error;
    return { reason: error.message };
  }
}
