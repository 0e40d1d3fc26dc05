import { Ec2Error } from '../model/ec2-error.ts';
import type { Ids } from '../model/ec2-model.ts';
import { statusFields } from '../model/fields.ts';
import { matchesAll } from '../model/filters.ts';
import type { Ec2Instance } from '../model/instance.ts';
import { type ActionInput, type Ec2Action, refuseDryRun } from './action.ts';
import { changeXml, instanceXml, reservationXml, statusXml } from './instance-xml.ts';
import { launchOrder } from './launch-form.ts';
import { pageOf } from './paging.ts';
import type { QueryForm } from './query-form.ts';
import type { XmlRecord } from './xml.ts';

const idOf = ({ id }: Ec2Instance): string => id;

export const instanceActions = {
  RunInstances({ model, region, form }) {
    const order = launchOrder(form);
    if (form.flag('DryRun')) {
      model.checkLaunch(region, order);
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

function monitoringXml(instances: readonly Ec2Instance[]): XmlRecord {
  return { instancesSet: instances.map(instanceXml).map(({ instanceId, monitoring }) => ({ instanceId, monitoring })) };
}
