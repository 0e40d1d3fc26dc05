import { z } from 'zod';
import { instant } from '../../kernel/index.ts';
import {
  type CmlLabId,
  type CmlNodeId,
  cmlLabStates,
  cmlNodeStates,
  registrationStatuses,
} from '../../ports/cml/index.ts';

/** The parts of CML's answers that we read. What else is in them changes with every release and is ignored. */

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a CmlLabId is minted
export const cmlLabId = (text: string): CmlLabId => text as CmlLabId;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a CmlNodeId is minted
export const cmlNodeId = (text: string): CmlNodeId => text as CmlNodeId;

export const errorAnswer = z.object({ code: z.number(), description: z.string() });
export const tokenAnswer = z.string().min(1);
export const systemAnswer = z.object({ version: z.string(), ready: z.boolean() });
export const healthAnswer = z.object({
  valid: z.boolean().nullable(),
  is_licensed: z.boolean().nullable(),
  is_enterprise: z.boolean(),
});

const sizes = z.object({ used: z.number(), total: z.number() });

export const statsAnswer = z.object({
  computes: z.record(
    z.string(),
    z.object({ stats: z.object({ dominfo: z.object({ running_nodes: z.number().nullish() }).optional() }).optional() }),
  ),
  all: z.object({ cpu: z.object({ count: z.number(), percent: z.number() }), memory: sizes, disk: sizes }),
});

const amount = z.number().int().nonnegative();
const text = z
  .string()
  .nullish()
  .transform((given) => given ?? undefined);

/** `2026-08-20 17:25:30`, in UTC without saying so. */
const stamp = z
  .string()
  .nullish()
  .transform((given) => (given ? Date.parse(`${given.replace(' ', 'T')}Z`) : Number.NaN))
  .transform((ms) => (Number.isNaN(ms) ? undefined : instant(ms)));

export const licensingAnswer = z.object({
  registration: z.object({
    status: z.enum(registrationStatuses),
    smart_account: text,
    virtual_account: text,
    expires: stamp,
    register_time: z.object({ attempted: stamp, failure: text, success: text }).optional(),
    renew_time: z.object({ scheduled: stamp }).optional(),
  }),
  authorization: z.object({ status: z.string(), expires: stamp }),
  features: z.array(
    z.object({
      id: z.string(),
      name: z.string().default(''),
      status: z.string().default(''),
      in_use: amount,
      min: amount.default(0),
      max: amount.default(0),
    }),
  ),
  udi: z.object({ hostname: text }).optional(),
  product_license: z.object({ active: z.string() }),
});
export type LicensingAnswer = z.infer<typeof licensingAnswer>;

export const quotaAnswer = z.object({ quota: z.number().int().nullish(), started: amount.nullish() });

export const labAnswer = z.object({
  id: z.string(),
  created: z.string(),
  modified: z.string(),
  lab_title: z.string(),
  owner_username: z.string().default(''),
  state: z.enum(cmlLabStates),
  node_count: z.number().default(0),
  link_count: z.number().default(0),
});
export const labIdsAnswer = z.array(z.string());
export const tilesAnswer = z.object({ lab_tiles: z.record(z.string(), labAnswer) });
export const importAnswer = z.object({ id: z.string() });
export const convergedAnswer = z.boolean();
export const consoleAnswer = z.string();

/** 2.10 has a state between QUEUED and STARTED. */
const nodeState = z.preprocess((state) => (state === 'STARTING' ? 'QUEUED' : state), z.enum(cmlNodeStates));

export const nodesAnswer = z.array(
  z.object({
    id: z.string(),
    label: z.string(),
    node_definition: z.string(),
    state: nodeState,
    tags: z.array(z.string()).default([]),
  }),
);

/** Events of many kinds, some of them without any of this. */
export const telemetryAnswer = z.array(
  z.object({
    category: z.string(),
    timestamp: z.string(),
    data: z.object({ user_id: z.string().nullish() }).nullish().catch(null),
  }),
);

const files = z.array(z.object({ name: z.string(), content: z.string().nullish() }));

export const configurationsAnswer = z.array(
  z.object({
    id: z.string(),
    label: z.string(),
    node_definition: z.string(),
    state: nodeState,
    configuration: z.union([z.string(), z.null(), files]).optional(),
  }),
);

export const simplifiedDefinitionsAnswer = z.array(
  z.object({ id: z.string(), ui: z.object({ has_config_extraction: z.boolean().optional() }) }),
);
