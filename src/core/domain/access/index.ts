export type { Access, Actor, Permission, PersonRole, Role, ServiceRole } from './access-table.ts';
export { accessTable, may, personRoles, serviceRoles, whyNot } from './access-table.ts';
