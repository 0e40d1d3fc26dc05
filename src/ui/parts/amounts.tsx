import type { VNode } from 'preact';
import { formatMemory, plural } from '../lib/format.ts';
import type { Amounts } from '../lib/views.ts';

const resourceWords = {
  cpuCores: 'CPU cores',
  memoryMiB: 'memory',
  storageGiB: 'storage',
  nodes: 'licensed nodes',
  ports: 'ports',
} as const;

export type ResourceName = keyof typeof resourceWords;

export function formatResource(name: ResourceName, amount: number): string {
  if (name === 'memoryMiB') return `${formatMemory(amount)} memory`;
  if (name === 'storageGiB') return `${amount} GiB storage`;
  return `${amount} ${resourceWords[name]}`;
}

export function resourceName(name: ResourceName): string {
  return resourceWords[name];
}

export function isResource(name: string): name is ResourceName {
  return Object.hasOwn(resourceWords, name);
}

/** Cores, memory and nodes on one line. */
export function AmountsLine({ amounts }: { readonly amounts: Amounts }): VNode {
  return (
    <span>
      {plural(amounts.cpuCores, 'core')}, {formatMemory(amounts.memoryMiB)}, {plural(amounts.nodes, 'licensed node')}
    </span>
  );
}
