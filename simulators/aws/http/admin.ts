import { z } from 'zod';
import { Ec2Error } from '../model/ec2-error.ts';
import type { Ec2Model } from '../model/ec2-model.ts';
import { Fault } from '../model/faults.ts';
import type { ServiceAnswer } from './service.ts';

export interface AdminRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

const Wish = z.union([Fault, z.strictObject({ kind: z.literal('terminate-outside'), instanceId: z.string() })]);

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
      if (one.kind === 'terminate-outside') model.terminateFromOutside(one.instanceId);
      else model.faults.add(one);
    }
  } catch (error) {
    if (error instanceof Ec2Error) return json(404, { error: error.message });
    throw error;
  }
  return json(200, model.faults.all);
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
