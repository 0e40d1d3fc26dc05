import { Ec2Error } from '../model/ec2-error.ts';
import type { Ec2Model, Ids } from '../model/ec2-model.ts';
import { type Filter, matchesAll } from '../model/filters.ts';
import { type Tags, withoutTags, withTags } from '../model/tags.ts';
import { type ActionInput, type Ec2Action, refuseDryRun } from './action.ts';
import { tagsOf } from './launch-form.ts';
import { pageOf } from './paging.ts';

export const tagActions = {
  CreateTags(input) {
    const target = taggedIds(input);
    refuseDryRun(input.form);
    const added = tagsOf(input.form.groups('Tag'));
    input.model.changeTags(target, 'CreateTags', (tags) => withTags(tags, added));
    return { return: true };
  },

  DeleteTags(input) {
    const target = taggedIds(input);
    refuseDryRun(input.form);
    const removed = new Map(input.form.groups('Tag').map((tag) => [tag.required('Key'), tag.text('Value')]));
    // Whoever names no tags removes all.
    input.model.changeTags(target, 'DeleteTags', (tags) => (removed.size > 0 ? withoutTags(tags, removed) : {}));
    return { return: true };
  },

  DescribeTags({ model, region, form }) {
    refuseDryRun(form);
    const found = rowsOf(model, region).filter((tag) => matchesAll(...tagQuery(form.filters(), tag)));
    const page = pageOf(form, found, { limit: model.settings.pageSize, idOf: rowId });
    return { tagSet: page.items.map((tag) => ({ ...tag })), nextToken: page.nextToken };
  },
} as const satisfies Record<string, Ec2Action>;

interface TagRow {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly key: string;
  readonly value: string;
}

function rowsOf(model: Ec2Model, region: string): readonly TagRow[] {
  const instances = model.describeInstances({ region, ids: [] });
  const { storage } = model;
  const images = storage.describeImages(region);
  return [
    ...instances.flatMap(({ id, tags }) => rows(id, 'instance', tags)),
    ...instances.flatMap(({ volumeId, volumeTags = {} }) => rows(volumeId, 'volume', volumeTags)),
    ...storage.describeSnapshots(region).flatMap(({ id, tags }) => rows(id, 'snapshot', tags)),
    ...images.flatMap(({ id, tags }) => rows(id, 'image', tags)),
  ];
}

function rows(resourceId: string, resourceType: string, tags: Tags): readonly TagRow[] {
  return Object.entries(tags).map(([key, value]) => ({ resourceId, resourceType, key, value }));
}

function rowId({ resourceId, key }: TagRow): string {
  return `${resourceId} ${key}`;
}

function tagQuery(filters: readonly Filter[], tag: TagRow): Parameters<typeof matchesAll> {
  const { resourceId, resourceType, key, value } = tag;
  const fields = { 'resource-id': resourceId, 'resource-type': resourceType, key, value };
  return [filters, { fields, tags: { [key]: value } }];
}

/** What carries tags here: instances, their disks, snapshots and images. */
function taggedIds({ form, region }: ActionInput): Ids {
  form.required('ResourceId.1');
  const ids = form.list('ResourceId');
  const other = ids.find((id) => !/^(?:i|vol|snap|ami)-[0-9a-f]{8,}$/.test(id));
  if (other !== undefined) throw new Ec2Error('InvalidID', `The ID '${other}' is not valid`);
  return { region, ids };
}
