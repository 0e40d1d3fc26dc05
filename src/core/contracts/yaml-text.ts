import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type * as z from 'zod';
import { ok, type Result, reject } from '../kernel/index.ts';

/** What is wrong with a text people wrote, and where: lines and columns count from one. */
export interface TextFault {
  /** `nodes.3.label`; empty when the text as a whole is at fault. */
  readonly path: string;
  readonly message: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

type Path = readonly PropertyKey[];

export interface YamlValue<Value> {
  readonly value: Value;
  /** A fault that the schema cannot see, at its place in the text. */
  readonly fault: (path: Path, message: string) => TextFault;
}

const maxCharacters = 8 * 1024 * 1024;
// A document of aliases to aliases unfolds to more than fits in memory.
const maxAliases = 100;

/** Reads YAML (or JSON) by a schema. Answers for every input; whatever the parser throws becomes a fault. */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): Result<YamlValue<z.output<Schema>>, TextFault> {
  if (text.length > maxCharacters) return reject({ path: '', message: `longer than ${maxCharacters} characters` });
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines });
    const [error] = document.errors;
    if (error !== undefined)
      return reject({ path: '', message: firstLine(error.message), ...place(error.pos[0], lines) });
    return bySchema(document, { schema, lines });
  } catch (error) {
    return reject({ path: '', message: error instanceof Error ? firstLine(error.message) : 'not readable as YAML' });
  }
}

function bySchema<Schema extends z.ZodType>(
  document: Document.Parsed,
  { schema, lines }: { readonly schema: Schema; readonly lines: LineCounter },
): Result<YamlValue<z.output<Schema>>, TextFault> {
  const fault = (path: Path, message: string): TextFault => ({
    path: path.map(String).join('.'),
    message,
    ...place(offsetOf(document, path), lines),
  });
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: maxAliases }));
  if (parsed.success) return ok({ value: parsed.data, fault });
  const { path, message } = mostTelling(parsed.error.issues);
  return reject(fault(path, message));
}

interface Telling {
  readonly path: Path;
  readonly message: string;
}

/** Of a choice of shapes, what is wrong with the one that was met the deepest: that is the one its author meant. */
function mostTelling(issues: readonly z.core.$ZodIssue[]): Telling {
  const [issue] = issues;
  if (issue === undefined) return { path: [], message: 'does not have the expected shape' };
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.filter((each) => each.length > 0).map(mostTelling);
  const [deepest] = inner.toSorted((a, b) => b.path.length - a.path.length);
  return deepest === undefined ? issue : { ...deepest, path: [...issue.path, ...deepest.path] };
}

/** Where the value at `path` starts, or the nearest thing around it that exists. */
function offsetOf(document: Document.Parsed, path: Path): number | undefined {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const found: unknown = document.getIn(path.slice(0, depth), true);
    if (isNode(found) && found.range) return found.range[0];
  }
  return undefined;
}

function place(offset: number | undefined, lines: LineCounter): Pick<TextFault, 'line' | 'column'> {
  if (offset === undefined) return {};
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}
