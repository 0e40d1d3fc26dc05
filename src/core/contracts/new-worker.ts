import * as z from 'zod';
import { count, words } from './primitives.ts';
import { Amounts, otherPlaces, regionName } from './worker.ts';

/** A spec as people write it: what is left out is what a known instance type says, or the usual. */
export const SpecDraft = z.strictObject({
  region: regionName,
  instanceType: z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, { error: 'not an instance type like m5zn.metal' }),
  imageId: z
    .string()
    .regex(/^ami-[0-9a-f]{8,17}$/, { error: 'not an image id like ami-0123456789abcdef0' })
    .optional()
    .meta({ description: 'This image and no other' }),
  imageName: z
    .string()
    .min(1)
    .max(128)
    .meta({ description: 'A pattern of names of which the newest is taken, unless there is an id' }),
  ...otherPlaces,
  volumeGiB: z.int().min(8).max(16_384).optional(),
  capacity: Amounts.partial().optional(),
  portRange: z.object({ first: z.int().min(1024).max(65_535), last: z.int().min(1024).max(65_535) }).optional(),
  hourlyCostUsd: z.number().nonnegative().max(1000).optional(),
  unlicensedNodes: count.optional(),
  registersLicense: z.boolean().optional(),
});

/** The image of a worker by hand: by its id, by a pattern of names, or that of a version of CML. */
const handImage = {
  imageName: SpecDraft.shape.imageName.optional(),
  cmlVersion: z
    .string()
    .regex(/^\d+\.\d+(?:\.\d+)?$/, { error: 'not a version like 2.9' })
    .optional()
    .meta({ description: 'The newest image that is named cml-<version>*' }),
};

export const CreateWorker = z.strictObject({
  name: words(64)
    .optional()
    .meta({ examples: ['exam-room-1'] }),
  template: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'What it is made from; or else say its spec', examples: ['metal'] }),
  region: regionName.optional().meta({ description: 'Another than the template’s' }),
  spec: SpecDraft.extend(handImage)
    .optional()
    .meta({ description: 'By hand, without a template: with exactly one of imageId, imageName and cmlVersion' }),
});
export type CreateWorker = z.output<typeof CreateWorker>;
