import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { ContentLoader, LabContent } from './lab-content.ts';

const description = z.object({
  formQualifiedName: z.string(),
  title: z.string(),
  durationMinutes: z.number().positive().optional(),
});

const namedFile = z.object({ name: z.string().optional(), content: z.string().nullish() });
const topology = z.object({
  nodes: z.array(z.object({ label: z.string(), configuration: z.union([z.string(), z.array(namedFile)]).nullish() })),
});

/** Packages in `folder/<slug>/`: read anew each time, so that an author sees what was just saved. */
export function contentFolder(folder: string): ContentLoader {
  return async (formQualifiedName) => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(orNothing);
    const slugs = (entries ?? []).filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
    const named = await Promise.all(slugs.map(async (path) => ({ path, about: await describe(path) })));
    const found = named.find(({ about }) => about?.formQualifiedName === formQualifiedName);
    return found?.about && (await load(found.path, found.about));
  };
}

async function describe(path: string): Promise<z.infer<typeof description> | undefined> {
  const text = await read(join(path, 'package.yaml'));
  return text === undefined ? undefined : description.safeParse(parse(text)).data;
}

async function load(path: string, about: z.infer<typeof description>): Promise<LabContent> {
  const [cml, solution, tasks] = await Promise.all(
    ['cml.yaml', 'solution.yaml', 'tasks.md'].map((name) => read(join(path, name))),
  );
  return {
    ...about,
    tasks: tasks ?? '',
    configurations: configurationsOf(cml),
    solution: solution === undefined ? undefined : configurationsOf(solution),
  };
}

/** The main configuration of each node of a CML topology that has one. */
export function configurationsOf(yaml: string | undefined): ReadonlyMap<string, string> {
  if (yaml === undefined) return new Map();
  const { nodes } = topology.parse(parse(yaml));
  return new Map(
    nodes.flatMap(({ label, configuration }) => {
      const text = typeof configuration === 'string' ? configuration : configuration?.[0]?.content;
      return text === undefined || text === null || text === '' ? [] : [[label, text] as const];
    }),
  );
}

async function read(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(orNothing);
}

function orNothing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
