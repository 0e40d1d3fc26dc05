import { ok } from '@lcm/core/kernel';
import type { CmlLicensing, CmlServer, CmlServers } from '@lcm/core/ports/cml';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Instances } from '@lcm/core/ports/instances';
import { wrap } from '../process/wrap.ts';
import type { Plant } from './bug.ts';
import { stingy } from './stingy.ts';

export const stingyReservations: Plant = {
  controlPlane: (controlPlane, { kind }) => (kind === 'scheduler' ? stingy(controlPlane) : controlPlane),
};

function each(change: (server: CmlServer) => CmlServer): (servers: CmlServers) => CmlServers {
  return (servers) => ({ at: (endpoint) => change(servers.at(endpoint)) });
}

export const forgottenLab: Plant = {
  cml: each((server) => wrap<CmlServer>(server, { deleteLab: async () => undefined })),
};

export const doubleLaunch: Plant = {
  instances: (instances) => {
    let calls = 0;
    const launch: Instances['launch'] = async (request) => {
      calls += 1;
      await instances.launch({ ...request, token: `${request.token}x${calls}` });
      return instances.launch(request);
    };
    return wrap<Instances>(instances, { launch });
  },
};

const returned: CmlLicensing = {
  registration: 'NOT_REGISTERED',
  authorization: 'EVAL',
  product: 'CML_Enterprise',
  nodeLimit: 5,
};

export const keptLicense: Plant = {
  cml: (servers) => {
    const asked = new Set<string>();
    return {
      at: (endpoint) => {
        const server = servers.at(endpoint);
        return wrap<CmlServer>(server, {
          deregisterLicense: async () => {
            asked.add(endpoint.url);
            return { returned: true };
          },
          licensing: async () => (asked.has(endpoint.url) ? returned : server.licensing()),
        });
      },
    };
  },
};

const hour = 3_600_000;

export const earlyEnd: Plant = {
  controlPlane: (controlPlane, { kind }) => {
    if (kind !== 'lablet-controller') return controlPlane;
    const get: ControlPlane['get'] = async (of, id) => anHourShort(await controlPlane.get(of, id));
    return wrap<ControlPlane>(controlPlane, { get });
  },
};

function anHourShort<View extends object>(view: View | undefined): View | undefined {
  if (view === undefined || !('timeslot' in view) || !isSlot(view.timeslot)) return view;
  const { start, end } = view.timeslot;
  return { ...view, timeslot: { start, end: Math.max(start, end - hour) } };
}

function isSlot(value: unknown): value is { readonly start: number; readonly end: number } {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
}

export const blankEvidence: Plant = {
  cml: each((server) => {
    const extractConfigurations: CmlServer['extractConfigurations'] = async (lab) => {
      const read = await server.extractConfigurations(lab);
      return read.map((one) => ({ ...one, configuration: `hostname ${one.label}` }));
    };
    return wrap<CmlServer>(server, { extractConfigurations });
  }),
};

export const warmLabTwice: Plant = {
  controlPlane: (controlPlane, { kind }) => {
    if (kind !== 'lablet-controller') return controlPlane;
    const send: ControlPlane['send'] = async (name, input, options) =>
      isTaking(input) ? ok({ position: 0 }) : controlPlane.send(name, input, options);
    return wrap<ControlPlane>(controlPlane, { send });
  },
};

function isTaking(input: object): boolean {
  const report = 'report' in input ? input.report : undefined;
  return typeof report === 'object' && report !== null && 'type' in report && report.type === 'taken';
}

export const leaderWithoutFence: Plant = {
  request: ({ options: _, ...rest }) => rest,
};

/** Effects that cannot be undone lie about for long after the lease was looked at. */
const tardyMs = 30 * 60_000;

export const tardyHand: Plant = {
  instances: (instances, { clock }) => {
    const terminate: Instances['terminate'] = async (region, id) => {
      await clock.sleep(tardyMs);
      return instances.terminate(region, id);
    };
    return wrap<Instances>(instances, { terminate });
  },
  cml: (servers, { clock }) =>
    each((server) => {
      const deleteLab: CmlServer['deleteLab'] = async (id) => {
        await clock.sleep(tardyMs);
        return server.deleteLab(id);
      };
      return wrap<CmlServer>(server, { deleteLab });
    })(servers),
};
