import type { Notice } from '@lcm/core/domain/notice';
import type { Clock } from '@lcm/core/kernel';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { StateStore } from '@lcm/core/ports/state-store';
import type { Webhook } from '@lcm/core/ports/webhook';
import { inTurn, type Replica } from '../companions.ts';
import type { OpenState } from '../control-plane.ts';
import { NoticePlanner, type PlannerDeps } from './notice-planner.ts';
import { NoticeSender } from './notice-sender.ts';

export interface NoticePorts {
  /** Undefined where nobody has said what messages are signed with. */
  readonly webhook: Webhook | undefined;
  /** Where people find their sessions. */
  readonly publicUrl: string;
}

interface NoticingPorts {
  readonly notices: NoticePorts | undefined;
  readonly onNoticeError: ((error: unknown) => void) | undefined;
  readonly replica: Replica | undefined;
  readonly store: StateStore;
  readonly coordination: Coordination;
  readonly clock: Clock;
}

type Run = (signal: AbortSignal) => Promise<void>;

/** Reminders come with time, and no commit says so: they are looked for this often. */
const lookEveryMs = 15_000;

/** Tells people of sessions, until aborted; one of all replicas does. */
export function noticing(ports: NoticingPorts, opened: OpenState): Run {
  const { notices, onNoticeError: onError = () => undefined, replica, coordination, clock } = ports;
  if (notices?.webhook === undefined) return async () => undefined;
  const { webhook, publicUrl } = notices;
  const work: Run = async (signal) => {
    await opened.log.publish().catch(onError);
    await tell({ ...ports, ...opened, webhook, publicUrl, onError }, signal);
  };
  if (replica === undefined) return work;
  const companions = { log: opened.log, coordination, clock, replica };
  return async (signal) => inTurn(companions, { election: 'notices', work }, signal);
}

interface Telling extends PlannerDeps {
  readonly webhook: Webhook;
  readonly onError: (error: unknown) => void;
}

/** It holds nothing that a restart may not lose: what there is to tell follows from commits, and what was told is one. */
async function tell(deps: Telling, signal: AbortSignal): Promise<void> {
  const { views, clock, onError } = deps;
  let wake = new AbortController();
  const onDone = (): void => wake.abort('there is something to look at');
  const planner = new NoticePlanner(deps);
  const sender = new NoticeSender({ ...deps, overtake: async (notice) => planner.overtake(notice), onDone });
  const unlisten = views.onChange(({ kind, item }) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the views hold states of the kind under the kind
    if (kind === 'notice') sender.hear(item.state as Notice);
    if (kind === 'session' || kind === 'notice') onDone();
  });
  for (const { state } of views.list('notice')) sender.hear(state);
  let nextLook: number = clock.now();
  while (!signal.aborted) {
    wake = new AbortController();
    await planner.follow().catch(onError);
    if (clock.now() >= nextLook) {
      nextLook = clock.now() + lookEveryMs;
      await planner.look().catch(onError);
    }
    const next = sender.sendDue(signal) ?? nextLook;
    const restMs = Math.max(0, Math.min(next, nextLook) - clock.now());
    await clock.sleep(restMs, AbortSignal.any([signal, wake.signal]));
  }
  unlisten();
  await sender.settled();
}
