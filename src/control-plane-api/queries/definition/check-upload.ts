import { amountsOf } from '@lcm/core/contracts/content-package';
import { LabCheck, LabUpload, type ReadLab, readLab } from '@lcm/core/contracts/lab-upload';
import { nextVersion } from '@lcm/core/domain/definition';
import { ok } from '@lcm/core/kernel';
import type { OperationDeps } from '../../application/deps.ts';
import { defineQuery } from '../../application/operation.ts';
import { versionsOf } from '../../application/publish.ts';
import { inWords } from '../../application/refusals.ts';
import { uploadSite } from '../../application/upload-site.ts';
import { unreadable, uploadWords } from '../../application/upload-words.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly settings: OperationDeps['settings'];
}

export const checkUpload = defineQuery({
  name: 'CheckUpload',
  summary: 'What a lab would become, what it needs and what is wrong with it; nothing is kept',
  allow: 'definition:write',
  input: LabUpload,
  output: LabCheck,
  async handle(upload, _caller, { views, settings }: Deps) {
    const lab = readLab(upload, uploadSite({ views, settings }));
    if (!lab.ok) {
      const { slug, title, faults } = lab.rejection;
      const { message } = unreadable(lab.rejection);
      return ok({ outcome: 'refused' as const, message, slug, title, warnings: [], faults: [...faults] });
    }
    return ok({ ...factsOf(lab.value), ...verdictOn(lab.value, views) });
  },
});

function factsOf({ slug, title, needs, ports, warnings }: ReadLab) {
  return {
    slug,
    title,
    needs: amountsOf(needs),
    nodeCount: needs.nodes,
    nodeDefinitions: [...needs.nodeDefinitions],
    ports: [...ports],
    bootSeconds: needs.bootSeconds,
    warnings: [...warnings],
    faults: [],
  };
}

function verdictOn({ slug, hash: packageHash }: ReadLab, views: Views) {
  const next = nextVersion({ slug, packageHash, origin: 'upload' }, versionsOf(views, slug));
  if (!next.ok) {
    const { message } = inWords(next.rejection);
    return { outcome: 'refused' as const, message, faults: [{ part: 'slug' as const, path: '', message }] };
  }
  const version = next.value.is === 'new' ? next.value.version : next.value.definition.version;
  return { ...uploadWords(slug, next.value), version };
}
