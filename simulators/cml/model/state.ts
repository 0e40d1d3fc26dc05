import { z } from 'zod';

/** What one CML server remembers. All of it is JSON; every state over time is derived from the instants in here. */

const properties = z.record(z.string(), z.unknown());
export type Properties = z.infer<typeof properties>;

/** `run` names one life of a node between two starts; it is the instant it was queued. */
const power = z.discriminatedUnion('is', [
  z.object({ is: z.literal('off') }),
  z.object({
    is: z.literal('on'),
    queuedAt: z.number(),
    startedAt: z.number(),
    /** `null`: it hangs while booting. */
    bootedAt: z.number().nullable(),
  }),
  z.object({ is: z.literal('stopping'), from: z.enum(['QUEUED', 'STARTED', 'BOOTED']), stoppedAt: z.number() }),
  z.object({ is: z.literal('wiping'), wipedAt: z.number() }),
]);
export type Power = z.infer<typeof power>;

/** One line of a configuration with what is indented below it. */
export interface Section {
  line: string;
  children: Section[];
}
const section: z.ZodType<Section> = z.object({ line: z.string(), children: z.lazy(() => z.array(section)) });

/** A console and what is behind it, for as long as one run of its node lasts. */
const device = z.object({
  run: z.number(),
  /** Names of the modes entered so far, outermost first; see the console of the definition. */
  modes: z.array(z.string()),
  /** The sections being edited: one chain of headers for each member of an interface range. */
  targets: z.array(z.array(z.string())),
  /** Lines of a banner until its delimiter comes. */
  banner: z.object({ delimiter: z.string(), lines: z.array(z.string()) }).nullable(),
  running: z.array(section),
});
export type Device = z.infer<typeof device>;

const networkInterface = z.object({ id: z.string(), fileId: z.string(), mac: z.string(), properties });
export type NetworkInterface = z.infer<typeof networkInterface>;

const node = z.object({
  id: z.string(),
  /** `n0`: its name in files. */
  fileId: z.string(),
  /** As imported or created, unknown keys included; without `id` and `interfaces`. */
  properties,
  interfaces: z.array(networkInterface),
  /** Its file had a list of interfaces, if only an empty one. */
  listsInterfaces: z.boolean(),
  power,
  consoleKey: z.string(),
  vncKey: z.string(),
  /** The disk: what the node would boot from; absent before its first boot and after a wipe. */
  startup: z.string().optional(),
  device: device.optional(),
  log: z.array(z.string()),
});
export type Node = z.infer<typeof node>;

/** The newest of a link; it ends by itself at one of its limits. */
const capture = z.object({
  key: z.string(),
  maxpackets: z.number().nullable(),
  maxtime: z.number().nullable(),
  bpfilter: z.string(),
  encap: z.string(),
  startedAt: z.number(),
  stoppedAt: z.number().nullable(),
});
export type Capture = z.infer<typeof capture>;

const link = z.object({
  id: z.string(),
  fileId: z.string(),
  properties,
  a: z.string(),
  b: z.string(),
  capture: capture.optional(),
});
export type Link = z.infer<typeof link>;

const annotation = z.object({ id: z.string(), properties });
/** A smart annotation that came with a file goes out with it; those the server drew for tags do not. */
const smartAnnotation = z.object({ id: z.string(), properties, exported: z.boolean() });

/** What a group or a user may do with a lab that is not theirs. */
const association = z.object({ id: z.string(), permissions: z.array(z.string()) });

const lab = z.object({
  id: z.string(),
  createdAt: z.number(),
  modifiedAt: z.number(),
  owner: z.string(),
  /** The `lab` object of the file: title, description, notes, version and whatever else. */
  properties,
  /** Top-level keys of the file that we do not know. */
  rest: properties,
  nodes: z.array(node),
  links: z.array(link),
  annotations: z.array(annotation),
  smartAnnotations: z.array(smartAnnotation),
  /** The parts that were in the file even when empty. */
  sections: z.array(z.string()),
  groups: z.array(association),
  users: z.array(association).default([]),
});
export type Lab = z.infer<typeof lab>;

