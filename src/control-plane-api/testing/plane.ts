import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import type { Role } from '@lcm/core/domain/access';
import { aDefinitionContent, aTemplate, testNow } from '@lcm/core/domain/testing';
import { FakeClock, ok, type Result, SeededRandom } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import type { Blobs } from '@lcm/core/ports/blobs';
import { type LabDelivery, oneDelivery } from '@lcm/core/ports/lab-delivery';
import type { StateStore } from '@lcm/core/ports/state-store';
import type { Answer } from '../application/dispatch.ts';
import type { Caller, Rejection } from '../application/operation.ts';
import { type ControlPlanePorts, openControlPlane } from '../compose.ts';
import { routes } from '../http/routes.ts';

export const demoDefinition = `def_${aDefinitionContent.packageHash.slice(0, 16)}`;

const noDelivery: LabDelivery = {
  provision: unused,
  setDevices: unused,
  launchUrl: unused,
  session: unused,
  pause: unused,
  resume: unused,
  end: unused,
  release: unused,
};

async function unused(): Promise<never> {
  throw new Error('this test has no delivery system');
}

export interface PlaneOptions {
  readonly store?: StateStore;
  readonly clock?: FakeClock;
  readonly quota?: number;
  readonly blobs?: Blobs;
  /** Whether there is a grading engine outside. */
  readonly gradesOutside?: boolean;
  readonly coordination?: ControlPlanePorts['coordination'];
  readonly onTaskError?: ControlPlanePorts['onTaskError'];
  readonly notices?: ControlPlanePorts['notices'];
  readonly onNoticeError?: ControlPlanePorts['onNoticeError'];
  /** For one of several on one store: what they share besides. */
  readonly shared?: Pick<ControlPlanePorts, 'samples' | 'coordination' | 'replica'>;
}

export type Call = (
  operation: string,
  input: unknown,
  as?: { role?: Role; id?: string; department?: string },
) => Promise<Result<Answer, Rejection>>;

/** The control plane with everything in memory, called as its routes would call it. */
export async function openTestPlane({
  store,
  clock,
  quota = 3,
  gradesOutside,
  shared,
  blobs,
  ...options
}: PlaneOptions = {}) {
  const at = clock ?? new FakeClock(testNow);
  const plane = await openControlPlane({
    store: store ?? new MemoryStateStore(),
    samples: new MemorySampleStore(),
    coordination: new EmbeddedCoordination({ clock: at }),
    blobs: blobs ?? new MemoryBlobs(),
    secretKeys: ['a key of this test alone, 32 long'],
    labDeliveries: oneDelivery(noDelivery),
    clock: at,
    random: new SeededRandom(at.now()),
    settings: {
      bookingHorizonDays: 180,
      sessionQuotaPerOwner: quota,
      tellsByWebhook: options.notices?.webhook !== undefined,
      sendsMail: options.notices?.mail !== undefined,
      placement: defaultPlacementSettings,
      gradesOutside,
    },
    about: { version: 'test', simulated: [] },
    onProjectionError: () => undefined,
    ...options,
    ...shared,
  });
  const call: Call = async (name, input, { role = 'admin', id = role, department } = {}) => {
    const operation = routes.find((route) => route.operation.name === name)?.operation;
    if (operation === undefined) throw new Error(`there is no operation ${name}`);
    const caller: Caller = { actor: { id, name: id, roles: [role], department }, correlationId: 'test' };
    return plane.dispatch(operation, { caller, anonymous: caller, input: ok(input) });
  };
  return { plane, call, clock: at, views: plane.state.views };
}

/** A template to make workers of, and a definition to book. */
export async function furnish(call: Call): Promise<void> {
  const { updatedAt: _, ...template } = aTemplate();
  await call('DefineTemplate', template);
  await call('PublishDefinition', { content: aDefinitionContent }, { role: 'lablet-controller' });
}
