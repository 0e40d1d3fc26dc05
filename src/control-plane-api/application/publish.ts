import {
  changeDefinitionStatus,
  checkOrigin,
  type Definition,
  type DefinitionContent,
  type DefinitionEvent,
  DefinitionId,
  freeVersion,
} from '@lcm/core/domain/definition';
import { type Instant, ok, type Result, reject, sha256 } from '@lcm/core/kernel';
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
  const versions = versionsOf(views, content.slug);
  const origin = checkOrigin(content, versions);
  if (!origin.ok) return reject(inWords(origin.rejection));
  const id = idOf(content, versions);
  const version = freeVersion(content, versions);
  const created = await streams.change({ aggregate: definitions, id }, options, (known, at) => {
    if (known) return ok([]);
    const before = versions.find(({ status }) => status === 'active');
    const by = options.caller.actor.id;
    return ok([
      { type: 'DefinitionCreated', id, content: { ...content, version }, by, at },
      ...tagsOf(before, at),
      { type: 'DefinitionStatusChanged', to: 'active', reason: 'its content was checked', at },
    ]);
  });
  if (!created.ok) return created;
  for (const { state } of olderThan(created.value.state, views)) {
    const reason = `version ${created.value.state.version} took its place`;
    await changeExisting(streams, { aggregate: definitions, id: state.id, ...options }, (definition, at) =>
      changeDefinitionStatus(definition, 'deprecated', { reason, at }),
    );
  }
  return created;
}

/** Of its content: the same is the same definition. Uploaded once more after it was deleted, it is a new one. */
function idOf({ packageHash, version, origin }: DefinitionContent, versions: readonly Definition[]): DefinitionId {
  const first = DefinitionId.parse(`def_${packageHash.slice(0, 16)}`);
  const isDeleted = versions.some(({ id, status }) => id === first && status === 'deleted');
  if (!isDeleted || origin !== 'upload') return first;
  return DefinitionId.parse(`def_${sha256(`${packageHash} ${version}`).slice(0, 16)}`);
}

/** People have put them on the lab, and no package brings any: they go on with it. */
function tagsOf(before: Definition | undefined, at: Instant): readonly DefinitionEvent[] {
  const { tags = [], version } = before ?? {};
  if (tags.length === 0) return [];
  return [{ type: 'DefinitionEdited', changes: { tags }, reason: `as version ${version} had them`, at }];
}

/** The versions whose place an active one takes; a version that was replaced itself takes nobody's when it is sent again. */
function olderThan({ id, slug, status, createdAt }: Definition, views: Views): readonly Item<Definition>[] {
  if (status !== 'active') return [];
  const older = ({ state }: Item<Definition>): boolean => state.id !== id && state.createdAt <= createdAt;
  return views
    .list('definition')
    .filter((item) => item.state.slug === slug && item.state.status === 'active' && older(item));
}
