import { z } from 'zod';
import type { Cml } from './cml.ts';
import type { ConsoleKind, Definition } from './definition.ts';
import { builtInDefinitions } from './definitions.ts';
import { defaultConfiguration } from './ios/default-configuration.ts';
import type { Properties } from './state.ts';

const icons: Readonly<Record<string, string>> = {
  router: 'router',
  switch: 'switch',
  firewall: 'firewall',
  host: 'host',
  server: 'server',
  external_connector: 'cloud',
};

const pyatsOs: Readonly<Record<string, string>> = {
  iosv: 'ios',
  iosvl2: 'ios',
  nxosv9000: 'nxos',
  asav: 'asa',
  iosxrv9000: 'iosxr',
};

const sizes = { ram: true, cpus: true, data_volume: false, boot_disk_size: false, cpu_limit: true };

function simulation(definition: Definition): Properties {
  const { domain, driver, ram, cpus } = definition;
  const hardware = domain === 'none' ? {} : { ram, cpus, disk_driver: 'virtio', nic_driver: 'virtio' };
  return {
    linux_native: {
      libvirt_domain_driver: domain,
      driver,
      cpu_limit: 100,
      enable_rng: true,
      enable_tpm: false,
      ...hardware,
    },
    parameters: {},
  };
}

function interfaces(definition: Definition): Properties {
  const { serialPorts, physical, loopback, minCount, defaultCount } = definition;
  return {
    serial_ports: serialPorts,
    ...(serialPorts > 0 && { default_console: 0 }),
    physical: [...physical],
    has_loopback_zero: loopback,
    ...(loopback && { loopback: ['Loopback0'] }),
    min_count: minCount,
    default_count: defaultCount,
    iol_static_ethernets: 0,
  };
}

function configuration(definition: Definition): Properties {
  const content = defaultConfiguration(definition, 'inserthostname-here');
  return {
    generator: { driver: null },
    provisioning: {
      files: [{ name: definition.file, content, editable: true }],
      media_type: definition.console === 'none' ? 'raw' : 'iso',
      volume_name: 'disk',
    },
  };
}

function general(definition: Definition): Properties {
  return { nature: definition.nature, description: definition.id, read_only: true };
}

function ui(definition: Definition): Properties {
  return {
    label_prefix: definition.id === 'external_connector' ? 'ext-conn-' : `${definition.id}-`,
    icon: icons[definition.nature] ?? 'server',
    label: definition.id,
    visible: true,
    group: definition.console === 'ios' ? 'Cisco' : 'Others',
    description: definition.id,
  };
}

/** The full document of a built-in definition, as `GET /node_definitions/{id}?json=true` gives it. */
export function definitionDocument(definition: Definition): Properties {
  const { id, completed, timeoutSeconds } = definition;
  const os = pyatsOs[id] ?? 'iosxe';
  return {
    id,
    general: general(definition),
    device: { interfaces: interfaces(definition) },
    ui: ui(definition),
    sim: simulation(definition),
    boot: { timeout: timeoutSeconds, ...(completed.length > 0 && { completed: [...completed] }), uses_regex: false },
    inherited: { image: sizes, node: sizes },
    configuration: configuration(definition),
    ...(definition.console === 'ios' && {
      pyats: { os, use_in_testbed: true, config_extract_command: 'show running-config' },
    }),
    schema_version: '0.0.1',
    image_definitions: definition.image === null ? [] : [definition.image],
  };
}

/** The parts of a definition document, ours or somebody's own, that decide how its nodes behave. */
const customSchema = z.object({
  id: z.string().min(1).max(250),
  general: z.object({ nature: z.string() }),
  device: z.object({
    interfaces: z.object({
      serial_ports: z.number().int().default(0),
      physical: z.array(z.string()).min(1),
      has_loopback_zero: z.boolean().default(false),
      min_count: z.number().int().default(0),
      default_count: z.number().int().default(1),
    }),
  }),
  sim: z.object({
    linux_native: z.object({
      libvirt_domain_driver: z.string(),
      driver: z.string(),
      ram: z.number().optional(),
      cpus: z.number().optional(),
    }),
  }),
  boot: z.object({ timeout: z.number(), completed: z.array(z.string()).optional() }),
  configuration: z
    .object({ provisioning: z.object({ files: z.array(z.object({ name: z.string() })) }).optional() })
    .optional(),
  pyats: z.object({ os: z.string(), config_extract_command: z.string().nullish() }).optional(),
});

const domains = { kvm: 'kvm', iol: 'iol', docker: 'docker', none: 'none' } as const;

type Custom = z.infer<typeof customSchema>;

function consoleOf({ device, pyats }: Custom): ConsoleKind {
  if (device.interfaces.serial_ports === 0) return 'none';
  return /^(ios|iosxe|nxos|iosxr|asa)$/.test(pyats?.os ?? '') ? 'ios' : 'shell';
}

