import { Ec2Error } from '../model/ec2-error.ts';
import type { Ec2Model, Ids } from '../model/ec2-model.ts';
import { statusFields } from '../model/fields.ts';
import { matchesAll } from '../model/filters.ts';
import type { Ec2Instance } from '../model/instance.ts';
import { checkLaunch } from '../model/launch-rules.ts';
import { changeXml, instanceXml, reservationXml, statusXml } from './instance-xml.ts';
import { launchOrder, tagsOf } from './launch-form.ts';
import { pageOf } from './paging.ts';
import type { QueryForm } from './query-form.ts';
import type { XmlRecord } from './xml.ts';

export interface ActionInput {
  readonly model: Ec2Model;
  readonly region: string;
  readonly form: QueryForm;
}
export type Ec2Action = (input: ActionInput) => XmlRecord;

const idOf = ({ id }: Ec2Instance): string => id;

export const instanceActions = {
  RunInstances({ model, region, form }) {
    const order = launchOrder(form);
    if (form.flag('DryRun')) {
      checkLaunch(region, order);
      throw new Ec2Error('DryRunOperation');
    }
    return reservationXml(model.runInstances(region, order));
  },

  DescribeInstances({ model, region, form }) {
    const ids = describedIds(form);
    const found = model.describeInstances({ region, ids }, form.filters());
    const page = pageOf(form, found, { limit: model.settings.pageSize, idOf });
    const reservations = Map.groupBy(page.items, ({ reservationId }) => reservationId);
    return { reservationSet: [...reservations.values()].map(reservationXml), nextToken: page.nextToken };
  },

  DescribeInstanceStatus({ model, region, form }) {
    const found = model
      .describeInstances({ region, ids: describedIds(form) })
      .filter(({ state }) => state === 'running' || form.flag('IncludeAllInstances'))
      .filter((instance) => matchesAll(form.filters(), { fields: statusFields(instance), tags: {} }));
    const page = pageOf(form, found, { limit: model.settings.pageSize, idOf });
    return { instanceStatusSet: page.items.map(statusXml), nextToken: page.nextToken };
  },

  StartInstances: (input) => ({ instancesSet: input.model.startInstances(targetIds(input)).map(changeXml) }),
  StopInstances: (input) => ({ instancesSet: input.model.stopInstances(targetIds(input)).map(changeXml) }),
  TerminateInstances: (input) => ({ instancesSet: input.model.terminateInstances(targetIds(input)).map(changeXml) }),
  MonitorInstances: (input) => monitoringXml(input.model.setMonitoring(targetIds(input), true)),
  UnmonitorInstances: (input) => monitoringXml(input.model.setMonitoring(targetIds(input), false)),

  CreateTags(input) {
    const target = taggedIds(input);
    refuseDryRun(input.form);
    input.model.createTags(target, tagsOf(input.form.groups('Tag')));
    return { return: true };
  },

  DeleteTags(input) {
    const target = taggedIds(input);
    refuseDryRun(input.form);
    const removed = input.form.groups('Tag').map((tag) => [tag.required('Key'), tag.text('Value')] as const);
    const all = target.ids.flatMap((id) => input.model.truth.filter((instance) => instance.id === id));
    const everything = all.flatMap(({ tags }) => Object.keys(tags)).map((key) => [key, undefined] as const);
    input.model.deleteTags(target, new Map(removed.length > 0 ? removed : everything));
    return { return: true };
  },
} as const satisfies Record<string, Ec2Action>;

function describedIds(form: QueryForm): readonly string[] {
  refuseDryRun(form);
  const ids = form.list('InstanceId');
  if (ids.length > 0 && form.text('MaxResults') !== undefined) {
    throw new Ec2Error('InvalidParameterCombination', 'InstanceId and MaxResults cannot be used together');
  }
  return ids;
}

function targetIds({ form, region, model }: ActionInput): Ids {
  form.required('InstanceId.1');
  const target = { region, ids: form.list('InstanceId') };
  if (form.flag('DryRun')) model.requireInstances(target);
  refuseDryRun(form);
  return target;
}

/** Only instances carry tags here. */
function taggedIds({ form, region }: ActionInput): Ids {
  form.required('ResourceId.1');
  const ids = form.list('ResourceId');
  const other = ids.find((id) => !id.startsWith('i-'));
  if (other !== undefined) throw new Ec2Error('InvalidID', `The ID '${other}' is not valid`);
  return { region, ids };
}

export function refuseDryRun(form: QueryForm): void {
  if (form.flag('DryRun')) throw new Ec2Error('DryRunOperation');
}

function monitoringXml(instances: readonly Ec2Instance[]): XmlRecord {
  return { instancesSet: instances.map(instanceXml).map(({ instanceId, monitoring }) => ({ instanceId, monitoring })) };
}
