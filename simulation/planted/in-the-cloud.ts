import { workerTag } from '@lcm/core/domain/instance';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { type Instances, InstancesError } from '@lcm/core/ports/instances';
import type { Commit, StateStore, StoredEvent } from '@lcm/core/ports/state-store';
import { wrap } from '../process/wrap.ts';
import type { Plant } from './bug.ts';

/** Every adoption makes another worker beside the one that it decided on. */
export const adoptedTwice: Plant = {
  store: (store) => {
    const append: StateStore['append'] = async (commit) => {
      await store.append(commit);
      if (commit.events.some(isAdopted)) await store.append(asAnother(commit));
    };
    return wrap<StateStore>(store, { append });
  },
};

function isAdopted({ type, ...event }: StoredEvent): boolean {
  return type === 'WorkerCreated' && (event['origin'] === 'discovered' || event['origin'] === 'imported');
}

function asAnother(commit: Commit): Commit {
  const id = commit.stream.slice('worker/'.length);
  const other = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
  const events = commit.events.map((event) => ('id' in event ? { ...event, id: other } : event));
  return { ...commit, stream: `worker/${other}`, events };
}

/** Whatever carries none of our tags is tidied away as soon as discovery sees it. */
export const tidyDiscovery: Plant = {
  instances: (instances) => {
    const list: Instances['list'] = async (query) => {
      const found = await instances.list(query);
      const foreign = query.imageIds ? found.filter(({ tags }) => tags[workerTag] === undefined) : [];
      for (const { region, id } of foreign) await instances.terminate(region, id);
      return found;
    };
    return wrap<Instances>(instances, { list });
  },
};

/** Nobody looks for what an earlier launch may have left. */
export const forgottenLeftover: Plant = {
  instances: (instances) =>
    wrap<Instances>(instances, { list: async (query) => (query.tags ? [] : instances.list(query)) }),
};

/** An answer that did not come is taken for no, and the next zone is asked by the same token. */
export const hastyFallback: Plant = {
  instances: (instances) => {
    const launch: Instances['launch'] = async (request) => {
      try {
        return await instances.launch(request);
      } catch (error) {
        if (!(error instanceof InstancesError) || error.code !== 'unavailable') throw error;
        return instances.launch({ ...request, zone: `${request.region}b` });
      }
    };
    return wrap<Instances>(instances, { launch });
  },
};

/** A region that does not answer looks like one in which there is nothing. */
export const emptyRegion: Plant = {
  instances: (instances) => {
    const list: Instances['list'] = async (query) => {
      try {
        return await instances.list(query);
      } catch (error) {
        if (error instanceof InstancesError) return [];
        throw error;
      }
    };
    return wrap<Instances>(instances, { list });
  },
};

/** A stop for want of use goes out as a plain order, by a scheduler that knows nothing of hours and maintenance. */
export const hastyRest: Plant = {
  controlPlane: (controlPlane, { kind }) => {
    if (kind !== 'scheduler') return controlPlane;
    const get: ControlPlane['get'] = async (of, id) => withoutPlans(await controlPlane.get(of, id));
    const list: ControlPlane['list'] = async (of) => (await controlPlane.list(of)).map(withoutPlans);
    const send: ControlPlane['send'] = async (name, input, options) =>
      controlPlane.send(
        name,
        'cause' in input && input.cause === 'idle' ? { ...input, cause: undefined } : input,
        options,
      );
    return wrap<ControlPlane>(controlPlane, { get, list, send });
  },
};

function withoutPlans<View extends object | undefined>(view: View): View {
  return view !== undefined && 'timetable' in view ? { ...view, timetable: undefined } : view;
}

/** A drain does not wait for sessions: the host is stopped as soon as it is seen. */
export const impatientDrain: Plant = {
  controlPlane: (controlPlane, { kind }) => {
    if (kind !== 'worker-controller') return controlPlane;
    const get: ControlPlane['get'] = async (of, id) => {
      const view = await controlPlane.get(of, id);
      noteDraining(view);
      return view;
    };
    return wrap<ControlPlane>(controlPlane, { get });
  },
  instances: (instances) => {
    const list: Instances['list'] = async (query) => {
      const found = await instances.list(query);
      const drained = found.filter(({ id, state }) => state === 'running' && draining.has(id));
      for (const { region, id } of drained) await instances.stop(region, id);
      return found;
    };
    return wrap<Instances>(instances, { list });
  },
};

const draining = new Set<string>();

function noteDraining(view: object | undefined): void {
  if (view === undefined || !('instanceId' in view) || typeof view.instanceId !== 'string') return;
  if ('status' in view && view.status === 'draining') draining.add(view.instanceId);
  else draining.delete(view.instanceId);
}

/** Maintenance begins when it is planned: the time that was checked is only its end. */
export const shiftedMaintenance: Plant = {
  store: (store) =>
    wrap<StateStore>(store, {
      append: async (commit) =>
        store.append({ ...commit, events: commit.events.map((event) => fromNowOn(event, commit)) }),
    }),
};

function fromNowOn(event: StoredEvent, { at }: Commit): StoredEvent {
  const { type, window } = event;
  if (type !== 'WorkerMaintenancePlanned' || !isWindow(window)) return event;
  return { ...event, window: { ...window, from: at } };
}

function isWindow(value: unknown): value is { readonly from: number; readonly until: number } {
  return typeof value === 'object' && value !== null && 'from' in value && 'until' in value;
}
