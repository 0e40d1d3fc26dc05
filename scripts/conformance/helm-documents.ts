import { readYaml } from '@lcm/core/contracts/yaml-text';
import * as z from 'zod';

const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const Key = z.object({ name: z.string(), key: z.string() });

const Container = z.object({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()),
  env: z.array(z.object({ name: z.string(), valueFrom: z.object({ secretKeyRef: Key }) })),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })),
  ports: z.array(z.object({ name: z.string(), containerPort: z.int() })),
  startupProbe: Probe,
  livenessProbe: Probe,
  readinessProbe: Probe,
  securityContext: z.object({ readOnlyRootFilesystem: z.boolean(), allowPrivilegeEscalation: z.boolean() }),
});

const Volume = z.object({ persistentVolumeClaim: z.object({ claimName: z.string() }).optional() });

const Metadata = z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) });

const Deployment = z.object({
  kind: z.literal('Deployment'),
  metadata: Metadata,
  spec: z.object({
    replicas: z.int(),
    strategy: z.object({ type: z.string() }).optional(),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        containers: z.array(Container).length(1),
        securityContext: z.object({ runAsNonRoot: z.boolean() }),
        volumes: z.array(Volume),
      }),
    }),
  }),
});
const ConfigMap = z.object({
  kind: z.literal('ConfigMap'),
  metadata: Metadata,
  data: z.record(z.string(), z.string()),
});
const Service = z.object({
  kind: z.literal('Service'),
  metadata: Metadata,
  spec: z.object({ selector: z.record(z.string(), z.string()), ports: z.array(z.object({ port: z.int() })) }),
});
/** Of what a cluster is told, the parts that must agree with the code; of all others, that they are there. */
const Document = z.union([Deployment, ConfigMap, Service, z.object({ kind: z.string(), metadata: Metadata })]);

export type Container = z.output<typeof Container>;
export type Deployment = z.output<typeof Deployment>;

export class Documents {
  readonly #all: readonly z.output<typeof Document>[];

  /** @throws Error when a part of it is no document of Kubernetes */
  constructor(text: string) {
    const parts = text.split(/^---$/m).filter((part) => /^kind:/m.test(part));
    this.#all = parts.map((part) => {
      const read = readYaml(part, Document);
      if (!read.ok) throw new Error(`${read.rejection.path}: ${read.rejection.message} in\n${part}`);
      return read.value.value;
    });
  }

  get deployments(): readonly Deployment[] {
    return this.#all.filter((document): document is Deployment => document.kind === 'Deployment');
  }

  get services(): readonly z.output<typeof Service>[] {
    return this.#all.filter((document): document is z.output<typeof Service> => document.kind === 'Service');
  }

  names(kind: string): readonly string[] {
    return this.#all.filter((document) => document.kind === kind).map(({ metadata }) => metadata.name);
  }

  /** The settings of a container that are no secrets. */
  settingsOf({ envFrom }: Container): Readonly<Record<string, string>> {
    const maps = envFrom.flatMap(({ configMapRef: { name } }) => {
      const found = this.#all.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
      if (found === undefined || !('data' in found)) throw new Error(`there is no ConfigMap ${name}`);
      return Object.entries(found.data);
    });
    return Object.fromEntries(maps);
  }
}

/** The one container that each of our pods has. */
export function containerOf({ spec }: Deployment): Container {
  const [container] = spec.template.spec.containers;
  if (container === undefined) throw new Error('a pod without a container');
  return container;
}
