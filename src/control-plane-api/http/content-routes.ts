import type { OperationDeps } from '../application/deps.ts';
import { syncContentNow } from '../commands/content/sync-content.ts';
import { listContentSources } from '../queries/content/list-content-sources.ts';
import { getPackage, listPackages } from '../queries/content/list-packages.ts';
import type { Route } from './route.ts';

/** Where definitions come from. */
export const contentRoutes: readonly Route<OperationDeps>[] = [
  { method: 'get', path: '/content-sources', operation: listContentSources },
  { method: 'post', path: '/content-sources/{sourceId}/sync', operation: syncContentNow, status: 202 },
  { method: 'get', path: '/content-packages', operation: listPackages },
  { method: 'get', path: '/content-packages/{packageId}', operation: getPackage },
];
