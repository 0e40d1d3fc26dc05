export type {
  ContentEvent,
  ContentPackageState,
  ContentRun,
  ContentSourceState,
  PackageFault,
  PackageLine,
  PackageLook,
  PackageResult,
} from './content.ts';
export { ContentSourceId, contentSourceId, PackageId, packageId, packageResults } from './content.ts';
export type { ContentReading } from './decide.ts';
export { noteReading, noteUnreachable } from './decide.ts';
export { evolveContent } from './evolve.ts';
