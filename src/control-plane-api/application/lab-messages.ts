import { LabView } from '@lcm/core/contracts/lab';
import { may } from '@lcm/core/domain/access';
import { assignmentOf, type LabRecord } from '@lcm/core/domain/lab';
import * as z from 'zod';
import type { Audience, LiveVersion } from './live-feed.ts';
import { labWithoutNames, seesReservations } from './privacy.ts';
import { viewOf } from './view-of.ts';
import type { Item } from './views.ts';

interface Happened {
  readonly type: string;
}

/**
 * A lab for those who operate labs, for those who may see all of them, for each of those whom it is assigned to, and a last
 * word for whoever it was just taken back from.
 */
export function labVersions(item: Item<LabRecord>, changes: readonly Happened[]): readonly LiveVersion[] {
  const view = viewOf.lab(item);
  const reduced = (): z.input<typeof LabView> => z.encode(LabView, labWithoutNames(view));
  const others: LiveVersion = {
    view: reduced,
    audience: { permission: 'lab:all', sees: seesAllButNames(item.state) },
    withoutChanges: true,
  };
  const own = (view.assignments ?? []).map((given): LiveVersion => {
    const audience = { permission: 'lab:own', sees: onlyFor(given.id) } as const;
    const only = { ...view, assignments: [{ ...given, by: '' }] };
    return {
      view: () => z.encode(LabView, { ...labWithoutNames(only), assignments: only.assignments }),
      audience,
      withoutChanges: true,
    };
  });
  const full = () => z.encode(LabView, view);
  return [{ view: full, audience: { permission: seesReservations } }, others, ...own, ...withdrawn(item, changes)];
}

/** Whoever has a lab hears of it as theirs. */
function seesAllButNames(lab: LabRecord): NonNullable<Audience['sees']> {
  return (actor) => may(actor, 'lab:all') && !may(actor, seesReservations) && assignmentOf(lab, actor.id) === undefined;
}

function onlyFor(personId: string): NonNullable<Audience['sees']> {
  return (actor) => actor.id === personId && may(actor, 'lab:own') && !may(actor, seesReservations);
}

/** Whoever had a lab until now hears that it is not theirs to see any more, and nothing else of it. */
function withdrawn(item: Item<LabRecord>, changes: readonly Happened[]): readonly LiveVersion[] {
  return changes.flatMap(personLeaving).map((personId) => ({
    view: () => z.encode(LabView, withoutContent(item)),
    audience: { permission: 'lab:own', sees: (actor) => onlyFor(personId)(actor) && !may(actor, 'lab:all') },
    withoutChanges: true,
    isNews: true,
  }));
}

function personLeaving(event: Happened): readonly string[] {
  const isLeaving = event.type === 'LabUnassigned' && 'personId' in event && typeof event.personId === 'string';
  return isLeaving ? [String(event.personId)] : [];
}

function withoutContent({ state, version, changedAt }: Item<LabRecord>): LabView {
  const { id, workerId, launch, source, facts, statusSince, recordedAt } = state;
  const { createdAt, modifiedAt } = facts;
  const nothing = { revisions: [], runs: [], bindings: [], assignments: [], recordedBy: '' };
  return {
    ...nothing,
    id,
    version,
    workerId,
    launch,
    source,
    status: 'deleted',
    statusSince,
    reason: 'it was taken back',
    facts: { title: '', owner: '', rawState: '', nodeCount: 0, linkCount: 0, createdAt, modifiedAt, ports: [] },
    recordedAt,
    withdrawnAt: changedAt,
  };
}
