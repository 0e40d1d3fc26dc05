import type { VNode } from 'preact';
import type { Worker } from '../lib/views.ts';
import { Meter } from './meter.tsx';

type Features = NonNullable<Worker['license']['features']>;

/** What the licence is for, line by line, and how much of each is taken. */
export function LicenseFeatures({ features }: { readonly features: Features }): VNode {
  return (
    <div class="mt-2">
      {features.map(({ id, name, status, inUse, max }) => (
        <Meter
          key={id}
          label={`${name === '' ? id : name} (${status.replaceAll('_', ' ').toLowerCase()})`}
          used={inUse}
          total={max}
          format={String}
          plain
        />
      ))}
    </div>
  );
}
