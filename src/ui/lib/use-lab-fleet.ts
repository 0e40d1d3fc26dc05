import { useApp } from './app.ts';
import type { Fleet } from './lab-bulk.ts';

/** What the viewer may do, and where the hosts of labs are. */
export function useLabFleet(): Fleet {
  const { me, live } = useApp();
  return { actor: me.value, hostOf: ({ workerId }) => live.find('worker', workerId) };
}
