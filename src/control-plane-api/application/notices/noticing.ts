import type { Notice } from '@lcm/core/domain/notice';
import type { Clock } from '@lcm/core/kernel';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { Mail } from '@lcm/core/ports/mail';
import type { StateStore } from '@lcm/core/ports/state-store';
import type { Webhook } from '@lcm/core/ports/webhook';
import { inTurn, type Replica } from '../companions.ts';
import type { OpenState } from '../control-plane.ts';
import type { MailAddresses } from '../people/mail-addresses.ts';
import { MailSender } from './mail-sender.ts';
import { NoticePlanner, type PlannerDeps } from './notice-planner.ts';
import { type Sender, WebhookSender } from './notice-sender.ts';

export interface NoticePorts {
  /** Undefined where nobody has said what messages are signed with. */
  readonly webhook: Webhook | undefined;
  /** Undefined where nobody has named a mail server. */
  readonly mail?: Mail | undefined;
  /** Where people find their sessions. */
  readonly publicUrl: string;
}

interface NoticingPorts {
  readonly notices: NoticePorts | undefined;
  readonly mailAddresses: MailAddresses;
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
  const { webhook, mail, publicUrl = '' } = notices ?? {};
  if (webhook === undefined && mail === undefined) return async () => undefined;
  const ways = { byWebhook: webhook !== undefined, byMail: mail !== undefined };
  const work: Run = async (signal) => {
    await opened.log.publish().catch(onError);
    await tell({ ...ports, ...opened, webhook, mail, ways, publicUrl, onError }, signal);
  };
  if (replica === undefined) return work;
  const companions = { log: opened.log, coordination, clock, replica };
  return async (signal) => inTurn(companions, { election: 'notices', work }, signal);
}

interface Telling extends PlannerDeps {
  readonly webhook: Webhook | undefined;
  readonly mail: Mail | undefined;
  readonly mailAddresses: MailAddresses;
  readonly onError: (error: unknown) => void;
}

/** It holds nothing that a restart may not lose: what there is to tell follows from commits, and what was told is one. */
async function tell(deps: Telling, signal: AbortSignal): Promise<void> {
  const { views, clock, onError } = deps;
  let wake = new AbortController();
  const onDone = (): void => wake.abort('there is something to look at');
  const planner = new NoticePlanner(deps);
  const senders = sendersOf(deps, planner, onDone);
  const hear = (notice: Notice): void => {
    for (const sender of senders) sender.hear(notice);
  };
  const unlisten = views.onChange(({ kind, item }) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the views hold states of the kind under the kind
    if (kind === 'notice') hear(item.state as Notice);
    if (heard.includes(kind)) onDone();
  });
  for (const { state } of views.list('notice')) hear(state);
  let nextLook: number = clock.now();
  while (!signal.aborted) {
    wake = new AbortController();
    await planner.follow().catch(onError);
    if (clock.now() >= nextLook) {
      nextLook = clock.now() + lookEveryMs;
      await planner.look().catch(onError);
    }
    const turns = senders.flatMap((sender) => sender.sendDue(signal) ?? []);
    const restMs = Math.max(0, Math.min(nextLook, ...turns) - clock.now());
    await clock.sleep(restMs, AbortSignal.any([signal, wake.signal]));
  }
  unlisten();
  await Promise.all(senders.map(async (sender) => sender.settled()));
}

/** What there may be something to tell of, or what changes to whom. */
const heard: readonly string[] = ['session', 'notice', 'task', 'person', 'settings'];

/** One for each way that there is. */
function sendersOf(deps: Telling, planner: NoticePlanner, onDone: () => void): readonly Sender[] {
  const { webhook, mail } = deps;
  const common = { ...deps, onDone, overtake: async (notice: Notice) => planner.overtake(notice) };
  return [
    ...(webhook === undefined ? [] : [new WebhookSender({ ...common, webhook })]),
    ...(mail === undefined ? [] : [new MailSender({ ...common, mail })]),
  ];
}
