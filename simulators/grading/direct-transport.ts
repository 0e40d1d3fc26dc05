import type { EngineTransport } from '@lcm/core/adapters/grading-engine/mozart-grading-engine';
import { GradingEngineError } from '@lcm/core/ports/grading-engine';
import { serve } from './http/serve.ts';
import type { GradingModel } from './model/grading-model.ts';

/** The engine's API without a network, for the deterministic simulation: as text, so that nothing is shared. */
export function directEngineTransport(model: GradingModel): EngineTransport {
  return async ({ body, ...call }) => {
    const sent: unknown = body === undefined ? undefined : JSON.parse(JSON.stringify(body));
    const served = await serve(model, { ...call, body: sent });
    if (served === undefined) throw new GradingEngineError('unreachable', 'the grading engine cannot be reached');
    return { status: served.status, body: jsonIn(served.text) };
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
