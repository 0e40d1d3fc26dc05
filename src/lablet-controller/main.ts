import { openBlobs } from '@lcm/core/adapters/blobs/open-blobs';
import { HttpCmlServers } from '@lcm/core/adapters/cml/http-cml-servers';
import { TcpConsoles } from '@lcm/core/adapters/consoles/tcp-consoles';
import { openContent } from '@lcm/core/adapters/content-source/open-content';
import { GradingEngineSettings, gradingEnginePlace } from '@lcm/core/adapters/grading-engine/grading-engine-settings';
import { openGradingEngine } from '@lcm/core/adapters/grading-engine/open-grading-engine';
import { ldsDeliveries } from '@lcm/core/adapters/lab-delivery/lds-deployments';
import { runControllerProcess } from '@lcm/core/adapters/process/controller-process';
import { readSettings } from '@lcm/core/adapters/process/settings';
import { S3Settings } from '@lcm/core/adapters/s3/s3-settings';
import { composeLabletController } from './compose.ts';
import { parseConfig, parseOutside } from './config.ts';

await runControllerProcess({
  service: 'lablet-controller',
  healthPort: 8003,
  environment: process.env,
  compose: (environment, ports, log) => {
    const { lds, deployments, cml, blobsFolder, contentFolder } = parseOutside(environment);
    const s3 = readSettings(S3Settings, environment);
    const grading = gradingEnginePlace(readSettings(GradingEngineSettings, environment));
    return composeLabletController(parseConfig(environment), {
      ...ports,
      cml: new HttpCmlServers(cml),
      labDeliveries: ldsDeliveries(lds, deployments, environment),
      gradingEngine: openGradingEngine(grading, ports.clock),
      consoles: new TcpConsoles(ports.clock),
      blobs: openBlobs(blobsFolder, s3),
      content: contentFolder === undefined ? undefined : openContent(contentFolder, s3),
      onContentSynced: (report) => log.info(report, 'content packages were read'),
      onContentFailed: (error) => log.error({ err: error }, 'content packages could not be read'),
    });
  },
});
