import { readFile } from 'node:fs/promises';
import type { OperationDeps } from '@lcm/control-plane-api/application/deps';
import { defineTemplate } from '@lcm/control-plane-api/commands/template/define-template';
import { TemplateInput } from '@lcm/core/contracts/template';
import { parse } from 'yaml';
import * as z from 'zod';

const installer = { id: 'service:installer', name: 'installer', roles: ['admin'] } as const;

/** Gives a new installation its worker templates. What somebody has changed since stays as it is. */
export async function seedTemplates(path: string, deps: OperationDeps): Promise<void> {
  const templates = z.array(TemplateInput).parse(parse(await readFile(path, 'utf8')));
  for (const template of templates) {
    if (deps.views.get('template', template.name) !== undefined) continue;
    const defined = await defineTemplate.handle(template, { actor: installer, correlationId: 'installation' }, deps);
    if (!defined.ok) throw new Error(`${template.name}: ${defined.rejection.message}`);
  }
}
