import { type Document, isNode, Lexer, LineCounter, Parser, parseDocument, visit } from 'yaml';
import type * as z from 'zod';
import { ok, type Result, reject } from '../kernel/index.ts';

/** One thing that is wrong with a text people wrote, and where: lines and columns count from one. */
export interface Fault {
  /** `nodes.3.label`; empty when the text as a whole is at fault. */
  readonly path: string;
  readonly message: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** The first fault, and whatever else is wrong. */
export interface TextFault extends Fault {
  readonly others?: readonly Fault[] | undefined;
}

type Path = readonly PropertyKey[];

export interface YamlValue<Value> {
  readonly value: Value;
  /** A fault that the schema cannot see, at its place in the text. */
  readonly fault: (path: Path, message: string) => Fault;
}

/** What is read at all. Within these the work is bounded by the length of the text. */
export const yamlLimits = {
  /** Several times the largest lab that people share. */
  characters: 2 * 1024 * 1024,
  /** CML's files nest less than ten deep; the stack of the reader would end at some thousands. */
  depth: 100,
  // A document of aliases to aliases unfolds to more than fits in memory.
  aliases: 100,
  /** Nobody mends more at once, and a text that is no YAML at all is wrong everywhere. */
  faults: 50,
} as const;

/** Reads YAML (or JSON) by a schema. Answers for every input; whatever the parser throws becomes a fault. */
export function readYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): Result<YamlValue<z.output<Schema>>, TextFault> {
  const lines = new LineCounter();
  try {
    const beyond = beyondLimits(text);
    if (beyond !== undefined) return reject(beyond);
    // What the library would only warn of, it would write to our log in the author's words.
    const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
    const faults = document.errors.map(({ message, pos }) => ({
      path: '',
      message: firstLine(message),
      ...place(pos[0], lines),
    }));
    return together([...faults, ...aliasFaults(document, lines)]) ?? bySchema(document, { schema, lines });
  } catch (error) {
    return reject({ path: '', message: error instanceof Error ? firstLine(error.message) : 'not readable as YAML' });
  }
}

/** A refusal with all of the faults; `undefined` when there are none. */
export function together(faults: readonly Fault[]): { readonly ok: false; readonly rejection: TextFault } | undefined {
  const [first, ...others] = faults.slice(0, yamlLimits.faults);
  if (first === undefined) return undefined;
  return { ok: false, rejection: others.length === 0 ? first : { ...first, others } };
}

/** Looked at before anything is built from the text. The parser keeps its own stack; what follows it recurses. */
function beyondLimits(text: string): Fault | undefined {
  const { characters, depth } = yamlLimits;
  if (text.length > characters) return { path: '', message: `longer than ${characters} characters` };
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    Array.from(parser.next(lexeme));
    if (parser.stack.length > depth) {
      return { path: '', message: `nested deeper than ${depth}`, ...place(parser.offset, lines) };
    }
  }
  return undefined;
}

function aliasFaults(document: Document.Parsed, lines: LineCounter): readonly Fault[] {
  let aliases = 0;
  let fault: Fault | undefined;
  visit(document, {
    Alias: (_, node) => {
      aliases += 1;
      if (aliases <= yamlLimits.aliases) return undefined;
      fault = { path: '', message: `more than ${yamlLimits.aliases} aliases`, ...place(node.range?.[0], lines) };
      return visit.BREAK;
    },
  });
  return fault === undefined ? [] : [fault];
}

function bySchema<Schema extends z.ZodType>(
  document: Document.Parsed,
  { schema, lines }: { readonly schema: Schema; readonly lines: LineCounter },
): Result<YamlValue<z.output<Schema>>, TextFault> {
  const fault = (path: Path, message: string): Fault => ({
    path: path.map(String).join('.'),
    message,
    ...place(offsetOf(document, path), lines),
  });
  const value = valueOf(document);
  if (!value.ok) return reject(fault([], value.rejection));
  const parsed = schema.safeParse(value.value, { reportInput: true });
  if (parsed.success) return ok({ value: parsed.data, fault });
  const issues = parsed.error.issues.slice(0, yamlLimits.faults).map((issue) => mostTelling([issue]));
  const faults = issues.map((told) => fault(told.path, told.message));
  return together(faults) ?? reject(fault([], 'does not have the expected shape'));
}

/** The library counts what aliases unfold to, and throws. */
function valueOf(document: Document.Parsed): Result<unknown, string> {
  try {
    return ok(document.toJS({ maxAliasCount: yamlLimits.aliases }));
  } catch (error) {
    return reject(error instanceof Error ? firstLine(error.message) : 'cannot be unfolded');
  }
}

interface Telling {
  readonly path: Path;
  readonly message: string;
}

/** Of a choice of shapes, what is wrong with the one that was met the deepest: that is the one its author meant. */
function mostTelling(issues: readonly z.core.$ZodIssue[]): Telling {
  const [issue] = issues;
  if (issue === undefined) return { path: [], message: 'does not have the expected shape' };
  if (issue.code !== 'invalid_union') return inWords(issue);
  const inner = issue.errors.filter((each) => each.length > 0).map(mostTelling);
  const [deepest] = inner.toSorted((a, b) => b.path.length - a.path.length);
  return deepest === undefined ? issue : { ...deepest, path: [...issue.path, ...deepest.path] };
}

function inWords({ path, message, ...issue }: z.core.$ZodIssue): Telling {
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
  return { path, message: isMissing ? 'is missing' : message };
}

/** Where the value at `path` starts, or the nearest thing around it that exists. */
function offsetOf(document: Document.Parsed, path: Path): number | undefined {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const found: unknown = document.getIn(path.slice(0, depth), true);
    if (isNode(found) && found.range) return found.range[0];
  }
  return undefined;
}

function place(offset: number | undefined, lines: LineCounter): Pick<Fault, 'line' | 'column'> {
  if (offset === undefined) return {};
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}
