import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { paths } from '../lib/paths.ts';

/** The way to what was found in the cloud, and how much of it waits for a decision. */
export function InstancesLink(): VNode {
  const waiting = useApp().live.instances.value.filter(({ status }) => status === 'undecided').length;
  return (
    <a class="btn btn-outline-secondary" href={paths.instances()}>
      Found in the cloud{waiting > 0 && ` (${waiting})`}
    </a>
  );
}
