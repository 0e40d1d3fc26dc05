import { workerTag } from '@lcm/core/domain/instance';
import type { Instances, SeenInstance } from '@lcm/core/ports/instances';
import { instanceId } from '@lcm/core/ports/instances';

/** What is there in a region, and what its images are called. */
export interface RegionSight {
  readonly region: string;
  readonly instances: ReadonlyMap<string, SeenInstance>;
  readonly imageNames: ReadonlyMap<string, string>;
}

/** Everything that was made of an image of those names or carries a worker's tag. One call after the other: EC2 counts them. */
export async function lookAtRegion(
  instances: Pick<Instances, 'images' | 'list'>,
  region: string,
  imagePatterns: readonly string[],
): Promise<RegionSight> {
  const imageNames = new Map<string, string>();
  for (const pattern of imagePatterns) {
    for (const { id, name } of await instances.images(region, pattern)) imageNames.set(id, name);
  }
  const byImage = await instances.list({ region, imageIds: [...imageNames.keys()] });
  const byTag = await instances.list({ region, tagKeys: [workerTag] });
  const found = new Map([...byImage, ...byTag].map((one) => [one.id, one]));
  return { region, imageNames, instances: found };
}

/** The same with those that were known before and are not among what was found: asked for by their ids. */
export async function withKnown(
  instances: Pick<Instances, 'list'>,
  sight: RegionSight,
  known: readonly string[],
): Promise<RegionSight> {
  const missing = known.filter((id) => !sight.instances.has(id));
  if (missing.length === 0) return sight;
  const found = await instances.list({ region: sight.region, ids: missing.map(instanceId) });
  return { ...sight, instances: new Map([...sight.instances, ...found.map((one) => [one.id, one] as const)]) };
}
