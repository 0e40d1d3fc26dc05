import type { FaultKind } from '../model/faults.ts';
import type { GradingModel } from '../model/grading-model.ts';
import { type ApiAnswer, type ApiCall, dispatch, problem } from './dispatch.ts';

/** What goes over the wire; `undefined` is silence. */
export type Served = { readonly status: number; readonly text: string } | undefined;

/** One call as the network would treat it: it may be slow, refused, lost after its effect, or answered with rubbish. */
export async function serve(model: GradingModel, call: ApiCall): Promise<Served> {
  const { faults, clock } = model;
  if (faults.isOutage(clock.now())) return undefined;
  const slowMs = faults.spend('slow');
  if (slowMs !== undefined) await clock.sleep(slowMs);
  if (faults.spend('server-error') !== undefined) return textOf(problem(500, 'something broke'));
  const answer = dispatch(model, call);
  if (faults.spend('answer-lost') !== undefined) return undefined;
  return isReport(call) ? spoiled(model, answer) : textOf(answer);
}

function isReport({ method, path }: ApiCall): boolean {
  return method === 'GET' && !path.includes('/ruleset/');
}

const spoils: Partial<Record<FaultKind, (text: string) => string>> = {
  'not-json': (text) => text.slice(0, text.length / 2),
  'other-session': (text) => text.replace(/"id":"[^"]+"/, '"id":"ses_somebody-1"'),
  nonsense: (text) => text.replace(/"maxScore":\d+,"sections"/, '"maxScore":1,"sections"'),
};

function spoiled(model: GradingModel, answer: ApiAnswer): Served {
  const served = textOf(answer);
  if (served === undefined) return undefined;
  for (const kind of ['not-json', 'other-session', 'nonsense'] as const) {
    if (model.faults.spend(kind) !== undefined) return { ...served, text: spoils[kind]?.(served.text) ?? '' };
  }
  return served;
}

function textOf({ status, body }: ApiAnswer): Served {
  return { status, text: body === undefined ? '' : JSON.stringify(body) };
}
