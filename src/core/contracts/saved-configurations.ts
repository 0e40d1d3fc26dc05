import * as z from 'zod';

/** What the nodes of a lab ran, kept by itself. */
export const SavedConfigurationsFile = z.object({
  format: z.literal('lcm-configurations/1'),
  nodes: z.array(z.object({ label: z.string(), configuration: z.string() })),
});
export type SavedConfigurationsFile = z.output<typeof SavedConfigurationsFile>;