const user = z.object({
  id: z.string(),
  username: z.string(),
  password: z.string(),
  admin: z.boolean(),
  fullname: z.string(),
  description: z.string(),
  email: z.string(),
  createdAt: z.number(),
  modifiedAt: z.number(),
  groups: z.array(z.string()),
});
export type User = z.infer<typeof user>;

const group = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  createdAt: z.number(),
  modifiedAt: z.number(),
});
export type Group = z.infer<typeof group>;

const token = z.object({ token: z.string(), user: z.string(), expiresAt: z.number() });

const registration = z.discriminatedUnion('is', [
  z.object({ is: z.literal('none') }),
  z.object({
    is: z.literal('asked'),
    token: z.string(),
    askedAt: z.number(),
    answeredAt: z.number(),
    /** `null`: the licence server never says yes. */
    authorizedAt: z.number().nullable(),
    outcome: z.enum(['COMPLETED', 'FAILED', 'RETRY_IN_PROGRESS']),
    failure: z.string().nullable(),
  }),
]);

const licensing = z.object({
  product: z.string(),
  registration,
  expansionNodes: z.number(),
  baseInUse: z.number(),
  renewedAt: z.number().nullable(),
  authorizationRenewedAt: z.number().nullable(),
  ssms: z.string().nullable(),
  proxy: z.object({ server: z.string().nullable(), port: z.number().nullable() }),
  reservation: z.boolean(),
  requestCode: z.string().nullable(),
});
export type Licensing = z.infer<typeof licensing>;

export const faultKinds = [
  'unavailable',
  'refuse',
  'lose-answer',
  'slow',
  'never-boots',
  'start-refused',
  'license-refused',
  'license-lost-on-deregister',
  'license-server-unreachable',
  'extraction-fails',
  'disk-full',
  'unhealthy',
  'events-close',
  'events-cut',
  'events-silent',
  'events-drop',
] as const;

export const fault = z.object({
  kind: z.enum(faultKinds),
  /** Only this operation, lab title or node label; everything when absent. */
  match: z.string().optional(),
  /** How often it strikes; for ever when absent. */
  times: z.number().int().positive().optional(),
  /** Of `slow`: for how long. Of `unavailable` and `refuse`: the HTTP status is below. */
  ms: z.number().nonnegative().optional(),
  status: z.number().int().optional(),
});
export type Fault = z.infer<typeof fault>;

/** What its users may use together; `null` is without limit. */
const resourcePool = z.object({
  id: z.string(),
  label: z.string(),
  description: z.string().nullable(),
  template: z.string().nullable(),
  licenses: z.number().nullable(),
  ram: z.number().nullable(),
  cpus: z.number().nullable(),
  disk_space: z.number().nullable(),
  external_connectors: z.array(z.string()).nullable(),
  users: z.array(z.string()),
});
export type ResourcePool = z.infer<typeof resourcePool>;

/** Something that happened, or will at a known instant unless it is called off before. */
const happening = z.object({
  at: z.number(),
  category: z.string().nullable(),
  event: z.string(),
  element: z.enum(['LAB', 'NODE', 'LINK', 'INTERFACE', 'ANNOTATION', 'SYSTEM']),
  id: z.string(),
  lab: z.string().nullable(),
  data: properties,
});
export type Happening = z.infer<typeof happening>;

export const serverState = z.object({
  computeId: z.string(),
  connectorId: z.string(),
  productUuid: z.string(),
  installedAt: z.number(),
  /** Absent while it is switched off. */
  bootedAt: z.number().nullable(),
  /** When the launch queue is free again: nodes start one after another. */
  queueFreeAt: z.number(),
  labs: z.array(lab),
  users: z.array(user),
  groups: z.array(group),
  tokens: z.array(token),
  licensing,
  nodeDefinitions: z.array(properties),
  imageDefinitions: z.array(properties),
  resourcePools: z.array(resourcePool).default([]),
  faults: z.array(fault),
  happenings: z.array(happening),
  /** What was done to the world, counted: `import:<title>`, `delete:<title>`, `register`... */
  effects: z.record(z.string(), z.number()),
  sessionTimeout: z.number(),
});
export type ServerState = z.infer<typeof serverState>;
