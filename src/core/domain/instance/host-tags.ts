import type { Worker } from '../worker/index.ts';

/** The tag that says whose host it is; an instance that carries it was launched or adopted by an installation like this. */
export const workerTag = 'lcm:worker_id';
const managedByTag = 'lcm:managed_by';

/** EC2 keeps so many on an instance; its own, which begin with `aws:`, are not counted. */
const mostTags = 50;

/** What makes an instance known as a worker's, the most telling first. */
export function hostTags({ id, launch, template }: Pick<Worker, 'id' | 'launch' | 'template'>): Record<string, string> {
  return {
    [workerTag]: id,
    [managedByTag]: 'lablet-cloud-manager',
    'lcm:launch': String(launch),
    'lcm:template_name': template,
  };
}

/** Those of our tags that it lacks, as many as it has room for. What others wrote on it stays. */
export function lackingTags(
  present: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  let room = mostTags - Object.keys(present).filter((key) => !key.startsWith('aws:')).length;
  const lacking: [string, string][] = [];
  for (const [key, value] of Object.entries(wanted)) {
    const isThere = Object.hasOwn(present, key);
    if ((isThere && present[key] === value) || (!isThere && room <= 0)) continue;
    if (!isThere) room -= 1;
    lacking.push([key, value]);
  }
  return Object.fromEntries(lacking);
}
