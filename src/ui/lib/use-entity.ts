import type { StreamKind } from '@lcm/core/contracts/stream';
import { useApp } from './app.ts';
import type { Views } from './live-store.ts';
import type { Trouble } from './problem.ts';
import { useLoad } from './use-load.ts';

/** One thing from the live store; asked for by itself only when the stream has not brought it. */
export function useEntity<Kind extends StreamKind>(
  kind: Kind,
  id: string,
  load: () => Promise<Views[Kind]>,
): { readonly view: Views[Kind] | undefined; readonly trouble: Trouble | undefined } {
  const { live, settled } = useApp();
  const known = live.find(kind, id);
  const loaded = useLoad(known === undefined && settled.value ? `${kind}/${id}` : undefined, load);
  return { view: known ?? loaded.value, trouble: loaded.trouble };
}
