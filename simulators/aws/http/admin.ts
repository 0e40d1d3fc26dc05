import { z } from 'zod';
import { Ec2Error } from '../model/ec2-error.ts';
import type { Ec2Model } from '../model/ec2-model.ts';
import { Fault } from '../model/faults.ts';
import type { Checks } from '../model/lifecycle.ts';
import type { ServiceAnswer } from './service.ts';

export interface AdminRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

const instanceId = z.string();
const check = z.enum(['ok', 'impaired']).optional();

/** What befalls one instance, now. */
const Mishap = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('terminate-outside'), instanceId }),
  z.strictObject({ kind: z.literal('impair'), instanceId, system: check, instance: check }),
  z.strictObject({ kind: z.literal('retire'), instanceId, notBefore: z.iso.datetime() }),
]);
type Mishap = z.infer<typeof Mishap>;

const Wish = z.union([Fault, Mishap]);

/** What a person or a test may ask of the simulator that AWS has no word for. `undefined`: not for us. */
export function admin(model: Ec2Model, { method, path, body }: AdminRequest): ServiceAnswer | undefined {
  switch (`${method} ${path}`) {
    case 'GET /_state':
      return json(200, { ...model.toJSON(), truth: model.truth });
    case 'GET /_faults':
      return json(200, model.faults.all);
    case 'POST /_faults':
      return wish(model, body);
    case 'DELETE /_faults':
      model.faults.clear();
      return json(200, []);
    default:
      return undefined;
  }
}

function wish(model: Ec2Model, body: string): ServiceAnswer {
  const wishes = z.union([z.array(Wish), Wish.transform((one) => [one])]).safeParse(parseJson(body));
  if (!wishes.success) return json(400, { error: z.prettifyError(wishes.error) });
  try {
    for (const one of wishes.data) {
      if ('instanceId' in one) befall(model, one);
      else model.faults.add(one);
    }
  } catch (error) {
    if (error instanceof Ec2Error) return json(404, { error: error.message });
    throw error;
  }
  return json(200, model.faults.all);
}

function befall(model: Ec2Model, mishap: Mishap): void {
  switch (mishap.kind) {
    case 'terminate-outside':
      return model.terminateFromOutside(mishap.instanceId);
    case 'impair':
      return model.impair(mishap.instanceId, checksOf(mishap));
    case 'retire':
      return model.retire(mishap.instanceId, Date.parse(mishap.notBefore));
  }
}

/** Nothing said means what one usually wants to see: the guest does not answer. */
function checksOf({ system, instance }: Extract<Mishap, { kind: 'impair' }>): Partial<Checks> {
  if (system === undefined && instance === undefined) return { instance: 'impaired' };
  return { ...(system && { system }), ...(instance && { instance }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function json(status: number, value: unknown): ServiceAnswer {
  return { status, contentType: 'application/json', body: `${JSON.stringify(value)}\n` };
}
