import type { InstancesQuery } from '../../ports/instances/index.ts';
import { literal, tagFilters } from './ec2-api.ts';

interface Ec2Filter {
  readonly Name: string;
  readonly Values: string[];
}

/** EC2 takes at most this many ids in a DescribeInstanceStatus, and twice as many values in a filter. */
const idsPerCall = 100;

/** What to ask EC2 for a query: one set of filters a call, none when nothing can match. */
export function filterSets({
  ids,
  token,
  tags = {},
  tagKeys = [],
  imageIds,
}: InstancesQuery): readonly (readonly Ec2Filter[])[] {
  const always: readonly Ec2Filter[] = [
    ...(token === undefined ? [] : [{ Name: 'client-token', Values: [literal(token)] }]),
    ...tagFilters(tags),
    // One filter each: the values of one are alternatives.
    ...tagKeys.map((key) => ({ Name: 'tag-key', Values: [literal(key)] })),
  ];
  // Ids by filter, for one unknown id among the parameters would refuse all of them.
  return anyOf('image-id', imageIds).flatMap((images) =>
    anyOf('instance-id', ids).map((instances) => [...always, ...images, ...instances]),
  );
}

/** In as many filters as it takes; one without any when everything will do. */
function anyOf(Name: string, values: readonly string[] | undefined): readonly (readonly Ec2Filter[])[] {
  return values === undefined ? [[]] : chunks(values).map((some) => [{ Name, Values: [...some] }]);
}

export function chunks<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const starts = Array.from({ length: Math.ceil(items.length / idsPerCall) }, (_, index) => index * idsPerCall);
  return starts.map((start) => items.slice(start, start + idsPerCall));
}
