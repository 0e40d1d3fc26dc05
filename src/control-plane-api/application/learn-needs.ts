import type { LabReading } from '@lcm/core/contracts/lab-statistics';
import { type Definition, setNeeds } from '@lcm/core/domain/definition';
import { isFinal } from '@lcm/core/domain/session';
import { type Measured, noteUse, raisedNeeds, summaryOf, type Used } from '@lcm/core/domain/use';
import { ok } from '@lcm/core/kernel';
import { definitions, uses } from './aggregates.ts';
import { settingsNow } from './settings-now.ts';
import type { ChangeOptions, Streams } from './streams.ts';
import type { Views } from './views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
}

/**
 * Remembers what labs of sessions used, by the version of the definition that each was booked with; and, where that is
 * wanted, takes more for those that are booked from now on. Both are decided anew with the next reading.
 */
export async function learnNeeds(readings: readonly LabReading[], options: ChangeOptions, deps: Deps): Promise<void> {
  for (const reading of readings) {
    const measured = measuredIn(reading, deps.views);
    // One after the other: readings are of many labs of one definition.
    // oxlint-disable-next-line no-await-in-loop -- see above
    if (measured !== undefined) await learn(measured, options, deps);
  }
}

async function learn(measured: Measured, options: ChangeOptions, { streams, views }: Deps): Promise<void> {
  const { definitionId: id } = measured;
  await streams.change({ aggregate: uses, id }, options, (use, at) => ok(noteUse(use, measured, at)));
  const summary = summaryOf(views.get('use', id)?.state ?? { sessions: [] });
  if (summary === undefined || !settingsNow(views)['sessions.learnNeeds']) return;
  const reason = `${summary.sessions} sessions used more`;
  await streams.change({ aggregate: definitions, id }, options, (definition, at) => {
    const needs = definition && isOpen(definition) ? raisedNeeds(definition, summary) : undefined;
    if (definition === undefined || needs === undefined) return ok([]);
    return setNeeds(definition, { needs, source: 'learned', allowLessMemory: true }, { reason, at });
  });
}

function isOpen({ status }: Definition): boolean {
  return status === 'active' || status === 'inactive';
}

/** Undefined when it is no lab of a session, or nothing of it runs. */
function measuredIn({ labRecordId, nodes }: LabReading, views: Views): Measured | undefined {
  const sessionId = views.get('lab', labRecordId)?.state.session?.id;
  const session = sessionId && views.get('session', sessionId)?.state;
  if (session === undefined || isFinal(session)) return undefined;
  const used = usedBy(nodes);
  return used && { definitionId: session.definition.id, sessionId: session.id, used };
}

const bytesPerGiB = 1024 ** 3;

function usedBy(nodes: LabReading['nodes']): Used | undefined {
  if (!nodes.some(({ state }) => state === 'BOOTED')) return undefined;
  const bytes = total(nodes.map(({ diskBytes }) => diskBytes));
  return {
    cpuCores: Math.round(nodes.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0)) / 100,
    memoryMiB: total(nodes.map(({ memoryMiB }) => memoryMiB)),
    storageGiB: bytes === undefined ? undefined : Math.round((bytes / bytesPerGiB) * 10) / 10,
  };
}

/** Undefined when it is told of none. */
function total(figures: readonly (number | undefined)[]): number | undefined {
  const told = figures.filter((each) => each !== undefined);
  return told.length === 0 ? undefined : Math.round(told.reduce((sum, each) => sum + each, 0));
}
