import { settingsId } from '@lcm/core/domain/settings';
import { ok } from '@lcm/core/kernel';
import type { CmlServer } from '@lcm/core/ports/cml';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { wrap } from '../process/wrap.ts';
import type { Plant } from './bug.ts';

/** Seats are placed as they come, each by itself. */
export const looseCohort: Plant = {
  controlPlane: (controlPlane, { kind }) => {
    if (kind !== 'scheduler') return controlPlane;
    const list: ControlPlane['list'] = async (of) => (await controlPlane.list(of)).map(asLoose);
    return wrap<ControlPlane>(controlPlane, { list });
  },
};

function asLoose<View extends object>(view: View): View {
  if (!('cohort' in view) || typeof view.cohort !== 'object' || view.cohort === null) return view;
  return { ...view, cohort: { ...view.cohort, mode: 'as-many-as-possible' } };
}

/** Wherever a session goes on, it ends when it was to end. */
export const stingyReturn: Plant = {
  controlPlane: (controlPlane, { kind }) => {
    if (kind !== 'scheduler') return controlPlane;
    const send: ControlPlane['send'] = async (name, input, options) => {
      if (!('answer' in input) || input.answer.type !== 'moved') return controlPlane.send(name, input, options);
      const { answer } = input;
      const session = await controlPlane.get('session', input.sessionId);
      const timeslot = session?.wish?.kind === 'replace' ? session.timeslot : undefined;
      return controlPlane.send(
        name,
        { ...input, answer: { ...answer, timeslot: timeslot ?? answer.timeslot } },
        options,
      );
    };
    return wrap<ControlPlane>(controlPlane, { send });
  },
};

/** More time is granted, and the calendar of the worker is not told. */
export const unreservedExtension: Plant = {
  controlPlane: (controlPlane, { kind }) => {
    if (kind !== 'scheduler') return controlPlane;
    const send: ControlPlane['send'] = async (name, input, options) =>
      name === 'ResizeReservation' ? ok({ position: 0 }) : controlPlane.send(name, input, options);
    return wrap<ControlPlane>(controlPlane, { send });
  },
};

/** CML is said to have taken configurations, and was never given them. */
export const forgottenWork: Plant = {
  cml: (servers) => ({
    at: (endpoint) => wrap<CmlServer>(servers.at(endpoint), { setNodeConfiguration: async () => undefined }),
  }),
};

/** What is set in minutes is waited for in seconds, nearly. */
export const hastyNoShow: Plant = {
  controlPlane: (controlPlane, { kind }) => {
    if (kind !== 'lablet-controller') return controlPlane;
    const get: ControlPlane['get'] = async (of, id) => {
      const view = await controlPlane.get(of, id);
      return id === settingsId ? withMinute(view) : view;
    };
    return wrap<ControlPlane>(controlPlane, { get });
  },
};

const name = 'sessions.noShowMinutes';

function withMinute<View extends object | undefined>(view: View): View {
  if (view === undefined || !('changed' in view) || typeof view.changed !== 'object') return view;
  return { ...view, changed: { ...view.changed, [name]: { value: 1, at: 0, by: 'admin' } } };
}