function hardwareOf({
  sim: { linux_native: native },
}: Custom): Pick<Definition, 'domain' | 'driver' | 'ram' | 'cpus' | 'licensed'> {
  const domain = Object.entries(domains).find(([name]) => name === native.libvirt_domain_driver)?.[1] ?? 'kvm';
  return { domain, driver: native.driver, ram: native.ram ?? 0, cpus: native.cpus ?? 0, licensed: domain !== 'none' };
}

/** @throws ZodError when it is no definition */
export function definitionFrom(document: unknown): Definition {
  const parsed = customSchema.parse(document);
  const ports = parsed.device.interfaces;
  const kind = consoleOf(parsed);
  return {
    ...hardwareOf(parsed),
    id: parsed.id,
    nature: parsed.general.nature,
    serialPorts: ports.serial_ports,
    defaultCount: ports.default_count,
    minCount: ports.min_count,
    loopback: ports.has_loopback_zero,
    physical: ports.physical,
    bootSeconds: parsed.boot.timeout * 0.7,
    timeoutSeconds: parsed.boot.timeout,
    completed: parsed.boot.completed ?? [],
    console: kind,
    extracts: kind !== 'none',
    file: parsed.configuration?.provisioning?.files[0]?.name ?? 'Main',
    image: null,
  };
}

/** Custom definitions win over ours of the same name. */
export function findDefinition(cml: Cml, id: string): Definition | undefined {
  const custom = cml.state.nodeDefinitions.find((document) => document['id'] === id);
  if (custom) return definitionFrom(custom);
  return builtInById.get(id);
}

const builtInById = new Map(builtInDefinitions.map((definition) => [definition.id, definition]));

export function allDefinitionDocuments(cml: Cml): Properties[] {
  const custom = new Set(cml.state.nodeDefinitions.map((document) => document['id']));
  const ours = builtInDefinitions.filter(({ id }) => !custom.has(id)).map(definitionDocument);
  return [...ours, ...cml.state.nodeDefinitions];
}

function generalOf(cml: Cml, definition: Definition): Properties {
  const custom = cml.state.nodeDefinitions.find((document) => document['id'] === definition.id);
  return { ...general(definition), read_only: custom === undefined || isLocked(custom) };
}

const locked = z.object({ general: z.object({ read_only: z.literal(true) }) });

/** Whether a document somebody uploaded may be changed and deleted. */
export function isLocked(document: Properties): boolean {
  return document['read_only'] === true || locked.safeParse(document).success;
}

/** Ids of what nodes of a definition can boot from: an image names its definition, not the other way round. */
export function imagesOf(cml: Cml, id: string): string[] {
  return imageDocuments(cml).flatMap((one) => (one['node_definition_id'] === id ? [String(one['id'])] : []));
}

/** What `GET /simplified_node_definitions` says of a definition. */
export function simplified(cml: Cml, definition: Definition): Properties {
  const visible = definition.domain !== 'none';
  return {
    id: definition.id,
    general: generalOf(cml, definition),
    device: { interfaces: interfaces(definition) },
    ui: {
      ...ui(definition),
      has_configuration: definition.console !== 'none',
      show_ram: visible,
      show_cpus: visible,
      show_cpu_limit: visible,
      show_data_volume: false,
      show_boot_disk_size: false,
      has_config_extraction: definition.extracts,
    },
    sim: {
      ram: definition.ram,
      cpus: definition.cpus,
      cpu_limit: 100,
      data_volume: 0,
      boot_disk_size: 0,
      console: definition.serialPorts > 0,
      simulate: true,
      custom_mac: true,
      vnc: definition.domain === 'kvm',
      parameters: {},
    },
    image_definitions: imagesOf(cml, definition.id),
  };
}

export function imageDocuments(cml: Cml): Properties[] {
  const ours = builtInDefinitions.flatMap(({ id, image, domain }) =>
    image === null ? [] : [imageDocument(image, id, domain)],
  );
  return [...ours, ...cml.state.imageDefinitions];
}

function imageDocument(image: string, node: string, domain: string): Properties {
  return {
    id: image,
    node_definition_id: node,
    label: image,
    description: image,
    disk_image: domain === 'docker' ? null : domain === 'iol' ? `${image}.iol` : `${image}.qcow2`,
    disk_image_2: null,
    disk_image_3: null,
    disk_image_4: null,
    docker_tag: domain === 'docker' ? `${node}:${image}` : null,
    sha256: null,
    efi_boot: false,
    read_only: true,
    configuration: null,
    pyats: null,
    ram: null,
    cpus: null,
    cpu_limit: null,
    data_volume: null,
    boot_disk_size: null,
    schema_version: '0.0.1',
  };
}
