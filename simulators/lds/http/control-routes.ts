import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { faultRequest } from '../model/faults.ts';
import type { LdsModel } from '../model/lds-model.ts';

const faults = z.union([faultRequest.transform((one) => [one]), z.array(faultRequest)]);

/** What no real delivery system has: faults on demand, and a look inside. */
export function controlRoutes(app: FastifyInstance, model: LdsModel): void {
  app.get('/_state', () => {
    const { launchKey: _secret, ...state } = model.toJSON();
    return { ...state, sessions: model.sessions() };
  });
  app.post('/_faults', (request) => {
    for (const fault of faults.parse(request.body)) model.arm(fault);
    return { faults: model.toJSON().faults };
  });
  app.delete('/_faults', () => {
    model.clearFaults();
    return { faults: [] };
  });
}
