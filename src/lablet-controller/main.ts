import { FolderBlobs } from '@lcm/core/adapters/blobs/folder-blobs';
import { HttpCmlServers } from '@lcm/core/adapters/cml/http-cml-servers';
import { FolderContentSource } from '@lcm/core/adapters/content-source/folder-content-source';
import { ldsDeliveries } from '@lcm/core/adapters/lab-delivery/lds-deployments';
import { runControllerProcess } from '@lcm/core/adapters/process/controller-process';
import { composeLabletController } from './compose.ts';
import { parseConfig, parseOutside } from './config.ts';

await runControllerProcess({
  service: 'lablet-controller',
  healthPort: 8003,
  environment: process.env,
  compose: (environment, ports, log) => {
    const { lds, deployments, cml, blobsFolder, contentFolder } = parseOutside(environment);
    return composeLabletController(parseConfig(environment), {
      ...ports,
      cml: new HttpCmlServers(cml),
      labDeliveries: ldsDeliveries(lds, deployments, environment),
      blobs: new FolderBlobs(blobsFolder),
      content: contentFolder === undefined ? undefined : new FolderContentSource(contentFolder),
      onContentSynced: (report) => log.info(report, 'content packages were read'),
      onContentFailed: (error) => log.error({ err: error }, 'content packages could not be read'),
    });
  },
});
