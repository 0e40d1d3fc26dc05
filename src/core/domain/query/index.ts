export type { Field, Searchable } from './fields.ts';
export { labSearch } from './lab-list.ts';
export type { AuditRow } from './lists.ts';
export {
  auditKinds,
  auditSearch,
  definitionSearch,
  instanceSearch,
  sessionSearch,
  taskSearch,
  templateSearch,
  workerSearch,
} from './lists.ts';
export type { Predicate } from './predicate.ts';
export { compileQuery, queryOf } from './predicate.ts';
export type { Query, QueryFault, Term } from './syntax.ts';
export { maxQueryLength, operators, parseQuery, printQuery } from './syntax.ts';
export type { QueryContext } from './times.ts';
