import { readFile } from 'node:fs/promises';
import { TemplateInput } from '@lcm/core/contracts/template';
import { readYaml } from '@lcm/core/contracts/yaml-text';
import * as z from 'zod';
import type { OperationDeps } from './application/deps.ts';
import { defineTemplate } from './commands/template/define-template.ts';

const installer = { id: 'service:installer', name: 'installer', roles: ['admin'] } as const;

/** Gives a new installation its worker templates. What somebody has changed since stays as it is. */
export async function seedTemplates(path: string, deps: OperationDeps): Promise<void> {
  const read = readYaml(await readFile(path, 'utf8'), z.array(TemplateInput));
  if (!read.ok) {
    const { line, path: where, message } = read.rejection;
    throw new Error(`${path}${line === undefined ? '' : `:${line}`}: ${where} ${message}`);
  }
  for (const template of read.value.value) {
    if (deps.views.get('template', template.name) !== undefined) continue;
    const defined = await defineTemplate.handle(template, { actor: installer, correlationId: 'installation' }, deps);
    if (!defined.ok) throw new Error(`${template.name}: ${defined.rejection.message}`);
  }
}
