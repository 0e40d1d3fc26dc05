import { isResting, type Worker } from '@lcm/core/domain/worker';
import { type Instant, toIso } from '@lcm/core/kernel';
import { licenseMakers } from './license-cloud-events.ts';
import { type Made, type Makers, made, type WorkerStep } from './worker-step.ts';

/** What those events are called outside; all others go by their own names. */
const makers: Makers = {
  WorkerCreated: (step) => [created(step)],
  WorkerDesiredStatusChanged: (step) => [desired(step), ...pauseOrResume(step)],
  WorkerStatusChanged: (step) => [statusUpdated(step)],
  WorkerLaunchFailed: (step) => [statusUpdated(step)],
  WorkerVacated: (step) => [statusUpdated(step)],
  WorkerInstanceAssigned: ({ event, after }) => [
    made('instance.assigned', {
      aws_instance_id: event.instanceId,
      public_ip: after.publicIp,
      private_ip: after.privateIp,
      assigned_at: toIso(event.at),
    }),
  ],
  WorkerAddressChanged: ({ event, after }) => [endpoint(after, event.at)],
  WorkerServiceStatusChanged: (step) => serviceUpdated(step),
  ...licenseMakers,
  WorkerActivityChanged: ({ event }) => [
    made('telemetry.updated', {
      last_activity_at: event.activity?.lastAt && toIso(event.activity.lastAt),
      active_labs_count: event.activity?.running,
      updated_at: toIso(event.at),
    }),
  ],
  WorkerTagsChanged: ({ event, after }) => [
    made('tags.updated', { aws_tags: after.tags ?? {}, updated_at: toIso(event.at) }),
  ],
  WorkerIdleDetectionSet: ({ event, by }) => [
    made('idle_detection.toggled', { is_enabled: event.enabled, toggled_by: by, toggled_at: toIso(event.at) }),
  ],
  WorkerReserved: ({ event }) =>
    event.reservations.flatMap(({ sessionId, amounts, ports }) => [
      made('session.assigned.lablet', {
        session_id: sessionId,
        allocated_cpu_cores: amounts.cpuCores,
        allocated_memory_gb: amounts.memoryMiB / 1024,
        allocated_storage_gb: amounts.storageGiB,
        allocated_nodes: amounts.nodes,
        assigned_at: toIso(event.at),
      }),
      made('ports.allocated', { session_id: sessionId, ports, allocated_at: toIso(event.at) }),
    ]),
  WorkerReservationReleased: (step) => released(step),
  WorkerTerminated: ({ event, after, by }) => [
    made('terminated', { name: after.name, terminated_at: toIso(event.at), terminated_by: by }),
  ],
};

/** Nothing when the event goes by its own name. */
export function workerCloudEvents(step: WorkerStep): readonly Made[] | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the maker under a type takes steps of that type
  const maker = makers[step.event.type] as ((step: WorkerStep) => readonly Made[]) | undefined;
  return maker?.(step).map(({ type, data }) => ({ type, data: { aggregate_id: step.after.id, ...data } }));
}

function created({ event, after, by }: WorkerStep<'WorkerCreated'>): Made {
  const { spec, origin } = after;
  const isFound = origin === 'imported' || origin === 'discovered';
  return made(isFound ? 'imported' : 'created', {
    name: after.name,
    aws_region: spec.region,
    aws_instance_id: after.instanceId,
    instance_type: spec.instanceType,
    ami_name: spec.imageName,
    status: after.status,
    desired_status: after.desired,
    cml_version: after.cmlVersion,
    created_at: toIso(event.at),
    created_by: by,
    origin,
  });
}

function desired({ event, before, by }: WorkerStep<'WorkerDesiredStatusChanged'>): Made {
  return made('desired_status.updated', {
    old_desired_status: before?.desired,
    new_desired_status: event.to,
    requested_by: by,
    reason: event.reason,
    updated_at: toIso(event.at),
  });
}

/** A pause is a stop because nobody used it, or by a person; what undoes it is a resume. */
function pauseOrResume({ event, before, after, by }: WorkerStep<'WorkerDesiredStatusChanged'>): readonly Made[] {
  if (event.to === 'stopped') {
    const pause_reason = isResting(after) ? 'idle_timeout' : 'manual';
    return [made('paused', { pause_reason, paused_by: by, paused_at: toIso(event.at) })];
  }
  if (event.to !== 'running' || before?.desired !== 'stopped') return [];
  const resume_reason = event.cause === undefined ? 'manual' : 'auto';
  const was_auto_paused = isResting(before);
  return [made('resumed', { resume_reason, resumed_by: by, resumed_at: toIso(event.at), was_auto_paused })];
}

const moving: readonly Worker['status'][] = ['pending', 'stopping'];

interface Move extends Pick<WorkerStep, 'before' | 'after'> {
  readonly event: { readonly at: Instant };
}

function statusUpdated({ event, before, after }: Move): Made {
  const transition = moving.includes(after.status) ? { transition_initiated_at: toIso(event.at) } : {};
  return made('status.updated', {
    old_status: before?.status,
    new_status: after.status,
    reason: after.reason,
    updated_at: toIso(event.at),
    ...transition,
  });
}

function serviceUpdated({ event, before, after }: WorkerStep<'WorkerServiceStatusChanged'>): readonly Made[] {
  const status = made('service.status.updated', {
    old_service_status: before?.service,
    new_service_status: event.to,
    https_endpoint: after.endpoint,
    updated_at: toIso(event.at),
  });
  return before?.endpoint === after.endpoint ? [status] : [status, endpoint(after, event.at)];
}

function endpoint(after: Worker, at: Instant): Made {
  const { endpoint: https_endpoint, publicIp: public_ip } = after;
  return made('endpoint.updated', { https_endpoint, public_ip, updated_at: toIso(at) });
}

function released({ event, before }: WorkerStep<'WorkerReservationReleased'>): readonly Made[] {
  const held = before?.reservations[event.reservationId];
  if (held === undefined) return [];
  const { sessionId: session_id, amounts, ports } = held;
  return [
    made('session.removed.lablet', {
      session_id,
      released_cpu_cores: amounts.cpuCores,
      released_memory_gb: amounts.memoryMiB / 1024,
      released_storage_gb: amounts.storageGiB,
      released_nodes: amounts.nodes,
      removed_at: toIso(event.at),
    }),
    made('ports.released', { session_id, released_ports: Object.values(ports), released_at: toIso(event.at) }),
  ];
}
