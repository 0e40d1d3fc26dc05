import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PackageFile } from '@lcm/core/contracts/content-package';
import { parseGradingRules } from '@lcm/core/contracts/grading';
import { readYaml } from '@lcm/core/contracts/yaml-text';
import type { RulesOf } from './model/grading-model.ts';

/** The rules of packages in `folder/<slug>/`, looked at each time: as if the engine were told of every change. */
export function rulesFolder(folder: string): RulesOf {
  return (form) => {
    const slug = slugs(folder).find((each) => formOf(textOf(folder, each, 'package.yaml')) === form);
    if (slug === undefined) return undefined;
    const rules = parseGradingRules(textOf(folder, slug, 'grading.yaml'));
    return rules.ok ? rules.value : undefined;
  };
}

function slugs(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    // Content in a bucket is not this engine's to read.
    return [];
  }
}

function textOf(...path: readonly string[]): string {
  try {
    return readFileSync(join(...path), 'utf8');
  } catch {
    return '';
  }
}

function formOf(text: string): string | undefined {
  const manifest = readYaml(text, PackageFile);
  return manifest.ok ? manifest.value.value.formQualifiedName : undefined;
}
