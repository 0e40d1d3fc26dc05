import { CmlError, type CmlNode, type Unread } from '../../ports/cml/index.ts';

/** Why nobody need ask for what a node runs; `mute` are the kinds that cannot tell. */
export function unreadable(
  { state, nodeDefinition }: Pick<CmlNode, 'state' | 'nodeDefinition'>,
  mute: ReadonlySet<string>,
): Unread | undefined {
  if (mute.has(nodeDefinition)) {
    return { reason: `CML cannot read configurations of ${nodeDefinition}`, mayPass: false };
  }
  if (state === 'BOOTED') return undefined;
  return { reason: `it is ${state}`, mayPass: state === 'QUEUED' || state === 'STARTED' };
}

/** What CML said when it would not; `undefined` when it did. Other trouble is thrown. */
export async function whyRefused(attempt: Promise<unknown>): Promise<Unread | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    if (!(error instanceof CmlError)) throw error;
    if (error.code === 'refused') return { reason: error.message, mayPass: true };
    if (error.code === 'not-found') return { reason: 'it is gone', mayPass: false };
    throw error;
  }
}
