import type { InstanceFacts } from '@lcm/core/domain/instance';
import type { SeenInstance } from '@lcm/core/ports/instances';

/** What is kept of an instance that no worker has. */
export function factsOf(seen: SeenInstance, imageName: string | undefined): InstanceFacts {
  const { instanceType, imageId, state, publicIp, privateIp, launchedAt, token, tags } = seen;
  return { instanceType, imageId, imageName, state, publicIp, privateIp, launchedAt, token, tags };
}
