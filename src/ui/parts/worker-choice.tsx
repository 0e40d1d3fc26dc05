import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { useApp } from '../lib/app.ts';
import { whyNotOnHost } from '../lib/lab-words.ts';
import type { Worker } from '../lib/views.ts';

export interface WorkerChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** Workers whose CML answers, by name. */
export function useWorkersUp(): readonly Worker[] {
  return useApp()
    .live.workers.value.filter((worker) => whyNotOnHost(worker) === undefined)
    .toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

/** One of the workers that can take a lab now. */
export function WorkerChoice({ label, value, onChange }: WorkerChoiceProps): VNode {
  const id = useId();
  const workers = useWorkersUp();
  return (
    <div class="flex-fill">
      <label class="form-label mb-1" for={id}>
        {label}
      </label>
      <select id={id} class="form-select" value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {workers.length === 0 && <option value="">No worker is up</option>}
        {workers.map((worker) => (
          <option key={worker.id} value={worker.id}>
            {worker.name}
            {worker.status === 'draining' ? ' (draining)' : ''}
          </option>
        ))}
      </select>
    </div>
  );
}
