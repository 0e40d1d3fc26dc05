import { definitionContentOf, type PackageKeys } from '@lcm/core/contracts/content-package';
import type { Blobs } from '@lcm/core/ports/blobs';
import type { ContentFolder } from '@lcm/core/ports/content-source';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Leadership } from '../leadership.ts';
import { type PackageFound, refusedLook } from './look-at-package.ts';

interface Deps {
  readonly blobs: Blobs;
  readonly controlPlane: ControlPlane;
  readonly leadership: Leadership;
}

/** As it is handed on, or with why it was refused. */
export async function publishPackage(
  folder: ContentFolder,
  found: Extract<PackageFound, { readonly is: 'package' }>,
  { blobs, controlPlane, leadership }: Deps,
): Promise<PackageFound> {
  const { packageHash: hash, manifest } = found.content;
  const content = definitionContentOf(found.content, await store(folder, blobs));
  const told = await controlPlane.send(
    'PublishDefinition',
    { content: { ...content, nodeDefinitions: [...content.nodeDefinitions], ports: [...content.ports] } },
    { fence: leadership.fence(), correlationId: hash },
  );
  if (told.ok) return found;
  const fault = { file: 'package.yaml', message: told.rejection.message };
  return { is: 'refused', look: refusedLook({ folder: folder.name, hash, manifest }, [fault]) };
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
