import * as z from 'zod';

const subnetId = z.string().regex(/^subnet-[0-9a-f]+$/, { error: 'not a subnet like subnet-0abc12' });
const groupId = z.string().regex(/^sg-[0-9a-f]+$/, { error: 'not a security group like sg-0abc12' });

/** Where in the account's network the hosts of a region go, and what they are given there. */
const Network = z.strictObject({
  subnetId: subnetId.optional().meta({ description: 'For launches that name no zone' }),
  subnetIds: z.record(z.string(), subnetId).optional().meta({ description: 'By zone, for launches that name one' }),
  securityGroupIds: z.array(groupId).optional(),
  keyName: z.string().min(1).optional(),
  instanceProfile: z.string().min(1).optional(),
});
type Network = z.output<typeof Network>;

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const networks = z
  .string()
  .default('{}')
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is a JSON object of regions and their networks' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), Network));

/** By the names that operators of the older system know, and one for several regions. */
export const NetworkEnvironment = z.object({
  CML_WORKER_SUBNET_ID: subnetId.optional(),
  CML_WORKER_SECURITY_GROUP_IDS: list.pipe(z.array(groupId)).optional(),
  CML_WORKER_KEY_NAME: z.string().min(1).optional(),
  CML_WORKER_INSTANCE_PROFILE: z.string().min(1).optional(),
  CML_WORKER_NETWORKS: networks.meta({
    description:
      'By region, before the four above: subnetId, subnetIds by zone, securityGroupIds, keyName, instanceProfile.',
  }),
});

export interface Networks {
  /** Of regions that have none of their own. */
  readonly network: Network;
  readonly networks: Readonly<Record<string, Network>>;
}

/** @throws ZodError that names every variable at fault at once */
export function parseNetworks(environment: Readonly<Record<string, string | undefined>>): Networks {
  const read = NetworkEnvironment.parse(environment);
  const network = {
    subnetId: read.CML_WORKER_SUBNET_ID,
    securityGroupIds: read.CML_WORKER_SECURITY_GROUP_IDS,
    keyName: read.CML_WORKER_KEY_NAME,
    instanceProfile: read.CML_WORKER_INSTANCE_PROFILE,
  };
  return { network, networks: read.CML_WORKER_NETWORKS };
}
