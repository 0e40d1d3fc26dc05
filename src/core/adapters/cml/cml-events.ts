import { z } from 'zod';
import { CmlError, type CmlEvent, type CmlLabId, cmlLabId, cmlNodeId } from '../../ports/cml/index.ts';
import { statsAnswer } from './cml-answers.ts';
import { listen } from './cml-event-socket.ts';
import { toStats } from './cml-mapping.ts';
import type { CmlSession } from './cml-session.ts';
import { labStateSeen, nodeStateSeen } from './cml-states.ts';
import { statisticsAnswer, toStatistics } from './cml-topology.ts';

/** 2.10 writes `Lab` and `CREATED` where 2.9 writes `lab` and `created`. */
const word = z
  .string()
  .nullish()
  .transform((value) => (value ?? '').toLowerCase());
const id = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const frame = z.object({
  event_type: word,
  event: id,
  element_type: word,
  element_id: id,
  lab_id: id,
  data: z.unknown().optional(),
});
type Frame = z.infer<typeof frame>;

const stateData = z.object({ state: z.string() });

/** A socket whose token was refused before it told anything is opened once more with a new one. */
export async function* eventsOf(session: CmlSession, signal: AbortSignal): AsyncGenerator<CmlEvent> {
  const token = await session.token();
  let told = false;
  try {
    for await (const text of listen({ connection: session.connection, token, signal })) {
      told = true;
      yield* toEvents(parseJson(text));
    }
    return;
  } catch (error) {
    if (told || !(error instanceof CmlError && error.code === 'denied')) throw error;
  }
  const renewed = await session.token(token);
  for await (const text of listen({ connection: session.connection, token: renewed, signal })) {
    yield* toEvents(parseJson(text));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is no event we know still says that the server is there. */
export function toEvents(received: unknown): readonly CmlEvent[] {
  const parsed = frame.safeParse(received);
  return parsed.success ? eventsIn(parsed.data) : [{ type: 'keep-alive' }];
}

function eventsIn(told: Frame): readonly CmlEvent[] {
  const lab = cmlLabId(told.lab_id);
  switch (told.event_type) {
    case 'system_stats': {
      const stats = statsAnswer.safeParse(told.data);
      return [{ type: 'keep-alive', ...(stats.success && { stats: toStats(stats.data) }) }];
    }
    case 'lab_stats':
      return labStatistics(told, lab);
    case 'state_change':
      return told.element_type === 'node' ? nodeEvents(told, lab) : [];
    case 'lab_event':
      return [...labEvents(told, lab), { type: 'activity', lab }];
    case 'lab_element_event':
      return [
        { type: 'lab-changed', lab },
        { type: 'activity', lab },
      ];
    default:
      return [{ type: 'keep-alive' }];
  }
}

function labStatistics({ data }: Frame, lab: CmlLabId): readonly CmlEvent[] {
  const parsed = statisticsAnswer.safeParse(data);
  const statistics = parsed.success ? toStatistics(parsed.data) : undefined;
  return statistics ? [{ type: 'lab-statistics', lab, statistics }] : [];
}

function labEvents({ event, data }: Frame, lab: CmlLabId): readonly CmlEvent[] {
  switch (event.toLowerCase()) {
    case 'created':
      return [{ type: 'lab-created', lab }];
    case 'deleted':
      return [{ type: 'lab-deleted', lab }];
    case 'state': {
      const { data: told } = stateData.safeParse(data);
      return told ? [{ type: 'lab-state', lab, ...labStateSeen(told.state) }] : [];
    }
    default:
      return [{ type: 'lab-changed', lab }];
  }
}

/** A node that is queued, stopped or wiped is so because somebody asked for it; what follows comes by itself. */
const asked = new Set(['QUEUED', 'STOPPED', 'DEFINED_ON_CORE']);

function nodeEvents({ event, element_id: node }: Frame, lab: CmlLabId): readonly CmlEvent[] {
  const state: CmlEvent = { type: 'node-state', lab, node: cmlNodeId(node), ...nodeStateSeen(event) };
  return asked.has(event) ? [state, { type: 'activity', lab }] : [state];
}
