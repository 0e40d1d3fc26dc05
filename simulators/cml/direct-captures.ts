import { captureAnswer, toCapture } from '@lcm/core/adapters/cml/cml-captures';
import { orRefused } from '@lcm/core/adapters/cml/cml-lab-details';
import { type CaptureLimits, type CmlCapture, type CmlCaptures, CmlError, type CmlLabId } from '@lcm/core/ports/cml';
import { captureView } from './http/capture-routes.ts';
import { captureByKey, isRunning, startCapture, stopCapture } from './model/captures.ts';
import { getLink } from './model/interfaces.ts';
import { getLab } from './model/labs.ts';
import type { CmlModel } from './model/model.ts';

type Reach = <Value>(operation: string, act: (cml: CmlModel) => Value) => Promise<Value>;

/** The same as over HTTP, straight over the model. */
export function directCaptures(reach: Reach): CmlCaptures {
  return {
    async start(id: CmlLabId, linkId: string, { packets, seconds, filter }: CaptureLimits): Promise<void> {
      await reach('start-capture', (cml) => {
        const lab = getLab(cml, id);
        const link = getLink(lab, linkId);
        if (link.capture && isRunning(cml, link.capture)) return;
        startCapture(cml, { lab, link }, { maxpackets: packets, maxtime: seconds, bpfilter: filter });
      });
    },
    async stop(id: CmlLabId, link: string): Promise<void> {
      await orRefused(reach('stop-capture', (cml) => stopCapture(cml, getLink(getLab(cml, id), link))));
    },
    async of(id: CmlLabId, link: string): Promise<CmlCapture | undefined> {
      return reach('capture', (cml) =>
        toCapture(captureAnswer.parse(captureView(cml, getLink(getLab(cml, id), link)))),
      );
    },
    async download(id: CmlLabId, link: string, atMostBytes: number): Promise<Uint8Array | undefined> {
      return reach('download-capture', (cml) => {
        const lab = getLab(cml, id);
        const { capture } = getLink(lab, link);
        const file = capture && captureByKey(cml, [lab], capture.key);
        if (file !== undefined && file.length > atMostBytes)
          throw new CmlError('invalid', `CML GET pcap: larger than ${atMostBytes} bytes`);
        return file;
      });
    },
  };
}
