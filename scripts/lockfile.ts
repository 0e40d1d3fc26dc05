import { z } from 'zod';

export const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
export type Lockfile = z.infer<typeof Lockfile>;

/** The places where a package at `from` would be found, innermost first, as Node looks for it. */
function placesOf(name: string, from: string): string[] {
  const parts = from.split('/node_modules/');
  const nested = parts.map(
    (_, index) => `${parts.slice(0, parts.length - index).join('/node_modules/')}/node_modules/${name}`,
  );
  return [...nested, `node_modules/${name}`];
}

/**
 * What makes `npm ci` fail on a machine other than the one that wrote the lockfile, or run what nobody read. npm leaves
 * a platform package out of the lockfile, without a word, when the registry did not have it on that day.
 */
export function lockfileProblems({ packages }: Lockfile, installScriptsAllowed: readonly string[]): string[] {
  return Object.entries(packages).flatMap(([place, entry]) => {
    const missing = Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !placesOf(name, place).some((candidate) => candidate in packages))
      .map((name) => `${place === '' ? 'the project' : place} wants ${name}, which is not in the lockfile`);
    const isPackage = place.includes('node_modules/') && entry.link !== true;
    const name = place.replace(/^.*node_modules\//, '');
    return [
      ...missing,
      ...(isPackage && entry.integrity === undefined ? [`${place} has no integrity hash`] : []),
      ...(entry.hasInstallScript === true && !installScriptsAllowed.includes(name)
        ? [`${place} runs a script when it is installed`]
        : []),
    ];
  });
}
