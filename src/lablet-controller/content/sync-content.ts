import {
  type ContentPackage,
  type ContentRejection,
  definitionContentOf,
  type PackageKeys,
  readContentPackage,
} from '@lcm/core/contracts/content-package';
import type { Blobs } from '@lcm/core/ports/blobs';
import type { ContentFolder, ContentSource } from '@lcm/core/ports/content-source';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Leadership } from '../leadership.ts';

export interface SyncContentDeps {
  readonly source: ContentSource;
  readonly blobs: Blobs;
  readonly controlPlane: ControlPlane;
  readonly leadership: Leadership;
  /** Whether this installation has a grading engine outside. */
  readonly gradesOutside: boolean;
}

export interface ContentFault {
  readonly folder: string;
  readonly file: string;
  readonly message: string;
}

export interface SyncReport {
  /** `vlans-two-switches 1.0.0` */
  readonly published: readonly string[];
  readonly unchanged: number;
  /** Packages that were left out, and what is wrong with them. One bad package keeps no other from being published. */
  readonly faults: readonly ContentFault[];
}

/** Publishes every content package that the control plane does not know yet. Safe to repeat at any time. */
export async function syncContent(deps: SyncContentDeps): Promise<SyncReport> {
  const definitions = await deps.controlPlane.list('definition');
  const known = new Set(definitions.map(({ packageHash }) => packageHash));
  const published: string[] = [];
  const faults: ContentFault[] = [];
  let unchanged = 0;
  for (const folder of await deps.source.list()) {
    const read = readFolder(folder);
    if (!read.ok) {
      faults.push(faultOf(folder, read.rejection));
    } else if (known.has(read.value.packageHash)) {
      unchanged += 1;
    } else {
      const refused = await publish(folder, read.value, deps);
      if (refused === undefined) published.push(`${read.value.manifest.slug} ${read.value.manifest.version}`);
      else faults.push(refused);
    }
  }
  return { published, unchanged, faults };
}

/** What folders hold that are still the same: reading one is slow, and they are looked through again and again. */
const readings = new WeakMap<ContentFolder, ReturnType<typeof readContentPackage>>();

function readFolder(folder: ContentFolder): ReturnType<typeof readContentPackage> {
  const known = readings.get(folder);
  if (known !== undefined) return known;
  const fresh = readContentPackage(folder.files);
  readings.set(folder, fresh);
  return fresh;
}

function faultOf({ name }: ContentFolder, { file, line, message }: ContentRejection): ContentFault {
  return { folder: name, file: line === undefined ? file : `${file}:${line}`, message };
}

async function publish(
  folder: ContentFolder,
  read: ContentPackage,
  deps: SyncContentDeps,
): Promise<ContentFault | undefined> {
  const { gradingEngine } = read.manifest;
  if (gradingEngine === 'external' && !deps.gradesOutside) {
    const message = 'it is to be graded by the external engine, and none is set up here (GRADING_ENGINE_URL)';
    return { folder: folder.name, file: 'package.yaml', message };
  }
  const content = definitionContentOf(read, await store(folder, deps.blobs));
  const told = await deps.controlPlane.send(
    'PublishDefinition',
    { content: { ...content, nodeDefinitions: [...content.nodeDefinitions], ports: [...content.ports] } },
    { fence: deps.leadership.fence(), correlationId: read.packageHash },
  );
  return told.ok ? undefined : { folder: folder.name, file: 'package.yaml', message: told.rejection.message };
}

/** Before the definition: it never names what is not stored. */
async function store({ files }: ContentFolder, blobs: Blobs): Promise<PackageKeys> {
  const put = async (file: string): Promise<string | undefined> => {
    const text = files.get(file);
    return text === undefined ? undefined : blobs.put(new TextEncoder().encode(text));
  };
  const topologyKey = (await put('cml.yaml')) ?? '';
  return { topologyKey, rulesKey: await put('grading.yaml'), tasksKey: await put('tasks.md') };
}
