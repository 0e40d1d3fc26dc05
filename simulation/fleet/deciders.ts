import type { FoundInstance } from '@lcm/core/domain/instance';
import { admin, attempt, type PeopleOptions } from '../asking.ts';

const hour = 3_600_000;

/** An admin who decides on what was found in the cloud, and imports what they know of before anybody has found it. */
export async function decide({ world, host, going }: PeopleOptions): Promise<void> {
  const { clock, operators, auditor, parts } = world;
  while (parts.strangers && going()) {
    await clock.sleep(operators.next() * 16 * hour);
    if (!going()) return;
    if (operators.next() < 0.2) await importOne({ world, host, going });
    for (const found of auditor.instances.values()) await decideOn({ world, host, going }, found);
  }
}

async function decideOn({ world, host }: PeopleOptions, { id: foundId, status }: FoundInstance): Promise<void> {
  const luck = world.operators.next();
  const call = (name: string, input: object = {}): Promise<unknown> =>
    attempt(() => host.call(name, { foundId, ...input }, admin));
  if (status === 'ignored' && luck < 0.1) await call('UnignoreInstance');
  if (status !== 'undecided') return;
  if (luck < 0.5) await call('AdoptInstance');
  else if (luck < 0.7) await call('IgnoreInstance');
  else if (luck < 0.85) await call('TerminateInstance', { reason: 'nobody needs it' });
  // Two at once, or one who was not sure that the first click arrived.
  if (luck < 0.2) await call('AdoptInstance');
}

async function importOne({ world, host }: PeopleOptions): Promise<void> {
  const { strangers, operators } = world;
  const stranger = [...strangers.values()][Math.floor(operators.next() * strangers.size)];
  if (stranger === undefined) return;
  const { region, id: instanceId } = stranger;
  await attempt(() => host.call('ImportWorkers', { region, instanceId, template: 'metal' }, admin));
}

/** At the end: what is left of our own launches and has no worker any more is ended, as the screen asks for it. */
export async function endOrphans({ world, host }: PeopleOptions): Promise<void> {
  for (const { id: foundId, status, suspicion } of world.auditor.instances.values()) {
    const isOpen = status === 'undecided' || status === 'ignored';
    if (!isOpen || suspicion?.kind !== 'ours-orphaned') continue;
    await attempt(() => host.call('TerminateInstance', { foundId, reason: 'its worker has ended' }, admin));
  }
}
