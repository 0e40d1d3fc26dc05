import { fromIso, ok, type Result, reject } from '../../kernel/index.ts';
import type { ChoiceField, NumberField, Searchable, TextField, TimeField } from './fields.ts';
import { type FieldTerm, type Operator, parseQuery, type Query, type QueryFault, type Term } from './syntax.ts';
import { type QueryContext, spanOf } from './times.ts';

export type Predicate<Item> = (item: Item) => boolean;

type Compiled<Item> = Result<Predicate<Item>, QueryFault>;

/** A text as the question it asks of a list's items. */
export function queryOf<Item>(text: string, searchable: Searchable<Item>, context: QueryContext): Compiled<Item> {
  const parsed = parseQuery(text);
  return parsed.ok ? compileQuery(parsed.value, searchable, context) : parsed;
}

export function compileQuery<Item>(query: Query, searchable: Searchable<Item>, context: QueryContext): Compiled<Item> {
  const predicates: Predicate<Item>[] = [];
  for (const term of query) {
    const compiled = compileTerm(term, searchable, context);
    if (!compiled.ok) return compiled;
    const holds = compiled.value;
    predicates.push(term.not ? (item) => !holds(item) : holds);
  }
  return ok((item) => predicates.every((holds) => holds(item)));
}

function compileTerm<Item>(term: Term, searchable: Searchable<Item>, context: QueryContext): Compiled<Item> {
  if (term.is === 'field') return compileField(term, searchable, context);
  const wanted = term.text.toLowerCase();
  // Joined by what no word has in it, so that a word is found in one field and not across two.
  return ok((item) => searchable.words(item).join('\n').toLowerCase().includes(wanted));
}

function compileField<Item>(term: FieldTerm, { fields }: Searchable<Item>, context: QueryContext): Compiled<Item> {
  const field = Object.hasOwn(fields, term.field) ? fields[term.field] : undefined;
  if (field === undefined) {
    const known = Object.keys(fields).join(', ');
    return faulty(term, `unknown field '${term.field}': known are ${known}; in quotes it is looked for as a word`);
  }
  if (field.kind === 'time') return anyOf(term, (value) => compileTime(field, { term, value, context }));
  if (field.kind === 'number') return anyOf(term, (value) => compileNumber(field, term, value));
  if (term.operator !== ':') return faulty(term, `'${term.field}' is no number and no time: ask with ${term.field}:`);
  return anyOf(term, (value) => compileText(field, term, value));
}

/** Any of the values will do. */
function anyOf<Item>(term: FieldTerm, compile: (value: string) => Compiled<Item>): Compiled<Item> {
  const predicates: Predicate<Item>[] = [];
  for (const value of term.values) {
    const compiled = compile(value);
    if (!compiled.ok) return compiled;
    predicates.push(compiled.value);
  }
  return ok((item) => predicates.some((holds) => holds(item)));
}

function compileText<Item>(field: ChoiceField<Item> | TextField<Item>, term: FieldTerm, value: string): Compiled<Item> {
  const wanted = value.toLowerCase();
  if (field.kind === 'text') {
    return ok((item) => field.of(item).some((text) => text !== undefined && text.toLowerCase().includes(wanted)));
  }
  if (!field.choices.some((choice) => choice.toLowerCase() === wanted)) {
    return faulty(term, `'${term.field}' is never '${value}': it is one of ${field.choices.join(', ')}`);
  }
  return ok((item) => field.of(item)?.toLowerCase() === wanted);
}

function compileNumber<Item>(field: NumberField<Item>, term: FieldTerm, value: string): Compiled<Item> {
  const wanted = Number(value);
  if (!Number.isFinite(wanted)) return faulty(term, `'${term.field}' is a number, which '${value}' is not`);
  return ok((item) => {
    const is = field.of(item);
    return is !== undefined && compared(is, term.operator, { from: wanted, last: wanted });
  });
}

interface Asked {
  readonly term: FieldTerm;
  readonly value: string;
  readonly context: QueryContext;
}

function compileTime<Item>(field: TimeField<Item>, { term, value, context }: Asked): Compiled<Item> {
  const span = spanOf(value, context);
  if (span === undefined) {
    return faulty(term, `'${term.field}' is a time: 2026-11-21, 2026-11-21T09:00, -24h, +2d or now, not '${value}'`);
  }
  if (span.from === span.until && term.operator === ':') {
    return faulty(term, `ask with ${term.field}>${value} or ${term.field}<${value}: '${value}' is one moment`);
  }
  const range = { from: span.from, last: Math.max(span.from, span.until - 1) };
  return ok((item) => {
    const is = field.of(item);
    return is !== undefined && compared(typeof is === 'number' ? is : fromIso(is), term.operator, range);
  });
}

/** After a day is after all of it; from a day on includes it. */
function compared(is: number, operator: Operator, { from, last }: { from: number; last: number }): boolean {
  switch (operator) {
    case ':':
      return is >= from && is <= last;
    case '>':
      return is > last;
    case '>=':
      return is >= from;
    case '<':
      return is < from;
    case '<=':
      return is <= last;
  }
}

function faulty({ at }: FieldTerm, message: string): Result<never, QueryFault> {
  return reject({ message, at });
}
