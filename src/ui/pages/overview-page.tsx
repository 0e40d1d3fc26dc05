import { may } from '@lcm/core/domain/access';
import { isFinal } from '@lcm/core/domain/session';
import type { VNode } from 'preact';
import { activityOf } from '../lib/activity.ts';
import { useApp } from '../lib/app.ts';
import { needsAttention, worstFirst } from '../lib/attention.ts';
import { fleetCapacity } from '../lib/capacity.ts';
import { deliveryAttention } from '../lib/delivery.ts';
import { formatMemory, formatUsd, plural } from '../lib/format.ts';
import { graderAttention } from '../lib/grader.ts';
import { instancesAttention } from '../lib/instance-words.ts';
import { labsAttention } from '../lib/lab-attention.ts';
import { paths } from '../lib/paths.ts';
import { openTasks, tasksAbout } from '../lib/tasks.ts';
import type { Task } from '../lib/views.ts';
import { CapacityChart } from '../parts/capacity-chart.tsx';
import { FirstSteps } from '../parts/first-steps.tsx';
import { Meter } from '../parts/meter.tsx';
import { NewWorkerButton } from '../parts/new-worker-button.tsx';
import { Card, EmptyState, Loading, Page } from '../parts/page.tsx';
import { CostCard } from '../parts/saved-card.tsx';
import { Badge } from '../parts/status-badge.tsx';
import { Ago } from '../parts/time.tsx';
import { Words } from '../parts/words.tsx';

interface CountProps {
  readonly label: string;
  readonly value: number | string;
  readonly href: string;
}

function Count({ label, value, href }: CountProps): VNode {
  return (
    <a class="count" href={href}>
      <span class="count-value">{value}</span>
      <span>{label}</span>
    </a>
  );
}

function Counts(): VNode {
  const { live } = useApp();
  const workers = live.workers.value;
  const sessions = live.sessions.value;
  const running = workers.filter(({ status }) => status === 'running' || status === 'draining');
  const cost = running.reduce((sum, { spec }) => sum + spec.hourlyCostUsd, 0);
  const inState = (...states: readonly string[]): number =>
    sessions.filter(({ status }) => states.includes(status)).length;
  const alive = workers.filter(({ status }) => status !== 'terminated').length;
  return (
    <div class="counts mb-3">
      <Count label="workers running" value={`${running.length} of ${alive}`} href={paths.workers()} />
      <Count label="an hour now" value={formatUsd(cost)} href={`${paths.workers()}?status=running`} />
      <Count label="sessions running" value={inState('running')} href={`${paths.sessions()}?status=live`} />
      <Count label="ready" value={inState('ready')} href={`${paths.sessions()}?status=live`} />
      <Count
        label="upcoming"
        value={inState('scheduled', 'instantiating')}
        href={`${paths.sessions()}?status=upcoming`}
      />
      <Count label="without a place" value={inState('pending')} href={`${paths.sessions()}?status=upcoming`} />
    </div>
  );
}

/** Coarse enough not to draw everything each second. */
function useMinute(): number {
  return Math.floor(useApp().now.value / 10_000) * 10_000;
}

/** Who looks at it, if anybody was asked to. */
function TaskOf({ task }: { readonly task: Task | undefined }): VNode | null {
  if (task === undefined) return null;
  const { assignee } = task;
  return (
    <a class="small text-nowrap" href={paths.task(task.id)}>
      {assignee === undefined ? 'Task, nobody has it' : `Task of ${assignee.name}`}
    </a>
  );
}

function AttentionCard(): VNode {
  const { live, me } = useApp();
  const items = worstFirst([
    ...needsAttention(
      { workers: live.workers.value, sessions: live.sessions.value, templates: live.templates.value },
      useMinute(),
    ),
    ...deliveryAttention(live.sessions.value),
    ...graderAttention(live.sessions.value),
    ...instancesAttention(live.instances.value),
    ...(may(me.value, 'lab:operate') ? labsAttention(live.labs.value, live.sessions.value) : []),
  ]);
  const open = openTasks(live.tasks.value);
  const all = open.length > 0 && <a href={paths.tasks()}>{plural(open.length, 'open task')}</a>;
  return (
    <Card title="Needs attention" aside={all}>
      {items.length === 0 && <p class="mb-0">Nothing. Everything is as it should be.</p>}
      <ul class="list-unstyled mb-0">
        {items.slice(0, 10).map(({ id, title, why, href, severity }) => (
          <li key={id} class="mb-1">
            <Badge tone={severity === 'danger' ? 'bad' : 'warn'} text={severity === 'danger' ? 'Now' : 'Soon'} />{' '}
            <a href={href}>{title}</a> <TaskOf task={tasksAbout(open, id)[0]} />
            <div class="small text-body-secondary sentence">
              <Words text={why} />
            </div>
          </li>
        ))}
      </ul>
      {items.length > 10 && <p class="mb-0 small">and {items.length - 10} more</p>}
    </Card>
  );
}

const day = ['now', '+12 h', '+24 h'] as const;

function CapacityCard(): VNode {
  const { live } = useApp();
  const { now, running, usable, slots } = fleetCapacity(live.workers.value, useMinute());
  if (usable.cpuCores === 0 && running.cpuCores === 0) {
    return (
      <Card title="Capacity">
        <EmptyState title="No worker can take sessions">
          <p class="mb-0">Create one, or let a booking start one by itself.</p>
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card title="Capacity now and in the next 24 hours" aside={<a href={paths.capacity()}>All of it</a>}>
      <Meter label="CPU cores of running workers" used={now.cpuCores} total={running.cpuCores} format={String} />
      <Meter label="Memory of running workers" used={now.memoryMiB} total={running.memoryMiB} format={formatMemory} />
      <Meter label="Licensed nodes of running workers" used={now.nodes} total={running.nodes} format={String} />
      <CapacityChart
        slots={slots}
        total={usable.cpuCores}
        resource="cpuCores"
        label="CPU cores of all workers"
        marks={day}
      />
      <CapacityChart
        slots={slots}
        total={usable.nodes}
        resource="nodes"
        label="Licensed nodes of all workers"
        marks={day}
      />
    </Card>
  );
}

function ActivityCard(): VNode {
  const { live } = useApp();
  const items = activityOf({ workers: live.workers.value, sessions: live.sessions.value }, 12);
  return (
    <Card title="Activity">
      {items.length === 0 && <p class="mb-0">Nothing has happened yet.</p>}
      <ul class="list-unstyled mb-0">
        {items.map(({ id, title, href, words, at }) => (
          <li key={id} class="mb-1">
            <a href={href}>{title}</a> <Words text={words} />{' '}
            <span class="text-body-secondary">
              <Ago at={at} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function OverviewPage(): VNode {
  const { live, settled } = useApp();
  const quiet =
    live.workers.value.every(({ status }) => status === 'terminated') &&
    live.sessions.value.every((each) => isFinal(each));
  const known = settled.value || live.workers.value.length + live.sessions.value.length > 0;
  const actions = (
    <div class="d-flex gap-2">
      <NewWorkerButton />
      <a class="btn btn-outline-primary" href={paths.definitions()}>
        Book a session
      </a>
    </div>
  );
  if (!known) return <Loading what="the fleet" />;
  return (
    <Page title="Overview" actions={actions}>
      {quiet && <FirstSteps />}
      <Counts />
      <div class="row">
        <div class="col-lg-6">
          <AttentionCard />
          <ActivityCard />
        </div>
        <div class="col-lg-6">
          <CapacityCard />
          <CostCard workers={live.workers.value} />
        </div>
      </div>
    </Page>
  );
}
