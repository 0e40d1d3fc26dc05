import { portFaults } from '@lcm/core/domain/definition';
import { portProtocols } from '@lcm/core/domain/topology';
import type { Definition, DefinitionEdit, NeedsOrder, PortsOrder } from './views.ts';

export interface EditDraft {
  readonly title: string;
  readonly summary: string;
  /** As typed, between spaces or commas. */
  readonly tags: string;
  readonly durationMinutes: string;
  readonly maxDurationMinutes: string;
  readonly allowsReset: boolean;
}

export function editDraft(definition: Definition): EditDraft {
  const { title, summary, tags = [], durationMinutes, maxDurationMinutes, allowsReset = false } = definition;
  return {
    title,
    summary,
    tags: tags.join(' '),
    durationMinutes: String(durationMinutes),
    maxDurationMinutes: String(maxDurationMinutes),
    allowsReset,
  };
}

function tagsIn(text: string): string[] {
  return [...new Set(text.toLowerCase().split(/[\s,]+/))].filter((tag) => tag !== '');
}

export function editOf({
  title,
  summary,
  tags,
  durationMinutes,
  maxDurationMinutes,
  allowsReset,
}: EditDraft): DefinitionEdit {
  return {
    title: title.trim(),
    ...(summary.trim() !== '' && { summary: summary.trim() }),
    tags: tagsIn(tags),
    durationMinutes: Number(durationMinutes),
    maxDurationMinutes: Number(maxDurationMinutes),
    allowsReset,
  };
}

const isTag = /^[a-z0-9][a-z0-9._-]{0,39}$/;

/** What keeps it from being sent, in words. */
export function editFault(draft: EditDraft): string | undefined {
  const { title, durationMinutes = 0, maxDurationMinutes = 0, tags = [] } = editOf(draft);
  const wrong = tags.find((tag) => !isTag.test(tag));
  if (title === '') return 'Give it a title';
  if (wrong !== undefined) return `A tag has letters, digits, dots and hyphens: ${wrong}`;
  if (![durationMinutes, maxDurationMinutes].every(isMinutes)) return 'Sessions last 5 to 1440 whole minutes';
  return durationMinutes > maxDurationMinutes ? 'Sessions cannot last longer than the most' : undefined;
}

function isMinutes(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 5 && minutes <= 1440;
}

export interface NeedsDraft {
  readonly cpuCores: string;
  readonly memoryMiB: string;
  readonly storageGiB: string;
  readonly allowLessMemory: boolean;
}

type Figures = Pick<Definition['needs'], 'cpuCores' | 'memoryMiB' | 'storageGiB'>;

export function needsDraft({ cpuCores, memoryMiB, storageGiB }: Figures): NeedsDraft {
  return {
    cpuCores: String(cpuCores),
    memoryMiB: String(memoryMiB),
    storageGiB: String(storageGiB),
    allowLessMemory: false,
  };
}

export function needsOf({ allowLessMemory, ...draft }: NeedsDraft): NeedsOrder {
  return {
    cpuCores: Number(draft.cpuCores),
    memoryMiB: Number(draft.memoryMiB),
    storageGiB: Number(draft.storageGiB),
    allowLessMemory,
  };
}

/** `demandMiB`: what the definitions of its nodes ask for. */
export function needsFault(draft: NeedsDraft, demandMiB: number): string | undefined {
  const { cpuCores, memoryMiB, storageGiB } = needsOf(draft);
  if (!(cpuCores > 0)) return 'Say how many cores';
  if (!Number.isInteger(memoryMiB) || memoryMiB <= 0) return 'Memory is a whole number of MiB';
  if (!(storageGiB >= 0) || draft.storageGiB.trim() === '') return 'Say how much storage';
  const isLess = memoryMiB < demandMiB && !draft.allowLessMemory;
  return isLess ? `Its nodes ask for ${demandMiB} MiB: tick that less is enough` : undefined;
}

export type PortDraft = PortsOrder['ports'][number];

export function portsDraft({ ports }: Pick<Definition, 'ports'>): readonly PortDraft[] {
  return ports.flatMap(({ name, label, protocol }) => {
    const known = portProtocols.find((each) => each === protocol);
    return known === undefined ? [] : [{ name, label, protocol: known }];
  });
}

/** The one that is added: a door of a node that has none yet, where there is one. */
export function onePortMore(ports: readonly PortDraft[], labels: readonly string[]): readonly PortDraft[] {
  const label = labels.find((each) => ports.every((port) => port.label !== each)) ?? labels[0] ?? '';
  const protocol = portProtocols.find((each) => !ports.some((port) => port.label === label && port.protocol === each));
  const wanted = `${label.replaceAll(/[^\w-]/g, '_')}_${protocol ?? 'serial'}`;
  const taken = new Set(ports.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`;
  return [...ports, { name, label, protocol: protocol ?? 'serial' }];
}

const isName = /^[A-Za-z0-9_-]{1,64}$/;

/** What is wrong with each, by its place: the same that the server would say. */
export function portDraftFaults(ports: readonly PortDraft[], labels: readonly string[]): ReadonlyMap<number, string> {
  const named = ports.flatMap(({ name }, port) =>
    isName.test(name) ? [] : [{ port, message: 'a name has letters, digits, underscores and hyphens' }],
  );
  const byPort = Map.groupBy([...named, ...portFaults(ports, labels)], ({ port }) => port);
  return new Map([...byPort].map(([port, faults]) => [port, faults.map(({ message }) => message).join('; ')]));
}
