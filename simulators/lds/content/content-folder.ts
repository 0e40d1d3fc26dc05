import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ContentPackage,
  type ContentRejection,
  PackageFile,
  readContentPackage,
} from '@lcm/core/contracts/content-package';
import { readYaml } from '@lcm/core/contracts/yaml-text';
import { builtInNodeDefinitions, type Nature, type Topology } from '@lcm/core/domain/topology';
import type { ContentLoader, LabContent } from './lab-content.ts';

/** What the candidate's side needs of a package; how it is graded is none of its business. */
const fileNames = ['package.yaml', 'cml.yaml', 'solution.yaml', 'tasks.md'] as const;

/** Packages in `folder/<slug>/`, looked at each time: an author sees at once what was just saved. */
export function contentFolder(folder: string): ContentLoader {
  const known = new Map<string, Package>();
  return async (formQualifiedName) => {
    const before = known.get(formQualifiedName);
    const paths = before === undefined ? await packagePaths(folder) : [before.path];
    for (const path of paths) {
      // oxlint-disable-next-line no-await-in-loop -- the first that has the form ends the search
      const files = await packageFiles(path);
      if (formOf(files) !== formQualifiedName) continue;
      const found = before !== undefined && isSame(before.files, files) ? before : readPackage(path, files);
      known.set(formQualifiedName, found);
      return found.content;
    }
    known.delete(formQualifiedName);
    return undefined;
  };
}

interface Package {
  readonly path: string;
  readonly files: ReadonlyMap<string, string>;
  readonly content: LabContent;
}

async function packagePaths(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(orNothing)) ?? [];
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

async function packageFiles(path: string): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(fileNames.map(async (name) => readFile(join(path, name), 'utf8').catch(orNothing)));
  return new Map(fileNames.flatMap((name, at) => (texts[at] === undefined ? [] : [[name, texts[at]] as const])));
}

function formOf(files: ReadonlyMap<string, string>): string | undefined {
  const manifest = readYaml(files.get('package.yaml') ?? '', PackageFile);
  return manifest.ok ? manifest.value.value.formQualifiedName : undefined;
}

function isSame(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): boolean {
  return fileNames.every((name) => before.get(name) === now.get(name));
}

function readPackage(path: string, files: ReadonlyMap<string, string>): Package {
  const read = readContentPackage(files);
  const content = read.ok ? contentOf(read.value) : faulty(formOf(files) ?? '', read.rejection);
  return { path, files, content };
}

function contentOf({ manifest, topology, solution, tasks }: ContentPackage): LabContent {
  const { formQualifiedName, title, durationMinutes } = manifest;
  const configurations = configurationsOf(topology);
  return {
    formQualifiedName,
    title,
    durationMinutes,
    tasks,
    configurations,
    solution: solution && configurationsOf(typeable(solution)),
  };
}

/** The session goes on without its tasks, and says what its author has to mend. */
function faulty(formQualifiedName: string, { file, line, message }: ContentRejection): LabContent {
  const where = line === undefined ? file : `${file}, line ${line}`;
  const tasks = `The published content cannot be read. ${where}: ${message}`;
  return { formQualifiedName, title: formQualifiedName, tasks, configurations: new Map() };
}

const networkDevices: readonly Nature[] = ['router', 'switch', 'firewall'];

/** Only network devices have the configuration mode that a solution is typed in; a desktop's script is run, not typed. */
function typeable(solution: Topology): Topology {
  const nodes = solution.nodes.filter(({ nodeDefinition }) => {
    const nature = builtInNodeDefinitions.get(nodeDefinition)?.nature;
    return nature === undefined || networkDevices.includes(nature);
  });
  return { ...solution, nodes };
}

function configurationsOf({ nodes }: Topology): ReadonlyMap<string, string> {
  return new Map(
    nodes.flatMap(({ label, configuration }) => (configuration === '' ? [] : [[label, configuration] as const])),
  );
}

function orNothing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
    return undefined;
  throw error;
}
