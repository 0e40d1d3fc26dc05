import type { Findings } from './peer.ts';

export type NamedChecks<World> = Readonly<Record<string, (world: World) => Promise<void>>>;

/** Each check by its name, in this order, over one world: what fails is said, and the others go on. */
export async function runChecks<World>(checks: NamedChecks<World>, world: World): Promise<Findings> {
  const problems: string[] = [];
  const named = Object.entries(checks);
  for (const [name, check] of named) {
    try {
      await check(world);
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { passed: named.length - problems.length, problems };
}
