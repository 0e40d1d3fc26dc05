import { z } from 'zod';
import { captureByKey, isRunning, packetsIn, startCapture, stopCapture } from '../model/captures.ts';
import type { Cml } from '../model/cml.ts';
import { Refusal } from '../model/cml.ts';
import { getLink } from '../model/interfaces.ts';
import { visibleLabs } from '../model/lab-access.ts';
import { getLab } from '../model/labs.ts';
import type { Capture, Lab, Link, Properties } from '../model/state.ts';
import { body, bytes, type Call, done, id, ok, type Route, route } from './route.ts';
import { isoSeconds } from './views.ts';

const at = (call: Call): { lab: Lab; link: Link } => {
  const lab = getLab(call.cml, id(call, 'lab'));
  return { lab, link: getLink(lab, id(call, 'link')) };
};

const encaps = ['ethernet', 'frelay', 'ppp', 'ppp_hdlc', 'pppoe', 'c_hdlc', 'slip', 'ax25', 'ieee802_11'] as const;
const captureStart = z.strictObject({
  maxpackets: z.int().min(1).max(1_000_000).nullish(),
  maxtime: z.int().min(1).max(86_400).nullish(),
  bpfilter: z.string().max(128).optional(),
  encap: z.enum(encaps).optional(),
});

function configView({ maxpackets, maxtime, bpfilter, encap, key }: Capture): Properties {
  return { maxpackets, maxtime, bpfilter, encap, link_capture_key: key };
}

/** As `GET .../capture/status` answers. */
export function captureView(cml: Cml, { capture }: Link): Properties {
  if (capture === undefined) return { config: {}, starttime: null, packetscaptured: null };
  const starttime = isRunning(cml, capture) ? isoSeconds(capture.startedAt) : null;
  return { config: configView(capture), starttime, packetscaptured: packetsIn(cml, capture) };
}

export const captureRoutes: readonly Route[] = [
  route(['PUT', '/labs/:lab/links/:link/capture/start', 'user', 'start-capture'], (call) =>
    ok(configView(startCapture(call.cml, at(call), body(call, captureStart)))),
  ),
  route(['PUT', '/labs/:lab/links/:link/capture/stop', 'user', 'stop-capture'], (call) => {
    stopCapture(call.cml, at(call).link);
    return done;
  }),
  route(['GET', '/labs/:lab/links/:link/capture/status', 'user', 'capture'], (call) =>
    ok(captureView(call.cml, at(call).link)),
  ),
  route(['GET', '/labs/:lab/links/:link/capture/key'], (call) => {
    const { capture } = at(call).link;
    if (capture === undefined) throw new Refusal(404, 'Capture not found.');
    return ok(capture.key);
  }),
  route(['GET', '/pcap/:key', 'user', 'download-capture'], (call) =>
    bytes(captureByKey(call.cml, visibleLabs(call.cml, call.user), id(call, 'key')), 'application/vnd.tcpdump.pcap'),
  ),
];
