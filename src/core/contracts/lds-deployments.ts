import * as z from 'zod';

const deployment = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'is no name like europe-1')
    .refine((name) => name !== 'default', 'is the name of the one of LDS_BASE_URL'),
  /** Sessions on workers of this region are delivered by it. */
  region: z.string().min(1),
  baseUrl: z.url(),
  frontendBaseUrl: z.url().optional(),
  username: z.string().min(1).default('lcm'),
  /** The password stands in the variable of this name, not here. */
  passwordVariable: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'is no name of a variable like LDS_PASSWORD_EUROPE'),
});
export type LdsDeployment = z.output<typeof deployment>;

const deployments = z
  .array(deployment)
  .max(50)
  .refine((all) => areDifferent(all.map(({ name }) => name)), 'two deployments have one name')
  .refine((all) => areDifferent(all.map(({ region }) => region)), 'two deployments have one region');

function areDifferent(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}

/** Delivery systems besides the default one, as the environment lists them. */
export const LdsDeployments = z
  .string()
  .transform((text, context) => {
    try {
      // An empty value is none, as everywhere in the environment.
      return text.trim() === '' ? [] : JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(deployments)
  .optional()
  .meta({
    description:
      'Delivery systems for single regions, as JSON: [{"name", "region", "baseUrl", "frontendBaseUrl", "username", "passwordVariable"}]; elsewhere the one of LDS_BASE_URL is used. The password is read from the variable named.',
  });
