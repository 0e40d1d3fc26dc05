import type { WorkerView } from '@lcm/core/contracts/worker';
import type { ComputeHealth, KnownDefinitions, Noticed, ServiceHealth } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';
import {
  type CmlComputeHealth,
  CmlError,
  type CmlHealth,
  type CmlImageDefinition,
  type CmlNodeDefinition,
  type CmlServer,
  cmlComputeChecks,
} from '@lcm/core/ports/cml';
import type { WorkerReconcilerDeps } from './deps.ts';
import type { Memory } from './memory.ts';

interface Host {
  readonly worker: WorkerView;
  readonly memory: Memory;
}

/** What an available CML says of its health and of what it can run, as often as either is likely to be another. */
export async function lookAtDetails(
  { clock, settings }: Pick<WorkerReconcilerDeps, 'clock' | 'settings'>,
  cml: CmlServer,
  { worker, memory }: Host,
): Promise<Noticed> {
  const now = clock.now();
  const isDue = (readAt: Instant | undefined, everyMs: number): boolean =>
    readAt === undefined || now - readAt >= everyMs;
  const { healthReadAt, definitionsReadAt } = memory.of(worker);
  const asksHealth = isDue(healthReadAt, settings.healthEveryMs);
  const asksDefinitions = worker.definitions === undefined || isDue(definitionsReadAt, settings.definitionsEveryMs);
  if (asksHealth) memory.note(worker, { healthReadAt: now });
  if (asksDefinitions) memory.note(worker, { definitionsReadAt: now });
  const [health, definitions] = await Promise.all([
    asksHealth ? answered(async () => healthOf(await cml.health())) : undefined,
    asksDefinitions
      ? answered(async () => definitionsOf(await cml.nodeDefinitions(), await cml.imageDefinitions()))
      : undefined,
  ]);
  return { ...(health && { health }), ...(definitions && { definitions }) };
}

/** What is not told now is asked for again when it is due: nothing waits for it. */
async function answered<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof CmlError) return undefined;
    throw error;
  }
}

function healthOf({ valid, isLicensed, computes }: CmlHealth): ServiceHealth {
  return { valid, isLicensed, computes: computes.map(computeOf) };
}

function computeOf({ id, hostname, isController, valid, admissionState, checks }: CmlComputeHealth): ComputeHealth {
  const failing = cmlComputeChecks.filter((check) => checks[check] === false);
  const untold = cmlComputeChecks.filter((check) => checks[check] === undefined);
  return { id, hostname, isController, valid, admission: admissionState, failing, untold };
}

/** In the order of their ids: servers list them as they please. */
function definitionsOf(nodes: readonly CmlNodeDefinition[], images: readonly CmlImageDefinition[]): KnownDefinitions {
  return {
    nodes: nodes
      .map(({ id, isCustom, cpus, memoryMiB, images: own, canStart }) => ({
        id,
        ...(isCustom && { custom: true as const }),
        cpus,
        memoryMiB,
        images: own.toSorted(),
        ...(!canStart && { lacksImage: true as const }),
      }))
      .toSorted(byId),
    images: images
      .map(({ id, nodeDefinition, isCustom }) => ({
        id,
        of: nodeDefinition,
        ...(isCustom && { custom: true as const }),
      }))
      .toSorted(byId),
  };
}

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1;
}
