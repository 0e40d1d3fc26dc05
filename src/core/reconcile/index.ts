export type { Next, Reconciler } from './reconciler.ts';
export { again, settled, TerminalError } from './reconciler.ts';
