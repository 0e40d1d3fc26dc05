import type { Route } from './route.ts';

/** The whole API on one screen. Server, openapi.json and permission tests are read from it. */
export const routes: readonly Route<never>[] = [];
