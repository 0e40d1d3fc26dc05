import { ok, type Result, reject } from '../../kernel/index.ts';

export const operators = [':', '>=', '<=', '>', '<'] as const;
export type Operator = (typeof operators)[number];

/** What is wrong with a query, and at which of its characters, counted from one. */
export interface QueryFault {
  readonly message: string;
  readonly at: number;
}

interface Placed {
  readonly not: boolean;
  /** Where it starts, counted from one. */
  readonly at: number;
}

/** A word or a phrase that must occur. */
export interface TextTerm extends Placed {
  readonly is: 'text';
  readonly text: string;
}

/** `status:running,stopped` or `start>=2026-11-21`: any of the values will do. */
export interface FieldTerm extends Placed {
  readonly is: 'field';
  /** In lower case. */
  readonly field: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

export type Term = TextTerm | FieldTerm;

/** All of its terms must hold. */
export type Query = readonly Term[];

/** No list needs more, and it bounds the work of every other step. */
export const maxQueryLength = 500;

const fieldName = /([a-z][\w.-]*)(:|>=|<=|>|<)/iy;
const bareWord = /\S+/y;
const bareValue = /[^\s",]+/y;
// One that is never closed runs to the end: it is still being typed.
const phrase = /"((?:[^"\\]|\\.)*)(?:"|\\?$)/sy;

/** Reads a query as it is typed. Every text gets an answer. */
export function parseQuery(text: string): Result<Query, QueryFault> {
  if (text.length > maxQueryLength) {
    return reject({ message: `a query has at most ${maxQueryLength} characters`, at: maxQueryLength + 1 });
  }
  const terms: Term[] = [];
  for (let at = skipSpace(text, 0); at < text.length; ) {
    const read = readTerm(text, at);
    if (!read.ok) return read;
    if (read.value.term !== undefined) terms.push(read.value.term);
    at = skipSpace(text, read.value.end);
  }
  return ok(terms);
}

interface ReadTerm {
  /** None of an empty phrase, which says nothing. */
  readonly term: Term | undefined;
  readonly end: number;
}

function readTerm(text: string, start: number): Result<ReadTerm, QueryFault> {
  const not = text[start] === '-' && /\S/.test(text[start + 1] ?? '');
  const at = not ? start + 1 : start;
  const place: Placed = { not, at: start + 1 };
  const named = matchAt(fieldName, text, at);
  if (named.length > 0) return readField(text, at, { named, place });
  const { said, end } = readSaid(text, at, bareWord);
  return ok({ term: said === '' ? undefined : { ...place, is: 'text', text: said }, end });
}

function readField(
  text: string,
  start: number,
  { named, place }: { readonly named: readonly (string | undefined)[]; readonly place: Placed },
): Result<ReadTerm, QueryFault> {
  const [head = '', field = '', sign = ''] = named;
  const operator = operators.find((each) => each === sign) ?? ':';
  const read = readValues(text, start + head.length);
  if (!read.ok) return read;
  const { values, end } = read.value;
  return ok({ term: { ...place, is: 'field', field: field.toLowerCase(), operator, values }, end });
}

function readValues(
  text: string,
  start: number,
): Result<{ readonly values: readonly string[]; readonly end: number }, QueryFault> {
  const values: string[] = [];
  for (let at = start; ; at += 1) {
    const { said, end } = readSaid(text, at, bareValue);
    if (said === '') return reject({ message: 'a value is missing here', at: at + 1 });
    values.push(said);
    at = end;
    if (text[at] !== ',') return ok({ values, end });
  }
}

/** A phrase in quotes, or what stands there without. */
function readSaid(text: string, at: number, bare: RegExp): { readonly said: string; readonly end: number } {
  const [whole = '', inside = ''] = matchAt(phrase, text, at);
  if (whole !== '') return { said: inside.replaceAll(/\\(.)/gs, '$1'), end: at + whole.length };
  const [said = ''] = matchAt(bare, text, at);
  return { said, end: at + said.length };
}

function skipSpace(text: string, from: number): number {
  const rest = text.slice(from).search(/\S/);
  return rest === -1 ? text.length : from + rest;
}

/** The match and its groups, nothing when there is none at that very place. */
function matchAt(pattern: RegExp, text: string, at: number): readonly (string | undefined)[] {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = at;
  return sticky.exec(text) ?? [];
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** The query in one spelling: what it is read as again. */
export function printQuery(query: Query): string {
  return query.map((term) => `${term.not ? '-' : ''}${term.is === 'text' ? wordOf(term) : fieldOf(term)}`).join(' ');
}

function wordOf({ text }: TextTerm): string {
  const isPlain = /^[^\s"-]\S*$/.test(text) && matchAt(fieldName, text, 0).length === 0;
  return isPlain ? text : quoted(text);
}

function fieldOf({ field, operator, values }: FieldTerm): string {
  return `${field}${operator}${values.map((value) => (/^[^\s",=][^\s",]*$/.test(value) ? value : quoted(value))).join(',')}`;
}
