import {
  changeDefinitionStatus,
  checkOrigin,
  type Definition,
  type DefinitionContent,
  DefinitionId,
} from '@lcm/core/domain/definition';
import { ok, type Result, reject } from '@lcm/core/kernel';
import { definitions } from './aggregates.ts';
import { changeExisting } from './change.ts';
import type { Rejection } from './operation.ts';
import { inWords } from './refusals.ts';
import type { Changed, ChangeOptions, Streams } from './streams.ts';
import type { Turns } from './turns.ts';
import type { Item, Views } from './views.ts';

export interface PublishDeps {
  readonly streams: Streams;
  readonly views: Views;
  readonly turns: Turns;
}

/** One at a time for a slug: which version is the next is a question about many streams. */
export async function inTurn<Value>(slug: string, { turns }: PublishDeps, work: () => Promise<Value>): Promise<Value> {
  return turns.take(`definition ${slug}`, work);
}

export function versionsOf(views: Views, slug: string): readonly Definition[] {
  const all = views.list('definition').map(({ state }) => state);
  return all.filter((definition) => definition.slug === slug);
}

/**
 * Makes a lab bookable, to be called in turn. The same content again changes nothing; other content of the same slug is a
 * new version and the one before is deprecated: its sessions keep it.
 */
export async function publish(
  content: DefinitionContent,
  options: ChangeOptions,
  { streams, views }: PublishDeps,
): Promise<Result<Changed<Definition>, Rejection>> {
  const origin = checkOrigin(content, versionsOf(views, content.slug));
  if (!origin.ok) return reject(inWords(origin.rejection));
  const id = DefinitionId.parse(`def_${content.packageHash.slice(0, 16)}`);
  const created = await streams.change({ aggregate: definitions, id }, options, (known, at) => {
    if (known) return ok([]);
    return ok([
      { type: 'DefinitionCreated', id, content, by: options.caller.actor.id, at },
      { type: 'DefinitionStatusChanged', to: 'active', reason: 'its content was checked', at },
    ]);
  });
  if (!created.ok) return created;
  for (const { state } of olderThan(created.value.state, views)) {
    const reason = `version ${content.version} took its place`;
    await changeExisting(streams, { aggregate: definitions, id: state.id, ...options }, (definition, at) =>
      changeDefinitionStatus(definition, 'deprecated', { reason, at }),
    );
  }
  return created;
}

/** The versions whose place an active one takes; a version that was replaced itself takes nobody's when it is sent again. */
function olderThan({ id, slug, status, createdAt }: Definition, views: Views): readonly Item<Definition>[] {
  if (status !== 'active') return [];
  const older = ({ state }: Item<Definition>): boolean => state.id !== id && state.createdAt <= createdAt;
  return views
    .list('definition')
    .filter((item) => item.state.slug === slug && item.state.status === 'active' && older(item));
}
