import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readContentPackage } from '@lcm/core/contracts/content-package';
import type { GradingEngineName, GradingRules } from '@lcm/core/domain/grading';
import { sha256 } from '@lcm/core/kernel';
import type { ContentFolder, ContentSource } from '@lcm/core/ports/content-source';

/** A lab with rules, its solution, and the way by which the product gets it: as it lies in `content`. */
export interface ExamPaper {
  readonly slug: string;
  readonly rules: GradingRules;
  /** By the label of the node. */
  readonly solution: ReadonlyMap<string, string>;
  readonly source: ContentSource;
}

const name = 'trunk-two-switches';
const manifestFile = 'package.yaml';

function gradedBy(engine: GradingEngineName, manifest: string): string {
  return engine === 'built-in' ? manifest : `${manifest}\ngradingEngine: ${engine}\n`;
}

/** Before any simulated time begins: real files are invisible to a virtual clock. */
export function readExamPaper(engine: GradingEngineName): ExamPaper {
  const path = fileURLToPath(new URL(`../../content/${name}/`, import.meta.url));
  const onDisk = readdirSync(path).map((file) => [file, readFileSync(`${path}${file}`, 'utf8')] as const);
  const files = new Map(onDisk.map(([file, text]) => [file, file === manifestFile ? gradedBy(engine, text) : text]));
  const read = readContentPackage(files);
  if (!read.ok) throw new Error(`${name} cannot be read: ${read.rejection.message}`);
  const { rules, solution, manifest } = read.value;
  if (rules === undefined || solution === undefined) throw new Error(`${name} has no rules or no solution`);
  const folder: ContentFolder = { name, hash: sha256(JSON.stringify([...files])), files };
  const devices = solution.nodes.filter(({ nodeDefinition }) => nodeDefinition.startsWith('io'));
  return {
    slug: manifest.slug,
    rules,
    solution: new Map(devices.map(({ label, configuration }) => [label, configuration])),
    source: { place: path, list: async () => [folder] },
  };
}
