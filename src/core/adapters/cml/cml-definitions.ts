import { z } from 'zod';
import type { CmlImageDefinition, CmlNodeDefinition } from '../../ports/cml/index.ts';

/** Zero and nothing both mean: not said here. */
const figure = z
  .number()
  .nullish()
  .transform((value) => value || undefined);

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

export const nodeDefinitionsAnswer = z.array(
  z.object({
    id: z.string(),
    general: z.object({ nature: z.string(), read_only: flag }),
    ui: z.object({ label: z.string().nullish() }).optional(),
    sim: z.object({
      linux_native: z.object({ libvirt_domain_driver: z.string(), ram: figure, cpus: figure }),
    }),
  }),
);

const file = z.string().nullish();

export const imagesAnswer = z.array(
  z.object({
    id: z.string(),
    node_definition_id: z.string(),
    label: z.string().nullish(),
    read_only: flag,
    disk_image: file,
    disk_image_2: file,
    disk_image_3: file,
    disk_image_4: file,
    docker_tag: file,
    ram: figure,
    cpus: figure,
  }),
);
type ImageAnswer = z.infer<typeof imagesAnswer>[number];

/** Drivers of what CML itself plays: external connectors, and unmanaged switches (`ums` since 2.10). */
const imageless = new Set(['none', 'ums']);

/** Before 2.10 a definition does not name its images: each image names its definition. */
export function toNodeDefinitions(
  definitions: z.infer<typeof nodeDefinitionsAnswer>,
  images: readonly ImageAnswer[],
): readonly CmlNodeDefinition[] {
  const byDefinition = Map.groupBy(images, ({ node_definition_id: id }) => id);
  return definitions.map(({ id, general, ui, sim }) => {
    const { libvirt_domain_driver: driver, ram: memoryMiB, cpus } = sim.linux_native;
    const own = (byDefinition.get(id) ?? []).map((image) => image.id);
    return {
      id,
      label: ui?.label ?? id,
      nature: general.nature,
      isCustom: !general.read_only,
      cpus,
      memoryMiB,
      images: own,
      canStart: imageless.has(driver) || own.length > 0,
    };
  });
}

export function toImageDefinition(answer: ImageAnswer): CmlImageDefinition {
  const { disk_image, disk_image_2, disk_image_3, disk_image_4, docker_tag } = answer;
  const named = [disk_image, disk_image_2, disk_image_3, disk_image_4, docker_tag];
  return {
    id: answer.id,
    label: answer.label ?? answer.id,
    nodeDefinition: answer.node_definition_id,
    isCustom: !answer.read_only,
    files: named.filter((name) => name !== undefined && name !== null),
    cpus: answer.cpus,
    memoryMiB: answer.ram,
  };
}
