import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { formatMemory, formatUsd, plural } from '../lib/format.ts';
import { useLoad } from '../lib/use-load.ts';
import type { FleetCapacityReport } from '../lib/views.ts';
import { CapacityChart } from '../parts/capacity-chart.tsx';
import { CapacityGroups } from '../parts/capacity-groups.tsx';
import { Meter } from '../parts/meter.tsx';
import { NewWorkerButton } from '../parts/new-worker-button.tsx';
import { Card, EmptyState, Loading, Page } from '../parts/page.tsx';
import { PlannedSteps } from '../parts/planned-steps.tsx';
import { TroubleNote } from '../parts/trouble-note.tsx';

const hours = [
  { value: '', label: '24 hours', count: 24, marks: ['now', '+6 h', '+12 h', '+18 h', '+24 h'] },
  {
    value: 'week',
    label: '7 days',
    count: 7 * 24,
    marks: ['now', '+1 d', '+2 d', '+3 d', '+4 d', '+5 d', '+6 d', '+7 d'],
  },
] as const;

/** Coarse enough not to ask all the time. */
function useTenSeconds(): number {
  return Math.floor(useApp().now.value / 10_000);
}

interface Choice {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** A choice that lives in the address. */
function Chooser({ name, label, options }: Choice): VNode {
  const { router } = useApp();
  return (
    <select
      class="form-select w-auto"
      aria-label={label}
      value={router.query.value.get(name) ?? ''}
      onChange={({ currentTarget }) => router.setQuery({ [name]: currentTarget.value })}
    >
      {options.map(({ value, label: words }) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}

function Choices(): VNode {
  const { live } = useApp();
  const known = [...live.workers.value, ...live.templates.value].map(({ spec }) => spec.region);
  const regions = [...new Set(known)].toSorted().map((region) => ({ value: region, label: region }));
  return (
    <search class="d-flex flex-wrap gap-2 mb-3">
      <Chooser name="region" label="Region" options={[{ value: '', label: 'All regions' }, ...regions]} />
      <Chooser name="ahead" label="How far ahead" options={hours} />
    </search>
  );
}

function Ahead({ capacity }: { readonly capacity: FleetCapacityReport }): VNode {
  const { router } = useApp();
  const { count, marks, label } = hours.find(({ value }) => value === router.query.value.get('ahead')) ?? hours[0];
  const slots = capacity.slots.slice(0, count).map(({ from, peak }) => ({ from: Date.parse(from), peak }));
  const { declared } = capacity.total;
  return (
    <Card title={`Reserved in the next ${label}, hour by hour`}>
      <CapacityChart slots={slots} total={declared.cpuCores} resource="cpuCores" label="CPU cores" marks={marks} />
      <CapacityChart
        slots={slots}
        total={declared.memoryMiB}
        resource="memoryMiB"
        label="Memory"
        marks={marks}
        format={formatMemory}
      />
      <CapacityChart slots={slots} total={declared.nodes} resource="nodes" label="Licensed nodes" marks={marks} />
    </Card>
  );
}

function Growth({ capacity }: { readonly capacity: FleetCapacityReport }): VNode {
  return (
    <Card title="Room to grow">
      {capacity.regions.map(({ region, workers, ceiling, left }) => (
        <Meter
          key={region}
          label={`${region}: ${plural(left, 'more worker')} may be made`}
          used={workers}
          total={ceiling}
          format={String}
        />
      ))}
      {capacity.budgets.map(({ template, monthlyBudgetUsd, spentUsd, bookedUsd, leftUsd }) => (
        <Meter
          key={template}
          label={`Budget of ${template}: ${leftUsd >= 0 ? `${formatUsd(leftUsd)} left this month` : `${formatUsd(-leftUsd)} too much`}`}
          used={spentUsd + bookedUsd}
          total={monthlyBudgetUsd}
          format={formatUsd}
        />
      ))}
      <p class="small text-body-secondary mb-0">Workers that have not ended count; budgets with what is booked.</p>
    </Card>
  );
}

function Whole({ capacity }: { readonly capacity: FleetCapacityReport }): VNode {
  if (capacity.groups.length === 0) {
    return (
      <EmptyState title="There is no worker here">
        <p class="mb-0">Create one, or let a booking make one by itself.</p>
      </EmptyState>
    );
  }
  return (
    <>
      <CapacityGroups groups={capacity.groups} />
      <Ahead capacity={capacity} />
    </>
  );
}

/** What the fleet can hold, what is taken of it now and later, how far it may grow, and what it does next. */
export function CapacityPage(): VNode {
  const { api, router } = useApp();
  const region = router.query.value.get('region') ?? '';
  const { value, trouble } = useLoad(`${region}@${useTenSeconds()}`, async () => api.fleetCapacity(region));
  return (
    <Page title="Capacity" lead="What there is, what is taken, and what comes" actions={<NewWorkerButton />}>
      <Choices />
      <TroubleNote trouble={trouble} />
      {value === undefined && trouble === undefined && <Loading what="the capacity" />}
      {value !== undefined && (
        <>
          <Whole capacity={value} />
          <div class="cards">
            <PlannedSteps planned={value.planned} />
            <Growth capacity={value} />
          </div>
        </>
      )}
    </Page>
  );
}
