import { z } from 'zod';
import { registrationStatuses } from '../../ports/cml/index.ts';

/** The parts of CML's answers that we read. What else is in them changes with every release and is ignored. */

export const errorAnswer = z.object({ code: z.number(), description: z.string() });
export const tokenAnswer = z.string().min(1);
export const systemAnswer = z.object({ version: z.string(), ready: z.boolean() });
/** CML answers null where it cannot tell, and leaves out what its version does not check. */
const check = z
  .boolean()
  .nullish()
  .transform((told) => told ?? undefined);

const computeHealth = z.object({
  hostname: z.string().default(''),
  is_controller: z.boolean().default(false),
  valid: check,
  admission_state: z.string().default(''),
  kvm_vmx_enabled: check,
  enough_cpus: check,
  refplat_images_available: check,
  lld_connected: check,
  lld_synced: check,
  libvirt: check,
  fabric: check,
  device_mux: check,
  docker_shim: check,
});

export const healthAnswer = z.object({
  valid: z.boolean().nullable(),
  is_licensed: z.boolean().nullable(),
  is_enterprise: z.boolean(),
  computes: z.record(z.string(), computeHealth).default({}),
});

const sizes = z.object({ used: z.number(), total: z.number() });

export const statsAnswer = z.object({
  computes: z.record(
    z.string(),
    z.object({ stats: z.object({ dominfo: z.object({ running_nodes: z.number().nullish() }).optional() }).optional() }),
  ),
  all: z.object({ cpu: z.object({ count: z.number(), percent: z.number() }), memory: sizes, disk: sizes }),
});

export const licensingAnswer = z.object({
  registration: z.object({
    status: z.enum(registrationStatuses),
    register_time: z.object({ failure: z.string().nullish(), success: z.string().nullish() }).optional(),
  }),
  authorization: z.object({ status: z.string() }),
  features: z.array(z.object({ id: z.string(), in_use: z.number() })),
  product_license: z.object({ active: z.string() }),
});
export type LicensingAnswer = z.infer<typeof licensingAnswer>;

export const quotaAnswer = z.object({ quota: z.number().int().nullish() });

export const labAnswer = z.object({
  id: z.string(),
  created: z.string(),
  modified: z.string(),
  lab_title: z.string(),
  lab_description: z.string().nullish(),
  lab_notes: z.string().nullish(),
  owner_username: z.string().default(''),
  owner_fullname: z.string().nullish(),
  groups: z.array(z.object({ id: z.string(), name: z.string().nullish() })).nullish(),
  state: z.string(),
  node_count: z.number().default(0),
  link_count: z.number().default(0),
});
export const labIdsAnswer = z.array(z.string());
export const tilesAnswer = z.object({ lab_tiles: z.record(z.string(), labAnswer) });
export const importAnswer = z.object({ id: z.string() });
export const convergedAnswer = z.boolean();
export const consoleAnswer = z.string();

export const nodesAnswer = z.array(
  z.object({
    id: z.string(),
    label: z.string(),
    node_definition: z.string(),
    state: z.string(),
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
    configuration: z.union([z.string(), z.null(), files]).optional(),
  }),
);

export const simplifiedDefinitionsAnswer = z.array(
  z.object({ id: z.string(), ui: z.object({ has_config_extraction: z.boolean().optional() }) }),
);
