import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';
import type { Template } from '../template/index.ts';
import { specIn, type WorkerEvent, type WorkerSpec, type WorkerStatus } from '../worker/index.ts';
import type { FoundInstanceRejection, Why } from './decide.ts';
import type { Adoption, InstanceFacts } from './found-instance.ts';
import type { InstanceState } from './lifecycle.ts';
import { fitsName } from './name-pattern.ts';

interface Host {
  readonly region: string;
  readonly facts: Pick<InstanceFacts, 'instanceType' | 'imageName'>;
}

export type SeatShape = Pick<Adoption, 'template' | 'spec'>;

/**
 * What an instance can hold, by a template of its instance type: the one that was named, else one whose images its own
 * is of, else any. Without one nobody can say what it holds, and a guess would promise places that are not there.
 */
export function shapeOf(
  { region, facts }: Host,
  templates: readonly Template[],
  named?: Template,
): Result<SeatShape, FoundInstanceRejection> {
  const { instanceType, imageName } = facts;
  if (named !== undefined && named.spec.instanceType !== instanceType) {
    const { name: template, spec } = named;
    return reject({ code: 'instance.other-type', instanceType, template, templateType: spec.instanceType });
  }
  const template = named ?? bestOf(templates, { region, facts });
  if (template === undefined) return reject({ code: 'instance.no-template', instanceType });
  const isOfTemplate = imageName === undefined || fitsName(template.spec.imageName, imageName);
  // A later launch of it is made of what it is made of now.
  const spec: WorkerSpec = { ...specIn(template.spec, region), ...(!isOfTemplate && { imageName }) };
  return ok({ template: template.name, spec });
}

function bestOf(templates: readonly Template[], { region, facts }: Host): Template | undefined {
  const { instanceType, imageName } = facts;
  const scoreOf = ({ spec }: Template): number => {
    const isOfImage = imageName !== undefined && fitsName(spec.imageName, imageName);
    return (isOfImage ? 2 : 0) + (spec.region === region ? 1 : 0);
  };
  return templates
    .filter(({ enabled, spec }) => enabled && spec.instanceType === instanceType)
    .toSorted((a, b) => scoreOf(b) - scoreOf(a) || a.name.localeCompare(b.name))[0];
}

type Arrival = Exclude<InstanceState, 'shutting-down' | 'terminated'>;

/** The lifecycle's way to where the instance is already. */
const ways = {
  pending: ['provisioning'],
  running: ['provisioning', 'running'],
  stopping: ['provisioning', 'stopping'],
  stopped: ['provisioning', 'stopping', 'stopped'],
} as const satisfies Record<Arrival, readonly WorkerStatus[]>;

/** The worker that an instance becomes: wanted as it is, its instance being launch 1. One that ends becomes none. */
export function workerEventsOf(
  adoption: Adoption,
  { instanceId, facts }: { readonly instanceId: string; readonly facts: InstanceFacts },
  { reason, by, at }: Why,
): readonly WorkerEvent[] {
  const { state, publicIp, privateIp } = facts;
  if (state === 'shutting-down' || state === 'terminated') return [];
  const { workerId: id, ...seat } = adoption;
  const desired = state === 'stopped' || state === 'stopping' ? 'stopped' : 'running';
  return [
    { type: 'WorkerCreated', id, ...seat, desired, reason, by, at },
    { type: 'WorkerInstanceAssigned', launch: 1, instanceId, at },
    { type: 'WorkerAddressChanged', publicIp, privateIp, at },
    ...ways[state].map((to) => arrived(to, at)),
  ];
}

function arrived(to: WorkerStatus, at: Instant): WorkerEvent {
  return { type: 'WorkerStatusChanged', to, reason: 'so its instance was found', at };
}
