export type { AuditRow } from './audit-list.ts';
export { auditKinds, auditSearch } from './audit-list.ts';
export { cohortSearch, isOpen as isOpenCohort } from './cohort-list.ts';
export type { Field, Searchable } from './fields.ts';
export { labSearch } from './lab-list.ts';
export {
  definitionSearch,
  instanceSearch,
  sessionSearch,
  taskSearch,
  templateSearch,
  workerSearch,
} from './lists.ts';
export { noticeSearch } from './notice-list.ts';
export { packageSearch } from './package-list.ts';
export type { Predicate } from './predicate.ts';
export { compileQuery, queryOf } from './predicate.ts';
export type { ReservationRow } from './reservation-list.ts';
export { reservationSearch } from './reservation-list.ts';
export { snapshotSearch } from './snapshot-list.ts';
export type { Query, QueryFault, Term } from './syntax.ts';
export { maxQueryLength, operators, parseQuery, printQuery } from './syntax.ts';
export type { QueryContext } from './times.ts';
