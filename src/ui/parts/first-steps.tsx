import type { VNode } from 'preact';
import { useApp } from '../lib/app.ts';
import { plural } from '../lib/format.ts';
import { paths } from '../lib/paths.ts';
import { Card } from './page.tsx';

/** What to do first when nothing runs. */
export function FirstSteps(): VNode {
  const { live } = useApp();
  const labs = live.definitions.value.filter(({ status }) => status === 'active').length;
  return (
    <Card title="Start here">
      <p>Nothing runs at the moment, so nothing costs money. To run a lab:</p>
      <ol class="mb-0">
        <li>
          <a href={paths.definitions()}>Choose a lab from the catalogue</a>: {plural(labs, 'lab')} can be booked.
        </li>
        <li>Book it for a time, or as soon as possible. The answer says when it will be ready, and why.</li>
        <li>
          A worker is started for it in time. To have one ready beforehand, use <em>New worker</em> on{' '}
          <a href={paths.workers()}>Workers</a>.
        </li>
      </ol>
    </Card>
  );
}
